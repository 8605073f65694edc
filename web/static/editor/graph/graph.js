// The graph of the script beside the list. For screen readers the list says the same.

import * as dagre from "@dagrejs/dagre";
import { byId, words } from "../../shared/dom.js";
import { graphOf } from "./graph-model.js";
import { PanZoom } from "./pan-zoom.js";

const WIDTH = 214;
const HEIGHT = 44;
const LETTERS = 22;
const LATER = 120; // ms
const SVG = "http://www.w3.org/2000/svg";

function s(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  Object.entries(attributes).forEach(([name, value]) => value !== null && node.setAttribute(name, value));
  node.append(...children.flat().filter((child) => child !== null && child !== false));
  return node;
}

const cut = (text, most) => ([...text].length > most ? `${[...text].slice(0, most - 1).join("")}…` : text);

export class Graph {
  // onChoose(part)
  constructor(onChoose) {
    this.onChoose = onChoose;
    this.svg = byId("graph-svg");
    this.view = s("g", {});
    this.svg.append(arrows(), this.view);
    this.pan = new PanZoom(this.svg, this.view);
    this.svg.addEventListener("click", (event) => {
      const node = event.target.closest("[data-key]");
      if (node && !this.pan.dragged) onChoose(`step:${node.dataset.key}`);
    });
  }

  // Another shape is laid out a moment later, so that typing and the list never wait for it.
  render(document, { chosen, findings }) {
    const model = graphOf(document);
    const shape = JSON.stringify([model.nodes.map(({ key }) => key), model.edges.map(({ from, to, label }) => [from, to, label !== ""])]);
    const draw = () => this.draw(model, shape, findings, chosen);
    clearTimeout(this.later);
    if (shape === this.shape || this.shape === undefined) draw();
    else this.later = setTimeout(draw, LATER);
  }

  faults(findings) {
    const dead = findings.filter((one) => one.code === "dead-branch" && one.path[0] === "next").map((one) => `${one.part}/${one.path[1]}`);
    const lost = findings.filter((one) => one.code === "unreachable").map((one) => one.part);
    const wrong = findings.filter((one) => one.severity === "error").map((one) => one.part);
    return { dead: [...new Set(dead)], lost: [...new Set(lost)], wrong: [...new Set(wrong)] };
  }

  draw(model, shape, findings, chosen) {
    const first = this.shape === undefined;
    if (shape !== this.shape) this.laid = layout(model);
    this.shape = shape;
    const faults = this.faults(findings);
    const looks = JSON.stringify([model, faults]);
    if (looks !== this.looks) this.paint(placed(model, this.laid), faults);
    this.looks = looks;
    this.mark(chosen, first);
  }

  paint(laid, { dead, lost, wrong }) {
    const edges = laid.edges.map((edge) => drawEdge(edge, dead.includes(`step:${edge.from}/${edge.branch}`)));
    const nodes = laid.nodes.map((node) => drawNode(node, lost.includes(`step:${node.key}`), wrong.includes(`step:${node.key}`)));
    this.places = new Map(laid.nodes.map((node) => [node.key, node]));
    this.view.replaceChildren(...edges, ...nodes);
    this.pan.setSize(laid.width, laid.height);
  }

  mark(chosen, first) {
    const key = chosen.startsWith("step:") ? chosen.slice(5) : "";
    this.view.querySelector(".is-chosen")?.classList.remove("is-chosen");
    const node = this.view.querySelector(`[data-key="${CSS.escape(key)}"]`);
    node?.classList.add("is-chosen");
    const place = this.places.get(key);
    if (first) this.pan.begin(place);
    else if (place && key !== this.shown) this.pan.reveal(place);
    this.shown = key;
  }
}

function arrows() {
  const head = (id) => s("marker", { id, viewBox: "0 0 10 10", refX: 9, refY: 5, markerWidth: 7, markerHeight: 7, orient: "auto-start-reverse" }, s("path", { d: "M0 0L10 5L0 10z" }));
  return s("defs", {}, head("arrow"), head("arrow-dead"), s("clipPath", { id: "inside" }, s("rect", { width: WIDTH - 16, height: HEIGHT })));
}

export function layout({ nodes, edges }) {
  const graph = new dagre.Graph({ multigraph: true });
  graph.setGraph({ nodesep: 24, ranksep: 38, edgesep: 12, marginx: 16, marginy: 16, ranker: nodes.length > 120 ? "longest-path" : "network-simplex" });
  graph.setDefaultEdgeLabel(() => ({}));
  nodes.forEach((node) => graph.setNode(node.key, { width: WIDTH, height: HEIGHT }));
  edges.forEach((edge, at) => graph.setEdge(edge.from, edge.to, edge.label ? { width: 130, height: 16, labelpos: "c" } : { minlen: 1 }, String(at)));
  dagre.layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  return {
    width, height,
    nodes: nodes.map((node) => { const { x, y } = graph.node(node.key); return { x, y }; }),
    edges: edges.map((edge, at) => { const { points, x, y } = graph.edge(edge.from, edge.to, String(at)); return { points, x, y }; }),
  };
}

// The places of a shape, with what the document says now.
function placed({ nodes, edges }, laid) {
  const join = (things, places) => things.map((one, at) => ({ ...one, ...places[at] }));
  return { ...laid, nodes: join(nodes, laid.nodes), edges: join(edges, laid.edges) };
}

// A soft line through the points.
function path(points) {
  const [first, ...rest] = points;
  const at = ({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`;
  const middle = (one, other) => ({ x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 });
  const curves = rest.slice(0, -1).map((one, index) => `Q${at(one)} ${at(index === rest.length - 2 ? rest.at(-1) : middle(one, rest[index + 1]))}`);
  return rest.length < 2 ? `M${at(first)}L${at(rest[0])}` : `M${at(first)}${curves.join("")}`;
}

function drawEdge(edge, isDead) {
  const label = edge.label && s("g", { class: "edge-label", transform: `translate(${edge.x} ${edge.y})` },
    s("title", {}, edge.label), s("rect", { x: -65, y: -9, width: 130, height: 18, rx: 9 }), s("text", { "text-anchor": "middle", y: 4 }, cut(edge.label, 22)));
  return s("g", { class: `edge ${isDead ? "is-dead" : ""} ${edge.branch < 0 ? "" : "is-branch"}` },
    isDead && s("title", {}, words.deadBranch), s("path", { d: path(edge.points), "marker-end": `url(#${isDead ? "arrow-dead" : "arrow"})` }), label || null);
}

function drawNode(node, isLost, isWrong) {
  const icon = words.sortIcons[node.sort] ?? "•";
  const title = [node.title, node.when && `${words.if} ${node.when}`, isLost && words.unreachable].filter(Boolean).join("\n");
  return s("g", { class: `node kind-${/^[a-z_]+$/.test(node.kind) ? node.kind : "other"} ${isLost ? "is-lost" : ""} ${isWrong ? "is-wrong" : ""} ${node.when ? "is-sometimes" : ""}`, "data-key": node.key, transform: `translate(${node.x - WIDTH / 2} ${node.y - HEIGHT / 2})` },
    s("title", {}, title),
    s("rect", { width: WIDTH, height: HEIGHT, rx: node.kind === "end" ? 22 : 8 }),
    s("text", { class: "node-icon", x: 12, y: 27 }, icon),
    s("text", { class: "node-title", "clip-path": "url(#inside)", x: 32, y: node.when ? 20 : 27 }, cut(node.title, LETTERS)),
    node.must ? s("text", { class: "node-must", x: WIDTH - 14, y: 16 }, "*") : null,
    node.when ? s("text", { class: "node-when", "clip-path": "url(#inside)", x: 32, y: 35 }, cut(`${words.if} ${node.when}`, LETTERS + 8)) : null);
}

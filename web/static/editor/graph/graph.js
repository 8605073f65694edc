// The graph of the script beside the list. For screen readers the list says the same.

import { byId } from "../../shared/dom.js";
import { guard, nothing, render, repeat, svg } from "../../shared/lit.js";
import { drawn } from "../../shared/parts/icon.js";
import { signOf } from "../document/step-icons.js";
import { words } from "../words.js";
import { HEIGHT, LABEL_WIDTH, WIDTH, layout, lineThrough, shapeOf } from "./layout.js";
import { graphOf } from "./model.js";
import { PanZoom } from "./pan-zoom.js";

/** @import {Finding, ScriptDocument} from "../types.js" */
/** @import {Layout, Point} from "./layout.js" */
/** @import {Edge, Node} from "./model.js" */

const LETTERS = 22;
const LATER = 120; // ms
const HEAD = "M0 0L10 5L0 10z";

/** @param {string} text @param {number} most */
const cut = (text, most) => ([...text].length > most ? `${[...text].slice(0, most - 1).join("")}…` : text);
/** @param {(string | false)[]} names */
const classes = (...names) => names.filter(Boolean).join(" ");

export class Graph {
  /** @param {(part: string) => void} onChoose */
  constructor(onChoose) {
    this.onChoose = onChoose;
    this.shape = "";
    this.chosen = "";
    /** @type {Layout} */
    this.laid = { width: 0, height: 0, nodes: [], edges: [] };
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.later = undefined;
    const place = byId("graph-svg");
    render(svg`
      <defs>
        ${["arrow", "arrow-dead"].map((id) => svg`
          <marker id=${id} viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d=${HEAD}></path></marker>`)}
        <clipPath id="inside"><rect width=${WIDTH - 16} height=${HEIGHT}></rect></clipPath>
      </defs>
      <g></g>`, place);
    this.view = place.lastElementChild;
    this.pan = new PanZoom(place, this.view);
  }

  /**
   * Another shape is laid out a moment later, so that typing and the list never wait for it.
   * @param {ScriptDocument} document
   * @param {string} chosen the part
   * @param {Finding[]} findings
   */
  render(document, chosen, findings) {
    const graph = graphOf(document);
    const shape = shapeOf(graph);
    const draw = () => {
      const isFirst = this.shape === "";
      if (shape !== this.shape) this.laid = layout(graph);
      this.shape = shape;
      this.draw(graph, chosen, findings, isFirst);
    };
    clearTimeout(this.later);
    if (shape === this.shape || this.shape === "") draw();
    else this.later = setTimeout(draw, LATER);
  }

  /** @param {ReturnType<typeof graphOf>} graph @param {string} chosen @param {Finding[]} findings @param {boolean} isFirst */
  draw({ nodes, edges }, chosen, findings, isFirst) {
    const { laid, pan } = this;
    const isDead = new Set(findings.filter((one) => one.code === "dead-branch" && one.path[0] === "next").map((one) => `${one.part}/${one.path[1]}`));
    const isLost = new Set(findings.filter((one) => one.code === "unreachable").map((one) => one.part));
    const isWrong = new Set(findings.filter((one) => one.severity === "error").map((one) => one.part));
    pan.size = laid;
    render(svg`
      ${repeat(edges, ({ from, branch }) => `${from} ${branch}`, (edge, at) => {
        const dead = isDead.has(`step:${edge.from}/${edge.branch}`);
        return guard([laid.edges[at], edge.label, dead], () => drawEdge(edge, laid.edges[at], dead));
      })}
      ${repeat(nodes, ({ key }) => key, (node, at) => {
        const part = `step:${node.key}`;
        const faults = classes(part === chosen && "is-chosen", isLost.has(part) && "is-lost", isWrong.has(part) && "is-wrong");
        return guard([laid.nodes[at], ...Object.values(node), faults], () =>
          drawNode(node, laid.nodes[at], faults, isLost.has(part), () => this.onChoose(part)));
      })}`, this.view);
    const place = laid.nodes[nodes.findIndex(({ key }) => `step:${key}` === chosen)];
    if (isFirst) pan.begin(place);
    else if (place && chosen !== this.chosen) pan.reveal(place);
    this.chosen = chosen;
  }
}

/** @param {Edge} edge @param {Point & {points: Point[]}} place @param {boolean} isDead */
const drawEdge = ({ branch, label }, { x, y, points }, isDead) => svg`
  <g class=${classes("edge", isDead && "is-dead", branch >= 0 && "is-branch")}>
    ${isDead ? svg`<title>${words.deadBranch}</title>` : nothing}
    <path d=${lineThrough(points)} marker-end="url(#${isDead ? "arrow-dead" : "arrow"})"></path>
    ${label ? svg`<g class="edge-label" transform="translate(${x} ${y})"><title>${label}</title>
      <rect x=${-LABEL_WIDTH / 2} y="-9" width=${LABEL_WIDTH} height="18" rx="9"></rect>
      <text text-anchor="middle" y="4">${cut(label, LETTERS)}</text></g>` : nothing}
  </g>`;

/** @param {Node} node @param {Point} place @param {string} faults @param {boolean} isLost @param {() => void} choose */
function drawNode({ key, title, step, when, must }, { x, y }, faults, isLost, choose) {
  const isEnd = step.kind === "end";
  const name = classes("node", isEnd && "is-end", faults, when !== "" && "is-sometimes");
  const hint = [title, when && `${words.if} ${when}`, isLost && words.neverReached].filter(Boolean).join("\n");
  return svg`<g class=${name} data-key=${key} transform="translate(${x - WIDTH / 2} ${y - HEIGHT / 2})" @click=${choose}>
    <title>${hint}</title>
    <rect width=${WIDTH} height=${HEIGHT} rx=${isEnd ? 22 : 8}></rect>
    <g class="node-icon" transform="translate(10 14) scale(0.67)">${drawn(signOf(step))}</g>
    <text class="node-title" clip-path="url(#inside)" x="32" y=${when ? 20 : 27}>${cut(title, LETTERS)}</text>
    ${must ? svg`<text class="node-must" x=${WIDTH - 14} y="16">*</text>` : nothing}
    ${when ? svg`<text class="node-when" clip-path="url(#inside)" x="32" y="35">${cut(`${words.if} ${when}`, LETTERS + 8)}</text>` : nothing}
  </g>`;
}

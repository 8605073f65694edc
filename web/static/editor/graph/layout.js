// Where each step and each way between steps lies. Only the shape of the script decides it.

import * as dagre from "@dagrejs/dagre";

/** @import {Edge, Node} from "./model.js" */
/** @typedef {{x: number, y: number}} Point */
/** @typedef {{width: number, height: number, nodes: Point[], edges: (Point & {points: Point[]})[]}} Layout */

export const WIDTH = 214;
export const HEIGHT = 44;
export const LABEL_WIDTH = 130;
const MANY = 120; // from here on the quick way of ranking

/** Two graphs of one shape are laid out alike. @param {{nodes: Node[], edges: Edge[]}} graph */
export const shapeOf = ({ nodes, edges }) =>
  JSON.stringify([nodes.map(({ key }) => key), edges.map(({ from, to, label }) => [from, to, label !== ""])]);

/** @param {{nodes: Node[], edges: Edge[]}} graph @returns {Layout} */
export function layout({ nodes, edges }) {
  const graph = new dagre.Graph({ multigraph: true });
  const ranker = nodes.length > MANY ? "longest-path" : "network-simplex";
  graph.setGraph({ nodesep: 24, ranksep: 38, edgesep: 12, marginx: 16, marginy: 16, ranker });
  nodes.forEach((node) => graph.setNode(node.key, { width: WIDTH, height: HEIGHT }));
  edges.forEach(({ from, to, label }, at) =>
    graph.setEdge(from, to, label ? { width: LABEL_WIDTH, height: 16, labelpos: "c" } : { minlen: 1 }, String(at)));
  dagre.layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  return {
    width,
    height,
    nodes: nodes.map(({ key }) => graph.node(key)),
    edges: edges.map(({ from, to }, at) => graph.edge(from, to, String(at))),
  };
}

/** A soft line through the points. @param {Point[]} points */
export function lineThrough([first, ...rest]) {
  /** @param {Point} point */
  const at = ({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`;
  const last = rest.length - 1;
  if (last < 1) return `M${at(first)}L${at(rest[0])}`;
  const curves = rest.slice(0, -1).map((one, index) => {
    const next = rest[index + 1];
    return `Q${at(one)} ${at(index === last - 1 ? next : { x: (one.x + next.x) / 2, y: (one.y + next.y) / 2 })}`;
  });
  return `M${at(first)}${curves.join("")}`;
}

// Which step can follow which, as the document says it; the linter says which ways are never taken.

import { tell, titleOf } from "../conditions/conditions.js";
import { isObject, listOf } from "../document/parts.js";

// { nodes: [{key, title, kind, sort, when}], edges: [{from, to, label, branch}] }
export function graphOf(document) {
  const steps = listOf(document, "step");
  const keys = new Set(steps.map((step) => step.key));
  const nodes = steps.map((step) => ({ key: step.key, title: titleOf(step), kind: step.kind, sort: step.type ?? step.kind, when: blank(step.when) ? "" : tell(step.when, document), must: Boolean(step.mandatory) }));
  const edges = steps.flatMap((step, at) => edgesOf(step, steps[at + 1], document)).filter((edge) => keys.has(edge.to));
  return { nodes, edges };
}

const blank = (text) => typeof text !== "string" || !text.trim();

function edgesOf(step, following, document) {
  if (step.kind === "end") return [];
  const branches = Array.isArray(step.next) ? step.next.filter(isObject) : [];
  const edges = branches.map((branch, at) => ({ from: step.key, to: branch.to, branch: at, label: blank(branch.when) ? "" : tell(branch.when, document, step.key) }));
  const open = !branches.some((branch) => branch.when === undefined);
  if (open && following) edges.push({ from: step.key, to: following.key, branch: -1, label: "" });
  return edges;
}

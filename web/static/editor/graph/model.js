// Which step can follow which, as the document says it; the linter says which ways are never taken.

import { inWords } from "../conditions/phrasing.js";
import { isObject, stepsOf } from "../document/parts.js";
import { titleOf } from "../document/titles.js";

/** @import {ScriptDocument, Step} from "../types.js" */
/** @typedef {{key: string, title: string, step: Step, when: string, must: boolean}} Node */
/** @typedef {{from: string, to: string, branch: number, label: string}} Edge `branch` is -1 where the next step follows */

/** @param {ScriptDocument} document @returns {{nodes: Node[], edges: Edge[]}} */
export function graphOf(document) {
  const steps = stepsOf(document);
  const keys = new Set(steps.map((step) => step.key));
  const nodes = steps.map((step) => ({
    key: step.key,
    title: titleOf(step),
    step,
    when: inWords(step.when, document),
    must: Boolean(step.mandatory),
  }));
  const edges = steps.flatMap((step, at) => edgesOf(step, steps[at + 1], document));
  return { nodes, edges: edges.filter((edge) => keys.has(edge.to)) };
}

/** @param {Step} step @param {Step | undefined} following @param {ScriptDocument} document @returns {Edge[]} */
function edgesOf(step, following, document) {
  if (step.kind === "end") return [];
  const branches = Array.isArray(step.next) ? step.next.filter(isObject) : [];
  const edges = branches.map(({ to, when }, branch) => ({ from: step.key, to, branch, label: inWords(when, document, step.key) }));
  const isOpen = !branches.some((branch) => branch.when === undefined);
  return isOpen && following ? [...edges, { from: step.key, to: following.key, branch: -1, label: "" }] : edges;
}

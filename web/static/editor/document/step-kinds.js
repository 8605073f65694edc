// What kinds of steps there are, and how one becomes another. A step that asks something is of the
// kind of its answer.

import { levels, words } from "../words.js";
import { onlyIn } from "./languages.js";

/** @import {Option, Step} from "../types.js" */

/** In groups, as they are chosen from. @type {Record<string, string[]>} */
export const KINDS = {
  chosen: ["yes_no", "choice", "choices", "severity"],
  typed: ["text", "long_text", "number", "date_time", "phone", "email", "person", "site", "asset", "list"],
  none: ["instruction", "article", "action", "end"],
};
const NO_ANSWER = new Set(KINDS.none);
const NO_NEED = new Set(["instruction", "article"]); // that cannot be mandatory

/** What belongs to some types of answers only. @type {Record<string, string[]>} */
const OWN = {
  options: ["choice", "choices", "yes_no", "person", "site", "asset"],
  unit: ["number"],
  minimum: ["number"],
  maximum: ["number"],
  whole: ["number"],
  pattern: ["asset", "text"],
  check_digit: ["asset"],
  only_listed: ["person", "site", "asset"],
  impacts: ["severity"],
  urgencies: ["severity"],
  matrix: ["severity"],
  moment: ["date_time"],
};

/** @param {Step} step */
export const kindOfStep = (step) => (NO_ANSWER.has(step.kind) ? step.kind : (step.type ?? ""));
/** @param {Step} step */
export const takesAnswer = (step) => step.kind === "question" || step.kind === "choice";
/** @param {Step} step */
export const canBeMandatory = (step) => !NO_NEED.has(step.kind);

/**
 * The step as another kind: what does not belong to it is left out, what it needs is begun.
 * @param {Step} step
 * @param {string} kind
 * @param {string[]} languages in which it is read
 */
export function asKind(step, kind, languages) {
  /** @type {Step & Record<string, any>} */
  const next = { ...step };
  if (NO_ANSWER.has(kind)) {
    next.kind = kind;
    delete next.type;
  } else {
    next.kind = KINDS.chosen.includes(kind) ? "choice" : "question";
    next.type = kind;
  }
  for (const [name, types] of Object.entries(OWN)) if (!types.includes(next.type ?? "")) delete next[name];
  if (kind === "end") ["next", "mandatory", "when"].forEach((name) => delete next[name]);
  if (NO_NEED.has(kind)) delete next.mandatory;
  return withDefaults(next, step.type, languages);
}

/** @param {string[]} languages @returns {Option[]} */
export const yesAndNo = (languages) => [
  { value: "yes", label: onlyIn(words.yesLabels, languages) }, { value: "no", label: onlyIn(words.noLabels, languages) },
];

/** @param {Step} step @param {string | undefined} before the type that it had @param {string[]} languages @returns {Step} */
function withDefaults(step, before, languages) {
  /** @param {string} value */
  const level = (value) => ({ value, label: onlyIn(levels[value], languages) });
  if (["choice", "choices"].includes(step.type ?? "") && !((step.options?.length ?? 0) > 1)) {
    return { ...step, options: [1, 2].map((number) => ({ value: `option_${number}`, label: {} })) };
  }
  if (step.type === "yes_no" && before !== "yes_no") return { ...step, options: yesAndNo(languages) };
  if (step.type === "severity" && !step.impacts) {
    return {
      ...step,
      impacts: ["high", "medium", "low"].map(level),
      urgencies: ["high", "low"].map(level),
      matrix: { high: { high: 1, low: 2 }, medium: { high: 2, low: 3 }, low: { high: 3, low: 4 } },
    };
  }
  return step;
}

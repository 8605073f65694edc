// What kinds of steps there are, and how one becomes another.

import { words } from "../../shared/dom.js";

// The types that are asked for, and what kind of step each makes.
export const TYPES = {
  chosen: ["yes_no", "choice", "choices", "severity"],
  typed: ["text", "long_text", "number", "date_time", "phone", "email", "person", "site", "asset", "list"],
  none: ["instruction", "article", "action", "end"],
};
const NO_ANSWER = new Set(TYPES.none);
const OWN = { // what belongs to some types only
  options: ["choice", "choices", "yes_no", "person", "site", "asset"], unit: ["number"], minimum: ["number"], maximum: ["number"], whole: ["number"],
  pattern: ["asset", "text"], check_digit: ["asset"], impacts: ["severity"], urgencies: ["severity"], matrix: ["severity"], moment: ["date_time"],
};

export const sortOf = (step) => (NO_ANSWER.has(step.kind) ? step.kind : (step.type ?? ""));
export const takesAnswer = (step) => step.kind === "question" || step.kind === "choice";

// The step as another sort: what does not belong to it is left out, what it needs is begun.
export function asSort(step, sort) {
  const made = { ...step };
  if (NO_ANSWER.has(sort)) {
    made.kind = sort;
    delete made.type;
  } else {
    made.kind = TYPES.chosen.includes(sort) ? "choice" : "question";
    made.type = sort;
  }
  for (const [name, types] of Object.entries(OWN)) if (!types.includes(made.type)) delete made[name];
  if (sort === "end") ["next", "mandatory", "when"].forEach((name) => delete made[name]);
  if (["instruction", "article"].includes(sort)) delete made.mandatory;
  return begun(made, step.type);
}

export const yesAndNo = () => [{ value: "yes", label: words.yesLabels }, { value: "no", label: words.noLabels }];
const blank = (count) => Array.from({ length: count }, (_, at) => ({ value: `option_${at + 1}`, label: {} }));

function begun(step, before) {
  if (["choice", "choices"].includes(step.type) && !(step.options?.length > 1)) return { ...step, options: blank(2) };
  if (step.type === "yes_no" && before !== "yes_no") return { ...step, options: yesAndNo() };
  if (step.type === "severity" && !step.impacts) {
    const levels = (names) => names.map((value) => ({ value, label: words.levels[value] }));
    const rows = [[1, 2], [2, 3], [3, 4]];
    const [impacts, urgencies] = [["high", "medium", "low"], ["high", "low"]];
    const matrix = Object.fromEntries(impacts.map((impact, at) => [impact, Object.fromEntries(urgencies.map((urgency, to) => [urgency, rows[at][to]]))]));
    return { ...step, impacts: levels(impacts), urgencies: levels(urgencies), matrix };
  }
  return step;
}

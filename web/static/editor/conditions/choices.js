// What can be compared in a condition, and with what.

import { stepsOf } from "../document/parts.js";
import { WEEKDAYS, inOrder, labelsOf, titleOf } from "../document/titles.js";
import { words } from "../words.js";

/** @import {Choice} from "../../shared/parts/picker.js" */
/** @import {Choices, ScriptDocument, Step} from "../types.js" */
/** @typedef {{signs: string[], values?: Choices, kind?: "number"}} Comparing without values they are typed */

const EQUAL = ["==", "!="];
const ONE_OF = ["in", "not in"];
const ORDER = ["<", "<=", ">", ">="];
const ANSWERED = ["answered", "not answered"];
const CONTAINS = ["contains", "not contains"];
/** @type {Choices} */
const PRIORITIES = [1, 2, 3, 4].map((one) => [one, String(one)]);
/** @type {Choices} */
const YES_NO = [[true, words.yes], [false, words.no]];

/** @type {Record<string, Comparing>} */
const FACTS = {
  caller_known: { signs: ["=="], values: YES_NO },
  open_tickets: { signs: [...EQUAL, ...ORDER], kind: "number" },
  hour: { signs: [...EQUAL, ...ORDER], kind: "number" },
  weekday: { signs: [...EQUAL, ...ONE_OF], values: inOrder(WEEKDAYS, words.weekdays) },
  language: { signs: EQUAL },
  line: { signs: [...EQUAL, ...ONE_OF] },
  caller: { signs: EQUAL },
};

/** @param {string} name @param {ScriptDocument} document @returns {Comparing} */
export function choicesFor(name, document) {
  const [head, part] = name.split(".");
  if (head === "facts") return FACTS[part] ?? { signs: EQUAL };
  const step = stepsOf(document).find((one) => one.key === head);
  if (!step) return { signs: [...EQUAL, ...ANSWERED] };
  return part ? ofPart(step, part) : ofStep(step);
}

/** @param {Step} step @param {string} part @returns {Comparing} */
function ofPart(step, part) {
  if (part === "priority") return { signs: [...EQUAL, ...ORDER], values: PRIORITIES, kind: "number" };
  if (part === "impact") return { signs: [...EQUAL, ...ONE_OF], values: labelsOf(step.impacts) };
  if (part === "urgency") return { signs: [...EQUAL, ...ONE_OF], values: labelsOf(step.urgencies) };
  return { signs: [...EQUAL, ...ORDER] };
}

/** @param {Step} step @returns {Comparing} */
function ofStep(step) {
  const values = labelsOf(step.options);
  switch (step.type) {
    case "yes_no": return { signs: [...EQUAL, ...ANSWERED], values: YES_NO };
    case "choice": return { signs: [...EQUAL, ...ONE_OF, ...ANSWERED], values };
    case "choices": return { signs: [...CONTAINS, ...ANSWERED], values };
    case "list": return { signs: [...CONTAINS, ...ANSWERED] };
    case "number": return { signs: [...EQUAL, ...ORDER, ...ANSWERED], kind: "number" };
    case undefined: case "": case "severity": case "date_time": return { signs: ANSWERED };
    default: return { signs: [...EQUAL, ...CONTAINS, ...ANSWERED], values: values.length ? values : undefined };
  }
}

/** @type {Record<string, string[]>} */
const PARTS = { severity: ["priority", "impact", "urgency"] };

/** Everything that can be looked at. @param {ScriptDocument} document @returns {Choice[]} */
export function namesFor(document) {
  const answers = stepsOf(document).filter((step) => step.kind !== "end").flatMap((step) => [
    { key: step.key, label: titleOf(step) },
    ...(PARTS[step.type ?? ""] ?? []).map((part) => ({ key: `${step.key}.${part}`, label: `${titleOf(step)} – ${words.parts[part]}` })),
  ]);
  const facts = Object.keys(FACTS).map((name) => ({ key: `facts.${name}`, label: words.factNames[name], detail: words.facts }));
  return [...answers, ...facts];
}

// Conditions as rows that people choose from: their text, what can be compared, and how they read.

import { words, quoted } from "../../shared/dom.js";
import { post } from "../api.js";
import { keyOf, listOf } from "../document/parts.js";

const known = new Map([["", { join: "and", rows: [] }]]); // text → rows, null where it is no list of rows
const problems = new Map();

export function learn(rows) {
  Object.entries(rows ?? {}).forEach(([text, told]) => known.set(text, told));
}

// undefined while it is not known yet
export const rowsOf = (text) => known.get(text ?? "");
export const problemOf = (text) => problems.get(text ?? "") ?? "";

// Asks the server how a text reads; true when something new was learnt.
export async function read(text) {
  if (known.has(text)) return false;
  const told = await post("/condition", { text });
  known.set(text, told.rows);
  problems.set(text, told.problem);
  return true;
}

const WITHOUT = new Set(["answered", "not answered", "is true", "is false"]);
const NUMBER = /^-?\d{1,15}(\.\d{1,9})?$/;
export const needsValue = (sign) => !WITHOUT.has(sign);
export const needsList = (sign) => sign === "in" || sign === "not in";

const scalar = (value) => (typeof value === "string" ? `"${value.replace(/\\/g, "\\\\").replace(/"/g, '\\"')}"` : String(value));

function isWhole(row) {
  if (!row.name || !row.sign) return false;
  if (!needsValue(row.sign)) return true;
  if (needsList(row.sign)) return Array.isArray(row.value) && row.value.length > 0;
  return typeof row.value === "number" ? NUMBER.test(String(row.value)) : row.value !== null && row.value !== undefined && row.value !== "";
}

function term({ name, sign, value }) {
  if (sign === "answered" || sign === "not answered") return `${sign}(${name})`;
  if (sign === "is true") return name;
  if (sign === "is false") return `not ${name}`;
  if (needsList(sign)) return `${sign === "in" ? "" : "not "}${name} in [${value.map(scalar).join(", ")}]`;
  if (sign === "not contains") return `not ${name} contains ${scalar(value)}`;
  return `${name} ${sign} ${scalar(value)}`;
}

// The condition that the rows say; rows that are not filled in yet say nothing.
export function textOf({ join, rows }) {
  const whole = rows.filter(isWhole);
  const text = whole.map(term).join(` ${join} `);
  if (!known.has(text)) known.set(text, { join, rows: whole });
  return text;
}

const EQUAL = ["==", "!="];
const ONE_OF = ["in", "not in"];
const ORDER = ["<", "<=", ">", ">="];
const KNOWN = ["answered", "not answered"];
const HOLDS = ["contains", "not contains"];
const priorities = [1, 2, 3, 4].map((one) => [one, String(one)]);
const yesNo = () => [[true, words.yes], [false, words.no]];
export const inOrder = (names, labels) => names.map((name) => [name, labels[name]]);
export const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const FACT_NAMES = ["caller_known", "open_tickets", "hour", "weekday", "language", "line", "caller"];
const weekdays = () => inOrder(WEEKDAYS, words.weekdays);

// What one may choose for a name: { signs, values: [[value, label]] or null for what is typed, kind }
export function choicesFor(name, document) {
  const [head, part] = name.split(".");
  if (head === "facts") return FACTS[part] ? FACTS[part]() : { signs: EQUAL, values: null, kind: "text" };
  const step = listOf(document, "step").find((one) => one.key === head);
  if (!step) return { signs: [...EQUAL, ...KNOWN], values: null, kind: "text" };
  return part ? ofPart(step, part) : ofStep(step);
}

const FACTS = {
  line: () => ({ signs: [...EQUAL, ...ONE_OF], values: null, kind: "text" }),
  language: () => ({ signs: EQUAL, values: null, kind: "text" }),
  hour: () => ({ signs: [...EQUAL, ...ORDER], values: null, kind: "number" }),
  weekday: () => ({ signs: [...EQUAL, ...ONE_OF], values: weekdays(), kind: "text" }),
  caller_known: () => ({ signs: ["=="], values: yesNo(), kind: "text" }),
  open_tickets: () => ({ signs: [...EQUAL, ...ORDER], values: null, kind: "number" }),
  caller: () => ({ signs: EQUAL, values: null, kind: "text" }),
};

export const labelled = (options) => (Array.isArray(options) ? options : []).map((option) => [option.value, saying(option.label) || option.value]);
export const saying = (all) => (typeof all === "object" && all !== null ? all[words.language] || all.en || all.fr || Object.values(all).find(Boolean) || "" : "");

function ofPart(step, part) {
  if (part === "priority") return { signs: [...EQUAL, ...ORDER], values: priorities, kind: "number" };
  if (part === "impact" || part === "urgency") return { signs: [...EQUAL, ...ONE_OF], values: labelled(part === "impact" ? step.impacts : step.urgencies), kind: "text" };
  return { signs: [...EQUAL, ...ORDER], values: null, kind: "text" };
}

function ofStep(step) {
  const values = labelled(step.options);
  if (step.type === "yes_no") return { signs: [...EQUAL, ...KNOWN], values: yesNo(), kind: "text" };
  if (step.type === "choice") return { signs: [...EQUAL, ...ONE_OF, ...KNOWN], values, kind: "text" };
  if (step.type === "choices") return { signs: [...HOLDS, ...KNOWN], values, kind: "text" };
  if (step.type === "list") return { signs: [...HOLDS, ...KNOWN], values: null, kind: "text" };
  if (step.type === "number") return { signs: [...EQUAL, ...ORDER, ...KNOWN], values: null, kind: "number" };
  if (!step.type || ["severity", "date_time"].includes(step.type)) return { signs: KNOWN, values: null, kind: "text" };
  return { signs: [...EQUAL, ...HOLDS, ...KNOWN], values: values.length ? values : null, kind: "text", free: true };
}

const PARTS = { severity: ["priority", "impact", "urgency"], date_time: [] };

// Everything that can be looked at, as groups for a select.
export function namesFor(document) {
  const steps = listOf(document, "step").filter((step) => step.kind !== "end");
  const answers = steps.flatMap((step) => [
    [step.key, titleOf(step)],
    ...(PARTS[step.type] ?? []).map((part) => [`${step.key}.${part}`, `${titleOf(step)} – ${words.parts[part]}`]),
  ]);
  return [[words.answers, answers], [words.facts, FACT_NAMES.map((name) => [`facts.${name}`, words.factNames[name]])]];
}

export const titleOf = (one) => saying(one.title ?? one.text) || one.key || "";

function nameTold(name, document) {
  const [head, part] = name.split(".");
  if (head === "facts") return words.factNames[part] ?? name;
  const step = listOf(document, "step").find((one) => one.key === head);
  const title = step ? titleOf(step) : head;
  return part ? `${title} (${words.parts[part] ?? part})` : title;
}

function valueTold(value, choices) {
  const one = (item) => choices.values?.find(([of]) => of === item)?.[1] ?? (typeof item === "boolean" ? (item ? words.yes : words.no) : String(item));
  return Array.isArray(value) ? value.map(one).join(", ") : one(value);
}

// A condition in words, for lists and for the graph; the text itself where it is no list of rows.
// Of the step `own`, beside which it stands, the title is left out.
export function tell(text, document, own = "") {
  const rows = rowsOf(text.trim());
  if (!rows) return text;
  const told = rows.rows.map(({ name, sign, value }) => {
    const title = name === own ? "" : nameTold(name, document);
    const compared = needsValue(sign) ? valueTold(value, choicesFor(name, document)) : "";
    return `${title} ${words.signs[sign]} ${compared}`.trim();
  });
  return told.join(rows.join === "and" ? ` ${words.and} ` : ` ${words.or} `);
}

export const nameOfPart = (part, value) => quoted(titleOf(value ?? {}) || words.settings[keyOf(part)] || keyOf(part));

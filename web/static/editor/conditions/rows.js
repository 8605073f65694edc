// Conditions as rows that people choose from, and as the text that the script has.

import { post } from "../api.js";

/** @import {ConditionRow, ConditionRows} from "../types.js" */

/** Rows by text; null where the text is no list of rows. @type {Map<string, ConditionRows | null>} */
const known = new Map([["", { join: "and", rows: [] }]]);
/** @type {Map<string, string>} */
const problems = new Map();
/** @type {Set<string>} */
const asked = new Set();

/** @param {Record<string, ConditionRows | null> | undefined} rows */
export function remember(rows) {
  Object.entries(rows ?? {}).forEach(([text, one]) => known.set(text, one));
}

/** undefined while it is not known yet @param {string} text */
export const rowsOf = (text) => known.get(text);
/** @param {string} text */
export const problemOf = (text) => problems.get(text) ?? "";

/**
 * Asks the server how a text reads; true when something new was learnt.
 * @param {string} text
 */
export async function askServer(text) {
  if (known.has(text) || asked.has(text)) return false;
  asked.add(text);
  try {
    const { rows, problem } = await post("/condition", { text });
    known.set(text, rows);
    problems.set(text, problem);
    return true;
  } catch {
    return false; // asked again with the next drawing
  } finally {
    asked.delete(text);
  }
}

const WITHOUT = new Set(["answered", "not answered", "is true", "is false"]);
const NUMBER = /^-?\d{1,15}(\.\d{1,9})?$/;
/** @param {string} sign */
export const needsValue = (sign) => !WITHOUT.has(sign);
/** @param {string} sign */
export const needsList = (sign) => sign === "in" || sign === "not in";

/** @param {any} value */
const scalar = (value) =>
  typeof value === "string" ? `"${value.replace(/\\/g, "\\\\").replace(/"/g, '\\"')}"` : typeof value === "number" ? digits(value) : String(value);

/** All digits of a small number: JavaScript writes 1e-7 for 0.0000001. @param {number} value */
const digits = (value) => (String(value).includes("e-") ? value.toFixed(9).replace(/0+$/, "") : String(value));

/** @param {ConditionRow} row */
function isWhole({ name, sign, value }) {
  if (!name || !sign) return false;
  if (!needsValue(sign)) return true;
  if (needsList(sign)) return Array.isArray(value) && value.length > 0;
  if (typeof value === "number") return NUMBER.test(digits(value));
  return value !== null && value !== undefined && value !== "";
}

/** @param {ConditionRow} row */
function term({ name, sign, value }) {
  if (sign === "answered" || sign === "not answered") return `${sign}(${name})`;
  if (sign === "is true") return name;
  if (sign === "is false") return `not ${name}`;
  if (needsList(sign)) return `${sign === "in" ? "" : "not "}${name} in [${value.map(scalar).join(", ")}]`;
  if (sign === "not contains") return `not ${name} contains ${scalar(value)}`;
  return `${name} ${sign} ${scalar(value)}`;
}

/**
 * The condition that the rows say; rows that are not filled in yet say nothing.
 * @param {ConditionRows} rows
 */
export function textOf({ join, rows }) {
  const whole = rows.filter(isWhole);
  const text = whole.map(term).join(` ${join} `);
  if (!known.has(text)) known.set(text, { join, rows: whole });
  return text;
}

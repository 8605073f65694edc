// The document of a script as parts: their names, lists and values. Everything in this room is pure;
// documents are plain data that need not be valid yet.

import { fold } from "../../shared/folding.js";

/** @import {Item, Path, ScriptDocument, Step} from "../types.js" */

/** @type {Record<string, "steps" | "instructions" | "articles">} */
export const LISTS = { step: "steps", instruction: "instructions", article: "articles" };

/** @param {string} part */
export const kindOf = (part) => part.split(":", 1)[0];
/** @param {string} part */
export const keyOf = (part) => part.slice(part.indexOf(":") + 1);
/** @param {string} kind @param {string} key */
export const partOf = (kind, key) => `${kind}:${key}`;

/** @param {ScriptDocument} document @param {string} kind @returns {Item[]} */
export function listOf(document, kind) {
  const list = document[LISTS[kind]];
  return Array.isArray(list) ? list : [];
}

/** @param {ScriptDocument} document */
export const stepsOf = (document) => /** @type {Step[]} */ (listOf(document, "step"));

/** @param {any} value @returns {value is Record<string, any>} */
export const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** @param {ScriptDocument} document @param {string} part @returns {any} null where it is not there */
export function valueOf(document, part) {
  if (kindOf(part) === "settings") return document[/** @type {keyof ScriptDocument} */ (keyOf(part))] ?? null;
  return listOf(document, kindOf(part)).find((one) => one.key === keyOf(part)) ?? null;
}

/**
 * The part that stands before this one in its list, "" for the first.
 * @param {ScriptDocument} document
 * @param {string} part
 */
export function before(document, part) {
  const list = listOf(document, kindOf(part));
  const at = list.findIndex((one) => one.key === keyOf(part));
  return at > 0 ? partOf(kindOf(part), list[at - 1].key) : "";
}

/** @param {any} value @param {Path} path */
export const getIn = (value, path) => path.reduce((inside, name) => inside?.[name], value);

// What a part must have even when it is still blank.
const KEPT = new Set(["title", "label", "text", "body", "words", "ask", "to", "value"]);
/** @param {any} value */
export const isBlank = (value) =>
  value === undefined || value === "" || (typeof value === "object" && value !== null && !Object.keys(value).length);

/** @param {any} value @param {Path} path @param {any} inner @returns {any} */
export function setIn(value, path, inner) {
  const [name, ...rest] = path;
  if (name === undefined) return inner;
  const copy = Array.isArray(value) ? [...value] : { ...value };
  const next = setIn(copy[name] ?? (typeof rest[0] === "number" ? [] : {}), rest, inner);
  if (!Array.isArray(copy) && isBlank(next) && !(KEPT.has(String(name)) && isObject(next))) delete copy[name];
  else copy[name] = next;
  return copy;
}

/** @param {string} text */
export function slug(text) {
  return fold(text).replace(/[^a-z0-9]+/g, "_").replace(/^[^a-z]+/, "").slice(0, 40).replace(/_+$/, "");
}

const RESERVED = new Set(["facts", "and", "or", "not", "in", "contains", "true", "false", "answered"]);

/**
 * A key that nothing in the list has yet.
 * @param {string} wanted
 * @param {Iterable<string>} taken
 */
export function freeKey(wanted, taken) {
  const used = new Set(taken);
  const base = wanted && !RESERVED.has(wanted) ? wanted : `${wanted || "x"}_1`;
  for (let number = 1; ; number += 1) {
    const tail = number === 1 ? "" : `_${number}`;
    const key = base.slice(0, 40 - tail.length) + tail;
    if (!used.has(key)) return key;
  }
}

// The document of a script as parts: what an edit does to it, and how two people's edits meet.
// Everything here is pure; documents are plain data that need not be valid yet.

import { fold } from "../../shared/folding.js";

/** @import {Edit, Item, Path, ScriptDocument, Step} from "../types.js" */

/** @type {Record<string, "steps" | "instructions" | "articles">} */
const LISTS = { step: "steps", instruction: "instructions", article: "articles" };

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

/** @param {any} one @param {any} other @returns {boolean} */
export function same(one, other) {
  if (one === other) return true;
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, at) => same(item, other[at]));
  }
  if (!isObject(one) || !isObject(other)) return false;
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => name in other && same(one[name], other[name]));
}

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

/**
 * Behind the part that is named; before the end where that is gone.
 * @param {Item[]} list
 * @param {Item} value
 * @param {string} after
 */
function placed(list, value, after) {
  const last = list.at(-1)?.kind === "end" ? list.length - 1 : list.length;
  const at = after === "" ? 0 : list.findIndex((one) => one.key === keyOf(after)) + 1 || last;
  return [...list.slice(0, at), value, ...list.slice(at)];
}

/** @param {ScriptDocument} document @param {Edit} edit @returns {ScriptDocument} */
export function apply(document, edit) {
  const kind = kindOf(edit.part);
  const key = keyOf(edit.part);
  if (kind === "settings") return { ...document, [key]: edit.value };
  if (edit.action === "rename") return renamed(document, kind, key, edit.to ?? "");
  return { ...document, [LISTS[kind]]: listed(listOf(document, kind), key, edit) };
}

/** @param {Item[]} list @param {string} key @param {Edit} edit */
function listed(list, key, edit) {
  const others = list.filter((one) => one.key !== key);
  const old = list.find((one) => one.key === key);
  if (edit.action === "set") return list.map((one) => (one.key === key ? edit.value : one));
  if (edit.action === "add") return placed(others, edit.value, edit.after ?? "");
  if (edit.action === "remove") return others;
  return old ? placed(others, old, edit.after ?? "") : list;
}

// A new name, and every place that says the old one (the server does the same, and has the last word).

const TOKEN = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*/g;

/** @param {any} text @param {string} old @param {string} to */
function inCondition(text, old, to) {
  if (typeof text !== "string") return text;
  return text.replace(TOKEN, (token) =>
    token === old || token.startsWith(`${old}.`) ? to + token.slice(old.length) : token);
}

/** @param {ScriptDocument} document @param {string} kind @param {string} old @param {string} to */
function renamed(document, kind, old, to) {
  /** @param {Item} one */
  const change = (one) => (one.key === old ? { ...one, key: to } : one);
  const next = { ...document, [LISTS[kind]]: listOf(document, kind).map(change) };
  if (kind === "article") next.steps = stepsOf(next).map((step) => withArticle(step, old, to));
  return kind === "step" ? withStep(next, old, to) : next;
}

/** @param {Step} step @param {string} old @param {string} to */
function withArticle(step, old, to) {
  if (!Array.isArray(step.articles)) return step;
  return { ...step, articles: step.articles.map((key) => (key === old ? to : key)) };
}

/** @param {ScriptDocument} document @param {string} old @param {string} to @returns {ScriptDocument} */
function withStep(document, old, to) {
  /** @template {{when?: string}} T @param {T} one @returns {T} */
  const when = (one) => (one.when === undefined ? one : { ...one, when: inCondition(one.when, old, to) });
  /** @param {Step} one */
  const step = (one) => {
    const made = { ...when(one) };
    if ("mandatory" in made) made.mandatory = inCondition(made.mandatory, old, to);
    if (Array.isArray(made.next)) {
      made.next = made.next.map((branch) => ({ ...when(branch), to: branch.to === old ? to : branch.to }));
    }
    return made;
  };
  const { outcome } = document;
  return {
    ...document,
    steps: stepsOf(document).map(step),
    instructions: listOf(document, "instruction").map(when),
    outcome: isObject(outcome) ? inOutcome(outcome, when, old, to) : outcome,
  };
}

/** @param {Record<string, any>} outcome @param {(rule: any) => any} when @param {string} old @param {string} to */
function inOutcome(outcome, when, old, to) {
  /** @param {any} list */
  const rules = (list) =>
    Array.isArray(list) ? list.map((rule) => ({ ...when(rule), ...(rule.from === old ? { from: to } : {}) })) : list;
  /** @param {any} text */
  const filled = (text) => String(text).replaceAll(`{${old}}`, `{${to}}`);
  /** @param {any} all */
  const texts = (all) =>
    isObject(all) ? Object.fromEntries(Object.entries(all).map(([language, text]) => [language, filled(text)])) : all;
  const made = { ...outcome };
  ["title", "summary"].filter((name) => name in made).forEach((name) => (made[name] = texts(made[name])));
  ["priority", "team", "deadline"].filter((name) => name in made).forEach((name) => (made[name] = rules(made[name])));
  return made;
}

/**
 * Two people's changes of one part, field by field. `contested` are the paths that both changed to
 * different things; there the value is mine, or theirs where `prefer` says so.
 * @param {any} was
 * @param {any} mine
 * @param {any} theirs
 * @param {"mine" | "theirs"} [prefer]
 */
export function merge(was, mine, theirs, prefer = "mine") {
  /** @type {Path[]} */
  const contested = [];
  return { value: merged(was, mine, theirs, prefer, [], contested), contested };
}

/**
 * @param {any} was
 * @param {any} mine
 * @param {any} theirs
 * @param {"mine" | "theirs"} prefer
 * @param {Path} path
 * @param {Path[]} contested
 * @returns {any}
 */
function merged(was, mine, theirs, prefer, path, contested) {
  if (same(mine, theirs) || same(mine, was)) return theirs;
  if (same(theirs, was)) return mine;
  if (!isObject(mine) || !isObject(theirs)) {
    contested.push(path);
    return prefer === "mine" ? mine : theirs;
  }
  const names = new Set([...Object.keys(theirs), ...Object.keys(mine)]);
  /** @type {Record<string, any>} */
  const made = {};
  for (const name of names) {
    const value = merged(was?.[name], mine[name], theirs[name], prefer, [...path, name], contested);
    if (value !== undefined) made[name] = value;
  }
  return made;
}

/** @param {any} value @param {Path} path */
export const getIn = (value, path) => path.reduce((inside, name) => inside?.[name], value);

// What a part must have even when it is still blank.
const KEPT = new Set(["title", "label", "text", "body", "words", "ask", "to", "value"]);
/** @param {any} value */
const isBlank = (value) =>
  value === undefined || value === "" || (typeof value === "object" && value !== null && !Object.keys(value).length);

/** @param {any} value @param {Path} path @param {any} inner @returns {any} */
export function setIn(value, path, inner) {
  const [name, ...rest] = path;
  if (name === undefined) return inner;
  const made = Array.isArray(value) ? [...value] : { ...value };
  const next = setIn(made[name] ?? (typeof rest[0] === "number" ? [] : {}), rest, inner);
  if (!Array.isArray(made) && isBlank(next) && !(KEPT.has(String(name)) && isObject(next))) delete made[name];
  else made[name] = next;
  return made;
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

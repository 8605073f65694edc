// What an edit does to the document. The server does the same, and has the last word.

import { LISTS, isObject, keyOf, kindOf, listOf, stepsOf } from "./parts.js";

/** @import {Edit, Item, ScriptDocument, Step} from "../types.js" */

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

// A new name, and every place that has the old one.

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
    const copy = { ...when(one) };
    if ("mandatory" in copy) copy.mandatory = inCondition(copy.mandatory, old, to);
    if (Array.isArray(copy.next)) {
      copy.next = copy.next.map((branch) => ({ ...when(branch), to: branch.to === old ? to : branch.to }));
    }
    return copy;
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
  const filled = (text) => String(text).replace(/\{\{|\}\}|\{([^{}]*)\}/g, (token, name) =>
    (name?.trim().toLowerCase() === old ? `{${to}}` : token));
  /** @param {any} all */
  const texts = (all) =>
    isObject(all) ? Object.fromEntries(Object.entries(all).map(([language, text]) => [language, filled(text)])) : all;
  const copy = { ...outcome };
  ["title", "summary"].filter((name) => name in copy).forEach((name) => (copy[name] = texts(copy[name])));
  ["priority", "team", "deadline"].filter((name) => name in copy).forEach((name) => (copy[name] = rules(copy[name])));
  return copy;
}

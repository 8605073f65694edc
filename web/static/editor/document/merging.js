// Two people's changes of one part, field by field.

import { isObject } from "./parts.js";

/** @import {Path} from "../types.js" */
/** @typedef {(path: Path) => "mine" | "theirs"} Choose */

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

/**
 * `contested` are the paths that both changed to different things; there `choose` says which one stands.
 * @param {any} was
 * @param {any} mine
 * @param {any} theirs
 * @param {Choose} [choose]
 */
export function merge(was, mine, theirs, choose = () => "mine") {
  /** @type {Path[]} */
  const contested = [];
  return { value: merged(was, mine, theirs, choose, [], contested), contested };
}

/**
 * @param {any} was
 * @param {any} mine
 * @param {any} theirs
 * @param {Choose} choose
 * @param {Path} path
 * @param {Path[]} contested
 * @returns {any}
 */
function merged(was, mine, theirs, choose, path, contested) {
  if (same(mine, theirs) || same(mine, was)) return theirs;
  if (same(theirs, was)) return mine;
  if (!isObject(mine) || !isObject(theirs)) {
    contested.push(path);
    return choose(path) === "mine" ? mine : theirs;
  }
  const names = new Set([...Object.keys(theirs), ...Object.keys(mine)]);
  /** @type {Record<string, any>} */
  const all = {};
  for (const name of names) {
    const value = merged(was?.[name], mine[name], theirs[name], choose, [...path, name], contested);
    if (value !== undefined) all[name] = value;
  }
  return all;
}

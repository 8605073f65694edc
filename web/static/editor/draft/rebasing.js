// Edits that are not sent yet, brought over to a document that others have changed meanwhile.

import { apply, freeKey, isObject, keyOf, kindOf, listOf, merge, partOf, same, valueOf } from "../document/parts.js";

/** @import {Change, Meeting, ScriptDocument, WaitingEdit} from "../types.js" */
/** @typedef {(part: string, renamed: string) => void} OnRename a part has another name */

/**
 * The edits that fit, and those that a person must decide.
 * @param {WaitingEdit[]} waiting
 * @param {ScriptDocument} document
 * @param {Change[]} changes
 * @param {OnRename} onRename
 */
export function bringOver(waiting, document, changes, onRename) {
  /** @type {{queue: WaitingEdit[], met: Meeting[]}} */
  const brought = { queue: [], met: [] };
  let view = document;
  for (const edit of followed(waiting, changes, onRename)) {
    const { fitted, meeting } = fit(edit, view, onRename);
    if (meeting) brought.met.push(meeting);
    if (!fitted) continue;
    brought.queue.push(fitted);
    view = apply(view, fitted);
  }
  return brought;
}

/**
 * What somebody else has given another name is written under that.
 * @param {WaitingEdit[]} edits
 * @param {Change[]} changes
 * @param {OnRename} onRename
 */
function followed(edits, changes, onRename) {
  const renames = changes.filter((change) => change.action === "rename" && !change.mine);
  renames.forEach(({ part, to }) => onRename(part, partOf(kindOf(part), to)));
  return edits.map((edit) => renames.reduce(follow, edit));
}

/** @param {WaitingEdit} edit @param {Change} change @returns {WaitingEdit} */
function follow(edit, { part, to }) {
  if (edit.part !== part) return edit;
  /** @param {any} value */
  const named = (value) => (isObject(value) ? { ...value, key: to } : value);
  const made = { ...edit, part: partOf(kindOf(part), to), was: named(edit.was) };
  return edit.value === undefined ? made : { ...made, value: named(edit.value) };
}

/**
 * @param {WaitingEdit} edit
 * @param {ScriptDocument} view
 * @param {OnRename} onRename
 * @returns {{fitted?: WaitingEdit, meeting?: Meeting}} neither where nothing is left to do
 */
function fit(edit, view, onRename) {
  const theirs = valueOf(view, edit.part);
  if (edit.action === "add") return { fitted: fitAdded(edit, view, theirs, onRename) };
  if (edit.action === "move" || edit.action === "rename") return theirs === null ? {} : { fitted: { ...edit, was: theirs } };
  const mine = edit.action === "remove" ? null : edit.value;
  if (kindOf(edit.part) !== "settings" && same(theirs, mine)) return {};
  if (same(theirs, edit.was)) return { fitted: edit };
  const { value, contested } = merge(edit.was, mine, theirs);
  if (isObject(mine) && isObject(theirs) && !contested.length) return { fitted: { ...edit, value, was: theirs } };
  return { meeting: { part: edit.part, was: edit.was, mine, theirs } };
}

/**
 * @param {WaitingEdit} edit
 * @param {ScriptDocument} view
 * @param {any} theirs
 * @param {OnRename} onRename
 */
function fitAdded(edit, view, theirs, onRename) {
  if (theirs === null) return edit;
  const kind = kindOf(edit.part);
  const key = freeKey(keyOf(edit.part), listOf(view, kind).map((one) => one.key)); // taken meanwhile
  onRename(edit.part, partOf(kind, key));
  return { ...edit, part: partOf(kind, key), value: { ...edit.value, key } };
}

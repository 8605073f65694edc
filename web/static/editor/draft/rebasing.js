// Edits that are not sent yet, rebased onto a document that others have changed meanwhile.

import { apply } from "../document/edits.js";
import { merge, same } from "../document/merging.js";
import { freeKey, isObject, keyOf, kindOf, listOf, partOf, valueOf } from "../document/parts.js";

/** @import {Change, Collision, ScriptDocument, WaitingEdit} from "../types.js" */
/** @typedef {(part: string, renamed: string) => void} OnRename a part has another name */

/**
 * The edits that fit, and those that a person must decide.
 * @param {WaitingEdit[]} waiting
 * @param {ScriptDocument} document
 * @param {Change[]} changes
 * @param {OnRename} onRename
 */
export function rebaseEdits(waiting, document, changes, onRename) {
  /** @type {{queue: WaitingEdit[], collisions: Collision[]}} */
  const rebased = { queue: [], collisions: [] };
  let view = document;
  for (const edit of underNewNames(waiting, changes, onRename)) {
    const { rebasedEdit, collision } = rebaseOne(edit, view, onRename);
    if (collision) rebased.collisions.push(collision);
    if (!rebasedEdit) continue;
    rebased.queue.push(rebasedEdit);
    view = apply(view, rebasedEdit);
  }
  return rebased;
}

/**
 * What somebody else has given another name is written under that.
 * @param {WaitingEdit[]} edits
 * @param {Change[]} changes
 * @param {OnRename} onRename
 */
function underNewNames(edits, changes, onRename) {
  const renames = changes.filter((change) => change.action === "rename" && !change.mine);
  renames.forEach(({ part, to }) => onRename(part, partOf(kindOf(part), to)));
  return edits.map((edit) => renames.reduce(underNewName, edit));
}

/** @param {WaitingEdit} edit @param {Change} change @returns {WaitingEdit} */
function underNewName(edit, { part, to }) {
  if (edit.part !== part) return edit;
  /** @param {any} value */
  const named = (value) => (isObject(value) ? { ...value, key: to } : value);
  const renamed = { ...edit, part: partOf(kindOf(part), to), was: named(edit.was) };
  return edit.value === undefined ? renamed : { ...renamed, value: named(edit.value) };
}

/**
 * @param {WaitingEdit} edit
 * @param {ScriptDocument} view
 * @param {OnRename} onRename
 * @returns {{rebasedEdit?: WaitingEdit, collision?: Collision}} neither where nothing is left to do
 */
function rebaseOne(edit, view, onRename) {
  const theirs = valueOf(view, edit.part);
  if (edit.action === "add") return { rebasedEdit: rebaseAdded(edit, view, theirs, onRename) };
  if (edit.action === "move" || edit.action === "rename") return theirs === null ? {} : { rebasedEdit: { ...edit, was: theirs } };
  const mine = edit.action === "remove" ? null : edit.value;
  if (kindOf(edit.part) !== "settings" && same(theirs, mine)) return {};
  if (same(theirs, edit.was)) return { rebasedEdit: edit };
  const { value, contested } = merge(edit.was, mine, theirs);
  if (isObject(mine) && isObject(theirs) && !contested.length) return { rebasedEdit: { ...edit, value, was: theirs } };
  return { collision: { part: edit.part, was: edit.was, mine, theirs } };
}

/**
 * @param {WaitingEdit} edit
 * @param {ScriptDocument} view
 * @param {any} theirs
 * @param {OnRename} onRename
 */
function rebaseAdded(edit, view, theirs, onRename) {
  if (theirs === null) return edit;
  const kind = kindOf(edit.part);
  const key = freeKey(keyOf(edit.part), listOf(view, kind).map((one) => one.key)); // taken meanwhile
  onRename(edit.part, partOf(kind, key));
  return { ...edit, part: partOf(kind, key), value: { ...edit.value, key } };
}

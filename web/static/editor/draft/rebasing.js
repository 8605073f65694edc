// Edits that are not sent yet, brought over to a document that others have changed meanwhile.

import { apply, freeKey, isObject, keyOf, kindOf, listOf, merge, partOf, same, valueOf } from "../document/parts.js";

// { queue: the edits that fit, met: [{part, was, mine, theirs}] that a person must decide }.
// onRename(part, to): a part has another name.
export function bringOver(waiting, document, changes, onRename) {
  const queue = [];
  const met = [];
  let view = document;
  for (const edit of followed(waiting, changes, onRename)) {
    const { fitted, meeting } = fit(edit, view, onRename);
    if (meeting) met.push(meeting);
    if (!fitted) continue;
    queue.push(fitted);
    view = apply(view, fitted);
  }
  return { queue, met };
}

// What somebody else has given another name is written under that.
function followed(edits, changes, onRename) {
  const renames = changes.filter((change) => change.action === "rename" && !change.mine);
  renames.forEach(({ part, to }) => onRename(part, partOf(kindOf(part), to)));
  return edits.map((edit) => renames.reduce(follow, edit));
}

function follow(edit, { part, to }) {
  if (edit.part !== part) return edit;
  const named = (value) => (isObject(value) ? { ...value, key: to } : value);
  const made = { ...edit, part: partOf(kindOf(part), to), was: named(edit.was) };
  return edit.value === undefined ? made : { ...made, value: named(edit.value) };
}

function fit(edit, view, onRename) {
  const theirs = valueOf(view, edit.part);
  if (edit.action === "add") return { fitted: fitAdded(edit, view, theirs, onRename) };
  if (edit.action === "move" || edit.action === "rename") return { fitted: theirs === null ? null : { ...edit, was: theirs } };
  const mine = edit.action === "remove" ? null : edit.value;
  if (kindOf(edit.part) !== "settings" && same(theirs, mine)) return {};
  if (same(theirs, edit.was)) return { fitted: edit };
  const { value, contested } = merge(edit.was, mine, theirs);
  if (isObject(mine) && isObject(theirs) && !contested.length) return { fitted: { ...edit, value, was: theirs } };
  return { meeting: { part: edit.part, was: edit.was, mine, theirs } };
}

function fitAdded(edit, view, theirs, onRename) {
  const kind = kindOf(edit.part);
  if (theirs === null) return edit;
  const key = freeKey(keyOf(edit.part), listOf(view, kind).map((one) => one.key)); // taken meanwhile
  onRename(edit.part, partOf(kind, key));
  return { ...edit, part: partOf(kind, key), value: { ...edit.value, key } };
}

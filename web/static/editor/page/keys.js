// What the keyboard does in the editor. Keys of a text field stay the field's own.

import { byId, h, isTyping, words } from "../../shared/dom.js";

const isText = (target) => isTyping(target) && target.tagName !== "SELECT";

// acts: undo, redo, add, duplicate, save, finding(way), neighbour(way)
export function listenKeys(acts) {
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || byId("sheet").open || byId("submit-sheet").open) return;
    const work = chosen(event, acts);
    if (!work) return;
    event.preventDefault();
    work();
  });
}

function chosen(event, acts) {
  const control = event.ctrlKey || event.metaKey;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (control && key === "s") return acts.save;
  if (control && key === "Enter") return acts.add;
  if (control && key === "d" && !event.shiftKey) return acts.duplicate;
  if (event.key === "F8" && !control) return () => acts.finding(event.shiftKey ? -1 : 1);
  if (event.altKey && key === "PageDown") return () => acts.neighbour(1);
  if (event.altKey && key === "PageUp") return () => acts.neighbour(-1);
  if (isText(event.target)) return key === "Escape" && event.target.id === "search" ? acts.clearSearch : null;
  if (control && key === "z") return event.shiftKey ? acts.redo : acts.undo;
  if (control && key === "y") return acts.redo;
  if (control || event.altKey) return null;
  return { "/": () => byId("search").focus(), "?": showSheet }[event.key] ?? null;
}

export function showSheet() {
  const rows = words.keyList.flatMap(([keys, does]) => [h("dt", {}, keys.split(" ").map((key, at) => (key === "+" && at > 0 ? key : h("kbd", {}, key)))), h("dd", {}, does)]);
  byId("sheet-keys").replaceChildren(...rows);
  byId("sheet").showModal();
}

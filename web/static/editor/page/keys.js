// What the keyboard does in the editor. Keys of a text field stay the field's own.

import { byId, isTyping } from "../../shared/dom.js";

/** @typedef {"undo" | "redo" | "add" | "duplicate" | "save" | "clearSearch"} PlainAct */
/** @typedef {Record<PlainAct, () => void> & Record<"finding" | "neighbour", (way: -1 | 1) => void>} Acts */

/** @param {Acts} acts */
export function listenKeys(acts) {
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || document.querySelector("dialog[open]")) return;
    const work = chosen(event, acts);
    if (!work) return;
    event.preventDefault();
    work();
  });
}

/** @param {KeyboardEvent} event @param {Acts} acts @returns {(() => void) | null} */
function chosen(event, acts) {
  const target = /** @type {Element} */ (event.target);
  const control = (event.ctrlKey || event.metaKey) && !event.altKey; // Ctrl+Alt is AltGr, and types
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (control && key === "s") return acts.save;
  if (control && key === "Enter") return acts.add;
  if (control && key === "d" && !event.shiftKey) return acts.duplicate;
  if (event.key === "F8" && !control) return () => acts.finding(event.shiftKey ? -1 : 1);
  if (event.altKey && key === "PageDown") return () => acts.neighbour(1);
  if (event.altKey && key === "PageUp") return () => acts.neighbour(-1);
  const isPicker = target.matches(".picker[aria-expanded=false]"); // nothing is written in it
  if (isTyping(target) && target.tagName !== "SELECT" && !(control && isPicker)) return key === "Escape" && target.id === "search" ? acts.clearSearch : null;
  if (control && key === "z") return event.shiftKey ? acts.redo : acts.undo;
  if (control && key === "y") return acts.redo;
  if (control || event.altKey) return null;
  if (event.key === "/") return () => byId("search").focus();
  return event.key === "?" ? () => byId("sheet").showModal() : null;
}

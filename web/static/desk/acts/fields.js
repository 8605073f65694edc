// Into the search and the notes from wherever one is, and back again.

import { byId, isTyping } from "../../shared/dom.js";
import { notes } from "../call/notes.js";
import { panel } from "../script/panel.js";

/** @type {HTMLElement | null} where the person was */
let before = null;

/** @param {HTMLElement} field */
function comeFromElsewhere(field) {
  const now = /** @type {HTMLElement} */ (document.activeElement);
  if (now !== field) before = isTyping(now) || byId("step").contains(now) ? now : null;
}

export function startSearch() {
  const field = byId("article-search");
  comeFromElsewhere(field);
  field.focus();
  field.select();
}

export function stampNotes() {
  comeFromElsewhere(byId("notes"));
  notes.stamp();
}

/**
 * Out of the search or the notes to where one was, out of another field to nowhere.
 * @param {HTMLElement} field
 */
export function leaveField(field) {
  if (!["article-search", "notes"].includes(field.id)) {
    if (isTyping(field)) field.blur();
    return;
  }
  if (before?.isConnected && before !== field) before.focus();
  else panel.focus();
  before = null;
}

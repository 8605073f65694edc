// What the keyboard does on the desk. Keys of a field stay the field's own.

import { isDialogOpen } from "../parts/dialog.js";
import { byId, isTyping } from "../../shared/dom.js";

const ALWAYS = ["take", "holdOrResume", "hangUp", "mute"]; // also over an open dialog

// `acts` by the names of the shortcuts, each giving false where the key was not for it; and next,
// back, choose(number), close.
export function listenKeys(shortcuts, acts) {
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.defaultPrevented) return; // a syllable is being put together
    const name = shortcuts.nameOf(event, isTyping(event.target));
    if (isDialogOpen() && !ALWAYS.includes(name)) return;
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (name) {
      if (acts[name]() !== false) event.preventDefault();
    } else if (event.key === "Escape") acts.leave(event);
    else if (plain && event.key === "Enter" && event.target.id === "override") {
      event.preventDefault();
      acts.close();
    } else if (plain) scriptKeys(event, acts);
  });
}

function scriptKeys(event, acts) {
  if (event.target !== document.body && !byId("step").contains(event.target)) return;
  if (event.key === "Enter") {
    if (event.target.closest("button, a, summary") && event.target.id !== "next") return;
    event.preventDefault();
    if (event.shiftKey) acts.back();
    else acts.next();
  } else if (/^[1-9]$/.test(event.key) && !isTyping(event.target)) {
    event.preventDefault();
    acts.choose(Number(event.key));
  }
}

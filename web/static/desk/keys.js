// What the keyboard does on the desk. Keys of a field stay the field's own.

import { byId, isTyping } from "./dom.js";

// acts: take, hold, hangUp, next, back, choose(number), close
export function listenKeys(acts) {
  const functionKeys = { F2: acts.take, F4: acts.hold, F8: acts.hangUp };
  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // a syllable is being put together
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (plain && functionKeys[event.key]) {
      if (functionKeys[event.key]()) event.preventDefault();
    } else if (event.key === "Escape" && isTyping(event.target)) {
      event.target.blur();
    } else if (plain && event.key === "/" && !isTyping(event.target) && byId("article-search")) {
      event.preventDefault();
      byId("article-search").focus();
    } else if (plain && event.key === "Enter" && event.target.id === "override") {
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

// Plain keys on pages with a list, and on a ticket: none while somebody types.

import { isTyping } from "./dom.js";

/**
 * @param {KeyboardEvent} event
 * @returns {boolean} whether a plain key was pressed, and not into a field
 */
export const isShortcut = (event) =>
  !event.ctrlKey && !event.metaKey && !event.altKey && !event.defaultPrevented && !isTyping(event.target);

/** @param {NodeListOf<HTMLElement>} links through which j and k go */
export function listKeys(links) {
  const all = [...links];
  document.addEventListener("keydown", (event) => {
    const key = event.key.toLowerCase(); // Caps Lock may be on
    if (!isShortcut(event) || !["j", "k"].includes(key)) return;
    const at = all.findIndex((one) => one === document.activeElement) + (key === "j" ? 1 : -1);
    all[Math.min(all.length - 1, Math.max(0, at))].focus();
    event.preventDefault();
  });
}

/** @param {HTMLInputElement} field which / goes to */
export function searchKey(field) {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || !isShortcut(event)) return;
    field.focus();
    field.select();
    event.preventDefault();
  });
}

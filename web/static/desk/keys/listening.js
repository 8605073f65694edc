// What the keyboard does on the desk. Keys of a field stay the field's own.

import { byId, isTyping } from "../../shared/dom.js";
import { isDialogOpen } from "../../shared/parts/dialog.js";
import { playBy, waits } from "./ahead.js";
import { shortcuts } from "./shortcuts.js";

const ALWAYS = ["take", "holdOrResume", "hangUp", "mute"]; // also over an open dialog

/**
 * @typedef {object} Keys what plain keys do in the script
 * @property {() => unknown} next
 * @property {() => unknown} back
 * @property {(number: number) => unknown} choose
 */
/** @typedef {Keys & {close: () => void, leave: (target: HTMLElement) => void}} Script `leave` a field */

/**
 * @param {Record<string, () => unknown>} actions by the names of the shortcuts
 * @param {Script} script
 */
export function listenKeys(actions, script) {
  playBy((press) => playKey(press, script));
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.defaultPrevented) return; // a syllable is being put together
    const target = /** @type {HTMLElement} */ (event.target);
    const name = shortcuts.nameOf(event, isTyping(target));
    if (isDialogOpen() && !ALWAYS.includes(name ?? "")) return;
    const plain = isPlain(event);
    if (name) {
      event.preventDefault();
      actions[name]();
    } else if (event.key === "Escape") script.leave(target);
    else if (plain && event.key === "Enter" && target.id === "override") {
      event.preventDefault();
      script.close();
    } else if (plain && waits(event, target)) event.preventDefault();
    else if (plain && (target === document.body || byId("step").contains(target))) stepKey(event, target, script);
  });
}

/**
 * Windows takes AltGr, by which "@" is typed, for Ctrl and Alt together.
 * @param {KeyboardEvent} event
 */
export const isPlain = (event) => !event.metaKey && (event.getModifierState("AltGraph") || (!event.ctrlKey && !event.altKey));

/** @param {KeyboardEvent} event @param {HTMLElement} target @param {Keys} script */
export function stepKey(event, target, script) {
  if (event.key === "Enter") {
    if (target.closest("button, a, summary") && target.id !== "next") return;
    event.preventDefault();
    if (event.shiftKey) script.back();
    else script.next();
  } else if (/^[1-9]$/.test(event.key) && !isTyping(target)) {
    event.preventDefault();
    script.choose(Number(event.key));
  }
}

/**
 * A press that has waited for its step: what the browser would have done with it is done here.
 * @param {import("./ahead.js").Press} press
 * @param {Keys} script
 */
export function playKey({ key, shiftKey }, script) {
  const field = document.activeElement;
  if (key === "Enter") return shiftKey ? script.back() : script.next();
  const isText = field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement;
  if (isText && isTyping(field) && byId("step").contains(field)) return type(key, field);
  return /^[1-9]$/.test(key) ? script.choose(Number(key)) : undefined;
}

/** @param {string} key @param {HTMLInputElement | HTMLTextAreaElement} field */
function type(key, field) {
  const { selectionStart: from, selectionEnd: to } = field;
  const isErasing = key === "Backspace";
  const first = isErasing && from === to ? Math.max(0, (from ?? 0) - 1) : (from ?? 0);
  field.setRangeText(isErasing ? "" : key, first, to ?? 0, "end");
  return field.dispatchEvent(new InputEvent("input", { bubbles: true, data: isErasing ? null : key }));
}

// What the keyboard does on the desk. Keys of a field stay the field's own.

import { digitOf } from "../../shared/digit-key.js";
import { byId, isTyping } from "../../shared/dom.js";
import { isDialogOpen } from "../../shared/parts/dialog.js";
import { playBy, waits } from "./ahead.js";
import { isMac, learn } from "./layout.js";
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
    learn(event);
    if (event.isComposing || event.defaultPrevented) return; // a syllable is being put together
    const target = /** @type {HTMLElement} */ (event.target);
    const name = shortcuts.nameOf(event, isTyping(target));
    if (name || choiceOf(event, target)) event.preventDefault(); // Edge goes to the address by F4, Firefox searches by '
    if (isDialogOpen() && !ALWAYS.includes(name ?? "")) return;
    const plain = isPlain(event);
    if (name) {
      if (!event.repeat) actions[name]();
    } else if (event.key === "Escape") script.leave(target);
    else if (plain && event.key === "Enter" && target.id === "override") {
      event.preventDefault();
      script.close();
    } else if (plain && waits(event, target)) event.preventDefault();
    else if (plain) stepKey(event, target, script);
  });
}

/**
 * Windows takes AltGr, by which "@" is typed, for Ctrl and Alt together; a Mac types signs with Option.
 * @param {KeyboardEvent} event
 */
export function isPlain(event) {
  const { key, ctrlKey, altKey, metaKey } = event;
  const isSign = key.length === 1 && (event.getModifierState("AltGraph") || (isMac && !ctrlKey));
  return !metaKey && (isSign || (!ctrlKey && !altKey));
}

/**
 * Which choice, from 1, a press is outside of fields; 0 where it is none.
 * @param {KeyboardEvent} event
 * @param {HTMLElement} target
 */
const choiceOf = (event, target) => (isTyping(target) ? 0 : Number(digitOf(event)));

/** @param {HTMLElement} target */
const goesOn = (target) =>
  target === document.body || (byId("step").contains(target) && (target.id === "next" || !target.closest("button, a, summary")));

/** @param {KeyboardEvent} event @param {HTMLElement} target @param {Keys} script */
export function stepKey(event, target, script) {
  const choice = choiceOf(event, target);
  if (!choice && !(event.key === "Enter" && goesOn(target))) return;
  event.preventDefault();
  if (event.repeat) return; // a key held down is not for the steps that follow
  if (choice) script.choose(choice);
  else if (event.shiftKey) script.back();
  else script.next();
}

/**
 * A press that has waited for its step: what the browser would have done with it is done here.
 * @param {import("./ahead.js").Press} press
 * @param {Keys} script
 */
export function playKey({ key, shiftKey, choice }, script) {
  const field = document.activeElement;
  if (key === "Enter") return shiftKey ? script.back() : script.next();
  const isText = field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement;
  if (isText && isTyping(field) && byId("step").contains(field)) return type(key, field);
  return choice ? script.choose(choice) : undefined;
}

/** @param {string} key @param {HTMLInputElement | HTMLTextAreaElement} field */
function type(key, field) {
  const { selectionStart: from, selectionEnd: to } = field;
  const isErasing = key === "Backspace";
  const first = isErasing && from === to ? Math.max(0, (from ?? 0) - 1) : (from ?? 0);
  field.setRangeText(isErasing ? "" : key, first, to ?? 0, "end");
  return field.dispatchEvent(new InputEvent("input", { bubbles: true, data: isErasing ? null : key }));
}

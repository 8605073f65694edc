// Which key does what: the server's list of actions, with this person's own keys over its defaults.

import { digitOf } from "../../shared/digit-key.js";
import { fill, words } from "../../shared/dom.js";
import { html, nothing } from "../../shared/lit.js";
import { put } from "../net/api.js";
import { boot, changed } from "../state/desk.js";
import { isMac, signAt } from "./layout.js";

/** @import { Keys } from "../types.js" */

const ONLY_WITH = ["Control", "Alt", "AltGraph", "Shift", "Meta", "CapsLock", "NumLock", "Dead", "Process", "Unidentified"];

/**
 * "Alt+J", "F2", "/": how a press is written, or "" where it is no key of its own. A press that means a
 * digit is written as that, whatever sign is on the key.
 * @param {KeyboardEvent} event
 */
export function written(event) {
  const digit = digitOf(event);
  if (digit) return digit;
  if (event.altKey && event.code.startsWith("Numpad")) return ""; // Alt+0171 types «
  const key = signOf(event);
  if (ONLY_WITH.includes(key) || event.metaKey || (event.ctrlKey && event.altKey)) return "";
  const sign = key.length === 1 && !/[\p{L}\p{N}]/u.test(key); // its shift is part of it
  const shift = event.shiftKey && !sign;
  return `${event.ctrlKey ? "Ctrl+" : ""}${event.altKey ? "Alt+" : ""}${shift ? "Shift+" : ""}${key}`;
}

/**
 * With Alt some systems give another sign than the one on the key, or wait for one more.
 * @param {KeyboardEvent} event
 */
function signOf({ key, code, altKey }) {
  const isOther = altKey && (isMac ? key.length === 1 || key === "Dead" : !/^[\x21-\x7e]$/.test(key));
  const sign = (isOther && signAt(code)) || key;
  return sign.length === 1 ? (sign === " " ? "Space" : sign.toUpperCase()) : sign;
}

class Shortcuts {
  /** @param {Keys} keys default keys by action, and `own` over them: "" for none */
  constructor({ actions, fixed, reserved, choosing, own }) {
    this.actions = actions;
    this.fixed = fixed;
    this.reserved = reserved;
    this.choosing = choosing;
    this.own = own;
  }

  /** @param {string} name */
  action(name) {
    return this.actions.find((one) => one.name === name);
  }

  /** @param {string} name */
  keyOf(name) {
    return this.own[name] ?? this.action(name)?.key ?? "";
  }

  /**
   * The action of this press; keys without Alt, Ctrl or F stay with a field.
   * @param {KeyboardEvent} event
   * @param {boolean} typing
   */
  nameOf(event, typing) {
    const key = written(event);
    if (!key || (typing && key.length === 1)) return null;
    return this.actions.find((one) => this.keyOf(one.name) === key)?.name ?? null;
  }

  /**
   * Why an action cannot have this key, or "".
   * @param {string} name
   * @param {string} key
   */
  refusal(name, key) {
    const about = { key: named(key) };
    if (key && this.choosing.includes(key)) return fill(words.keyChooses, about);
    if (this.reserved.includes(key) || /^(Shift\+)?[\p{L}\p{N}]$/u.test(key)) return fill(words.keyReserved, about);
    const other = this.actions.find((one) => one.name !== name && this.keyOf(one.name) === key);
    return other && key ? fill(words.keyTaken, { ...about, action: other.label }) : "";
  }

  /** @param {Record<string, string>} own */
  async save(own) {
    this.own = (await put("/shortcuts", { shortcuts: own })).shortcuts;
    changed();
  }

  /**
   * The own keys with another one for an action.
   * @param {string} name
   * @param {string} key
   */
  with(name, key) {
    const { [name]: _before, ...others } = this.own;
    return key === this.action(name)?.key ? others : { ...others, [name]: key };
  }
}

export const shortcuts = new Shortcuts(boot.shortcuts ?? { actions: [], fixed: [], reserved: [], choosing: "", own: {} });

/** @param {string} part */
const spoken = (part) => words[`key_${part}`] ?? part;

/**
 * "Shift+Enter" as it stands on the person's keyboard.
 * @param {string} key
 */
export function named(key) {
  if (key.length === 1) return key;
  const name = key.split("+").map(spoken).join("+");
  return isMac ? name.replace("Alt+", "⌥") : name;
}

/** @param {string} key */
export const keyboard = (key) => (key ? html`<kbd>${named(key)}</kbd>` : nothing);

/** @param {string} name of an action */
export const hint = (name) => keyboard(shortcuts.keyOf(name));

/** @param {string} name of an action */
export const ariaKey = (name) => shortcuts.keyOf(name).replace("Ctrl", "Control") || nothing;

/**
 * A button that does what a key does.
 * @param {string} name of the action
 * @param {string} label
 * @param {{class?: string, disabled?: boolean}} [how]
 */
export const actionButton = (name, label, { class: classes = "button", disabled = false } = {}) =>
  html`<button type="button" class=${classes} data-do=${name} aria-keyshortcuts=${ariaKey(name)} ?disabled=${disabled}>${label} ${hint(name)}</button>`;

/** The line of keys at the foot of the page. */
export function keysBar() {
  const { actions, fixed } = shortcuts;
  const own = actions.map(({ name, short }) => ({ key: shortcuts.keyOf(name), short }));
  return html`${[...own, ...fixed].filter((one) => one.key && one.short).map((one) => html`<span>${keyboard(one.key)} ${one.short}</span>`)}
    ${actionButton("help", words.allKeys, { class: "link" })}`;
}

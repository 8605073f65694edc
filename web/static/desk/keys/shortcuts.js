// Which key does what: the server's list of actions, with this person's own keys over its defaults.

import { put } from "../net/api.js";
import { fill, h, words } from "../../shared/dom.js";

const ONLY_WITH = ["Control", "Alt", "AltGraph", "Shift", "Meta", "CapsLock", "NumLock", "Dead", "Process", "Unidentified"];

// "Alt+J", "F2", "/": how a press is written, or "" where it is no key of its own.
export function written(event) {
  const key = letterOf(event);
  if (ONLY_WITH.includes(key) || event.metaKey || (event.ctrlKey && event.altKey)) return "";
  const sign = key.length === 1 && !/[\p{L}\p{N}]/u.test(key); // its shift is part of it
  const shift = event.shiftKey && !sign;
  return `${event.ctrlKey ? "Ctrl+" : ""}${event.altKey ? "Alt+" : ""}${shift ? "Shift+" : ""}${key}`;
}

// With Alt some systems give another sign than the one on the key, or wait for one more.
function letterOf({ key, code, altKey }) {
  const plain = /^[\x21-\x7e]$/.test(key);
  if (altKey && !plain && /^Key[A-Z]$/.test(code)) return code.slice(3);
  return key.length === 1 ? (key === " " ? "Space" : key.toUpperCase()) : key;
}

export class Shortcuts {
  // actions: [{name, label, key}] with default keys; own: {name: key}, "" for none
  constructor({ actions, fixed, reserved, own }) {
    Object.assign(this, { actions, fixed, reserved });
    this.own = { ...own };
    this.onChange = () => {};
  }

  keyOf(name) {
    return this.own[name] ?? this.actions.find((one) => one.name === name)?.key ?? "";
  }

  // The action of this press; keys without Alt, Ctrl or F stay with a field.
  nameOf(event, typing) {
    const key = written(event);
    if (!key || (typing && key.length === 1)) return null;
    return this.actions.find((one) => this.keyOf(one.name) === key)?.name ?? null;
  }

  // Why this key cannot be had for this action, or "".
  refusal(name, key) {
    if (this.reserved.includes(key) || /^(Shift\+)?[\p{L}\p{N}]$/u.test(key)) return fill(words.keyReserved, { key });
    const other = this.actions.find((one) => one.name !== name && this.keyOf(one.name) === key);
    return other && key ? fill(words.keyTaken, { key, action: other.label }) : "";
  }

  async set(own) {
    const told = await put("/shortcuts", { shortcuts: own });
    this.own = told.shortcuts;
    this.onChange();
  }

  with(name, key) {
    const standard = this.actions.find((one) => one.name === name).key;
    const { [name]: _before, ...others } = this.own;
    return key === standard ? others : { ...others, [name]: key };
  }

  hint(name) {
    return keyNodes(this.keyOf(name));
  }

  ariaOf(name) {
    return this.keyOf(name).replace("Ctrl", "Control") || null;
  }
}

const spoken = (part) => words[`key_${part}`] ?? part;

// "Shift+Enter" as it stands on the person's keyboard.
export function keyNodes(key) {
  if (!key) return null;
  return h("kbd", {}, key.length === 1 ? key : key.split("+").map(spoken).join("+"));
}

// A window over the page that has the keyboard until it is closed; then the focus is where it was.

import { Combobox } from "./combobox.js";
import { h, words } from "../../shared/dom.js";
import { fits } from "./text.js";

let opened = 0;

export const isDialogOpen = () => document.querySelector("dialog[open]") !== null;

// `body` are nodes; `onClose` runs once. Returns the dialog.
export function openDialog(title, body, { onClose = () => {}, wide = false } = {}) {
  const before = document.activeElement;
  const id = `dialog-${(opened += 1)}`;
  const dialog = h("dialog", { class: wide ? "dialog is-wide" : "dialog", "aria-labelledby": id },
    h("header", { class: "dialog-head" },
      h("h2", { id }, title),
      h("button", { type: "button", class: "button quiet dialog-close", "aria-label": words.closeDialog, on: { click: () => dialog.close() } }, "✕")),
    ...body);
  dialog.addEventListener("close", () => {
    dialog.remove();
    onClose();
    if (before?.isConnected && document.activeElement === document.body) before.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector("[data-first]")?.focus();
  return dialog;
}

// One of several by typing a part of it: promises its key, or null. Options are {key, label, detail}.
export function choose(title, options) {
  return new Promise((resolve) => {
    let picked = null;
    const input = h("input", { type: "text", class: "dialog-search", "data-first": true, "aria-label": title });
    const combo = new Combobox(input, {
      label: title,
      always: true,
      local: (text) => options.filter((one) => fits(`${one.label} ${one.detail ?? ""}`, text)),
      onPick: (option) => {
        picked = option.key;
        dialog.close();
      },
    });
    const dialog = openDialog(title, [combo.place], { onClose: () => resolve(picked) });
    combo.look();
  });
}

// The same window as web/templates/parts/dialog.html, made when it is opened; then the focus is where it was.

import cross from "lucide-static/icons/x.svg";

import { words } from "../dom.js";
import { fits } from "../folding.js";
import { html, render } from "../lit.js";
import { Combobox } from "./combobox.js";
import { icon } from "./icon.js";

/** @import { Option } from "./combobox.js" */

let opened = 0;

export const isDialogOpen = () => document.querySelector("dialog[open]") !== null;

/**
 * Opens a window; what it returns draws the body anew, or closes it. The element with `data-first`
 * has the focus at first. The window closes where what it is about is no more (`until`).
 * @param {string} title
 * @param {() => unknown} body gives its template
 * @param {{onClose?: () => void, wide?: boolean, until?: AbortSignal}} [options]
 */
export function openDialog(title, body, { onClose = () => {}, wide = false, until } = {}) {
  const before = document.activeElement;
  const id = `dialog-${(opened += 1)}`;
  const element = document.createElement("dialog");
  const close = () => element.close();
  const draw = () =>
    render(html`<header class="dialog-head">
      <h2 id=${id}>${title}</h2>
      <button type="button" class="button quiet small icon-only" aria-label=${words.closeDialog} @click=${close}>${icon(cross)}</button>
    </header>${body()}`, element);
  element.className = wide ? "dialog is-wide" : "dialog";
  element.setAttribute("aria-labelledby", id);
  element.addEventListener("close", () => {
    element.remove();
    onClose();
    if (before instanceof HTMLElement && before.isConnected && document.activeElement === document.body) before.focus();
  });
  draw();
  document.body.append(element);
  element.showModal();
  until?.addEventListener("abort", close);
  if (until?.aborted) close();
  /** @type {HTMLElement | null} */ (element.querySelector("[data-first]"))?.focus();
  return { element, draw, close };
}

/**
 * One of several by typing a part of it: promises its key, or null.
 * @param {string} title
 * @param {(Option & {key: string})[]} options
 * @param {{until?: AbortSignal}} [more]
 * @returns {Promise<string | null>}
 */
export function choose(title, options, { until } = {}) {
  return new Promise((resolve) => {
    /** @type {string | null} */
    let picked = null;
    /** @type {Combobox<Option & {key: string}>} */
    const combo = new Combobox({
      label: title,
      always: true,
      local: (text) => options.filter((one) => fits(`${one.label} ${one.detail ?? ""}`, text)),
      onPick: (option) => {
        picked = option.key;
        dialog.close();
      },
    });
    const field = html`<input type="text" class="dialog-search" data-first aria-label=${title}>`;
    const dialog = openDialog(title, () => combo.template(field), { onClose: () => resolve(picked), until });
    combo.look(); // what is drawn after the list is in the page can be pointed at
  });
}

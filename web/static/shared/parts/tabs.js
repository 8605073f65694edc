// Tabs over panels of one page: one of them has the tab stop, arrows move to the next and choose it.

import { html } from "../lit.js";

/**
 * @typedef {object} Tab
 * @property {string} id
 * @property {string} [panel] its id, where it is not `${id}-panel`
 * @property {unknown} label
 * @property {number} [count]
 */

/**
 * @param {string} label
 * @param {Tab[]} all
 * @param {string} chosen its id
 * @param {(id: string) => void} choose
 */
export const tabs = (label, all, chosen, choose) => html`<div role="tablist" aria-label=${label} @keydown=${move}>
  ${all.map((one) => html`<button type="button" role="tab" id=${one.id} aria-selected=${one.id === chosen}
    aria-controls=${one.panel ?? `${one.id}-panel`} tabindex=${one.id === chosen ? 0 : -1} @click=${() => choose(one.id)}>
    ${one.label}${one.count === undefined ? "" : html` <span class="count">${one.count}</span>`}</button>`)}
</div>`;

/** @param {KeyboardEvent} event */
function move(event) {
  const list = /** @type {HTMLElement} */ (event.currentTarget);
  /** @type {HTMLElement[]} */
  const all = Array.from(list.querySelectorAll("[role=tab]"));
  const now = all.indexOf(/** @type {HTMLElement} */ (event.target));
  /** @type {Record<string, number>} */
  const places = { ArrowRight: now + 1, ArrowLeft: now - 1, Home: 0, End: -1 };
  if (!(event.key in places)) return;
  event.preventDefault();
  const next = all.at(places[event.key] % all.length);
  next?.focus();
  next?.click();
}

// The same menu as web/templates/parts/menu.html; its keys are menu-keys.js.

import ellipsis from "lucide-static/icons/ellipsis.svg";

import { html, nothing } from "../lit.js";
import { icon } from "./icon.js";

/**
 * @param {string} id one of a kind in the page
 * @param {string} label of the button
 * @param {{text: string, sign?: string, act: () => void, kind?: string}[]} items
 * @param {{sign?: string, kind?: string}} [button]
 */
export const menu = (id, label, items, { sign = ellipsis, kind = "quiet icon-only" } = {}) => html`<button
    type="button" class="button ${kind}" id="${id}-button" popovertarget=${id} aria-haspopup="menu" aria-label=${label}
  >${icon(sign)}</button><div class="menu-box" id=${id} popover><div role="menu" aria-labelledby="${id}-button">${items.map(
    (one) => html`<button type="button" class="menu-item ${one.kind ?? ""}" role="menuitem" tabindex="-1" @click=${one.act}>
      ${one.sign ? icon(one.sign) : nothing}<span>${one.text}</span></button>`,
  )}</div></div>`;

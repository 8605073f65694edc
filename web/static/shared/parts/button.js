// The same button as web/templates/parts/button.html, where its text, kind or business changes.

import { html, nothing } from "../lit.js";
import { icon } from "./icon.js";

/**
 * @param {string} text
 * @param {() => void} act
 * @param {object} [more]
 * @param {string} [more.kind] "" | "primary" | "danger" | "quiet", and "small"
 * @param {string} [more.sign] the text of an icon's file
 * @param {string} [more.key]
 * @param {boolean} [more.busy]
 * @param {boolean} [more.off]
 */
export const button = (text, act, { kind = "", sign, key, busy = false, off = false } = {}) =>
  html`<button type="button" class="button ${kind}" aria-busy=${busy || nothing} ?disabled=${off} @click=${act}>
    ${sign ? icon(sign) : nothing}${text}${key ? html` <kbd>${key}</kbd>` : nothing}</button>`;

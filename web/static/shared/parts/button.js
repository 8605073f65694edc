// The same button as web/templates/parts/button.html, where its text, kind or business changes.

import { html, ifDefined, nothing } from "../lit.js";
import { icon } from "./icon.js";

/**
 * @param {unknown} text
 * @param {() => void} act
 * @param {object} [more]
 * @param {string} [more.kind] "" | "primary" | "danger" | "quiet", and "small"
 * @param {string} [more.sign] the text of an icon's file
 * @param {string} [more.key]
 * @param {boolean} [more.busy]
 * @param {boolean} [more.off]
 * @param {string} [more.id]
 * @param {string} [more.title]
 */
export const button = (text, act, { kind = "", sign, key, busy = false, off = false, id, title } = {}) =>
  html`<button type="button" class="button ${kind}" id=${ifDefined(id)} title=${ifDefined(title)} aria-busy=${busy || nothing} ?disabled=${off} @click=${act}>
    ${sign ? icon(sign) : nothing}${text}${key ? html` <kbd>${key}</kbd>` : nothing}</button>`;

/**
 * A button that is an icon alone.
 * @param {string} sign the text of the icon's file
 * @param {string} label
 * @param {() => void} act
 * @param {string} [kind]
 */
export const iconButton = (sign, label, act, kind = "quiet small") =>
  html`<button type="button" class="button ${kind} icon-only" aria-label=${label} title=${label} @click=${act}>${icon(sign)}</button>`;

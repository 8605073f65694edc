// The same field as web/templates/parts/field.html: a label, a control, what helps, what is wrong.

import wrong from "lucide-static/icons/circle-alert.svg";

import { html, nothing } from "../lit.js";
import { icon } from "./icon.js";

/**
 * @typedef {object} FieldTexts
 * @property {string} label
 * @property {string} [hint]
 * @property {string} [error]
 */

/**
 * @param {string} id of the control
 * @param {FieldTexts} texts
 * @param {(attributes: {describedby: string | typeof nothing, invalid: "true" | typeof nothing}) => unknown} control
 *   draws it with this `id`, `aria-describedby` and `aria-invalid`
 */
export function field(id, { label, hint, error }, control) {
  const descriptions = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return html`<div class="field">
    <label class="field-label" for=${id}>${label}</label>
    ${control({ describedby: descriptions || nothing, invalid: error ? "true" : nothing })}
    ${hint ? html`<p class="hint" id="${id}-hint">${hint}</p>` : nothing}
    ${error ? html`<p class="field-error" id="${id}-error">${icon(wrong)} ${error}</p>` : nothing}
  </div>`;
}

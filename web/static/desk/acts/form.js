// The form of a window, for a text of several lines: Ctrl+Enter sends it as well.

import { html } from "../../shared/lit.js";
import { keyboard } from "../keys/shortcuts.js";

/**
 * @param {unknown} content
 * @param {string} label of its button
 * @param {() => void} onSubmit
 */
export const form = (content, label, onSubmit) => html`<form class="dialog-form"
  @submit=${(/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    onSubmit();
  }}
  @keydown=${(/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Enter" && event.ctrlKey) /** @type {HTMLFormElement} */ (event.currentTarget).requestSubmit();
  }}>${content}<p class="dialog-buttons"><button class="button primary">${label} ${keyboard("Ctrl+Enter")}</button></p></form>`;

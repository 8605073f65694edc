import { html, nothing } from "./lit.js";

/**
 * A ticket's title, marked with its language; a note says so where the page has another.
 * @param {{title: string, language: string, language_shown: string}} ticket
 */
export const ticketTitle = ({ title, language, language_shown: note }) => title
  ? html`<span lang=${language}>${title}</span>${note ? html` <small class="written-in">(${note})</small>` : nothing}` : nothing;

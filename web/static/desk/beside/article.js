// The body of an article: the one text that comes as HTML, which the server has cleaned.

import { guard, html } from "../../shared/lit.js";

/**
 * A link opens beside the page: leaving it would end the talk.
 * @param {string} text
 */
function nodes(text) {
  const { body } = new DOMParser().parseFromString(text, "text/html");
  body.querySelectorAll("a[href]").forEach((link) => Object.assign(link, { target: "_blank", rel: "noopener" }));
  return [...body.childNodes];
}

/** @param {string} text */
export const articleBody = (text) => html`<div class="article-body">${guard([text], () => nodes(text))}</div>`;

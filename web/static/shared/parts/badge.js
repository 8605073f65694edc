// The same badges as web/templates/parts/badge.html.

import low from "lucide-static/icons/chevron-down.svg";
import high from "lucide-static/icons/chevron-up.svg";
import critical from "lucide-static/icons/chevrons-up.svg";
import normal from "lucide-static/icons/equal.svg";

import { html, nothing } from "../lit.js";
import { icon } from "./icon.js";

/**
 * @param {unknown} text
 * @param {string} [tone] "" | "info" | "success" | "warning" | "danger", and more classes
 * @param {string} [sign] the text of an icon's file
 */
export const badge = (text, tone = "", sign) =>
  html`<span class="badge ${tone}">${sign ? icon(sign) : nothing}${text}</span>`;

/** @type {Record<number, [string, string]>} */
const PRIORITIES = { 1: ["danger", critical], 2: ["warning", high], 3: ["", normal], 4: ["", low] };

/**
 * 1 is the most urgent; the word beside it is the page's.
 * @param {number} level
 * @param {string} word
 */
export function priorityBadge(level, word) {
  const [tone, sign] = PRIORITIES[level] ?? PRIORITIES[3];
  return badge(word, `priority ${tone}`, sign);
}

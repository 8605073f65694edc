// The same badges as web/templates/parts/badge.html.

import high from "lucide-static/icons/signal-high.svg";
import low from "lucide-static/icons/signal-low.svg";
import medium from "lucide-static/icons/signal-medium.svg";
import zero from "lucide-static/icons/signal-zero.svg";

import { html, nothing } from "../lit.js";
import { icon } from "./icon.js";

/**
 * @param {string} text
 * @param {string} [tone] "" | "info" | "success" | "warning" | "danger", and more classes
 * @param {string} [sign] the text of an icon's file
 */
export const badge = (text, tone = "", sign) =>
  html`<span class="badge ${tone}">${sign ? icon(sign) : nothing}${text}</span>`;

/** @type {Record<number, [string, string]>} */
const PRIORITIES = { 1: ["danger", high], 2: ["warning", medium], 3: ["", low], 4: ["", zero] };

/**
 * 1 is the most urgent; the word beside it is the page's.
 * @param {number} level
 * @param {string} word
 */
export function priorityBadge(level, word) {
  const [tone, sign] = PRIORITIES[level] ?? PRIORITIES[3];
  return badge(word, `priority ${tone}`, sign);
}

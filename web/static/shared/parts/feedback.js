// The same notices and empty places as web/templates/parts/feedback.html.

import wrong from "lucide-static/icons/circle-alert.svg";
import done from "lucide-static/icons/circle-check.svg";
import inbox from "lucide-static/icons/inbox.svg";
import info from "lucide-static/icons/info.svg";
import careful from "lucide-static/icons/triangle-alert.svg";

import { html, ifDefined, nothing } from "../lit.js";
import { icon } from "./icon.js";

/** @type {Record<string, string>} */
const SIGNS = { info, success: done, warning: careful, danger: wrong };

/**
 * @param {unknown} content
 * @param {string} [tone] "" | "info" | "success" | "warning" | "danger"
 * @param {string} [role] "alert" or "status" where a screen reader says it at once
 */
export const notice = (content, tone = "", role) =>
  html`<div class="notice ${tone}" role=${ifDefined(role)}>${icon(SIGNS[tone] ?? info)}<div>${content}</div></div>`;

/**
 * Nothing is here: why, and what to do about it.
 * @param {string} sentence
 * @param {{sign?: string, act?: unknown}} [more]
 */
export const emptyState = (sentence, { sign = inbox, act = nothing } = {}) =>
  html`<div class="empty-state">${icon(sign)}<p>${sentence}</p>${act}</div>`;

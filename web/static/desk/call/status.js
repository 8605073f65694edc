// The agent's status, always in sight: available, on a break with its reason, offline.

import { byId, json } from "../../shared/dom.js";

/** @import { State } from "../types.js" */

/** @type {Record<string, [string, string]>} */
const IDLE = json("idle-words");

/** @param {State} state */
export function drawStatus({ status, reason, since }) {
  /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".status")).forEach((button) =>
    button.setAttribute("aria-pressed", String(button.dataset.status === status)));
  const menu = byId("break");
  menu.value = status === "break" ? reason : "";
  menu.classList.toggle("is-on", status === "break");
  byId("since").dataset.since = since;
}

/** What stands in the middle while nothing else does. @param {string} status @param {boolean} hidden */
export function drawIdle(status, hidden) {
  const [title, text] = IDLE[status] ?? IDLE.offline;
  byId("idle").hidden = hidden;
  byId("idle-title").textContent = title;
  byId("idle-hint").textContent = text;
}

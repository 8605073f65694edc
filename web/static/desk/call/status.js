// The agent's status, always in sight: available, on a break with its reason, offline. An available
// agent who has a call in hand is told so instead: they are offered no other one.

import { byId, json, words } from "../../shared/dom.js";

/** @import { CallsInHand } from "../state/calls-in-hand.js" */
/** @import { State } from "../types.js" */

/** @type {Record<string, [string, string]>} */
const IDLE = json("idle-words");

/**
 * What keeps the agent from the next call, and since when.
 * @param {CallsInHand} calls
 * @returns {{doing: "available" | "busy" | "wrapping", since?: string}}
 */
function occupation(calls) {
  const live = calls.talking ?? calls.open.find((call) => call.isLive);
  if (live) return { doing: "busy", since: live.view.timers.connected_at ?? live.view.timers.started_at };
  const [ended] = calls.open;
  return ended ? { doing: "wrapping", since: ended.view.timers.ended_at ?? ended.view.timers.started_at } : { doing: "available" };
}

/** @param {State} state @param {CallsInHand} calls */
export function drawStatus({ status, reason, since: chosenAt }, calls) {
  const { doing, since } = status === "available" ? occupation(calls) : { doing: "available", since: undefined };
  /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".status")).forEach((button) =>
    button.setAttribute("aria-pressed", String(button.dataset.status === status)));
  const menu = byId("break");
  menu.value = status === "break" ? reason : "";
  menu.classList.toggle("is-on", status === "break");
  const available = byId("status-available");
  available.dataset.doing = doing;
  available.textContent = words[doing];
  byId("since").dataset.since = since ?? chosenAt;
}

/** What stands in the middle while nothing else does. @param {State} state @param {boolean} hidden */
export function drawIdle({ status, reason }, hidden) {
  const [title, text] = (status === "offline" && IDLE[reason]) || (IDLE[status] ?? IDLE.offline);
  byId("idle").hidden = hidden;
  byId("idle-title").textContent = title;
  byId("idle-hint").textContent = text;
}

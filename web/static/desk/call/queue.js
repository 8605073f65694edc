// How many callers wait, for an agent who is not offered them: in a call, wrapping up, on a break.

import { byId, fill, words } from "../../shared/dom.js";
import { html, nothing } from "../../shared/lit.js";
import { badge } from "../../shared/parts/badge.js";
import { ticking } from "../state/clock.js";

/** @import { Offer, Queue } from "../types.js" */

const LONG_WAIT = 30; // seconds from which on it is shown as a warning

/** Whether there are more than the page offers. @param {Queue} queue @param {Offer[]} offered */
const isHidden = ({ count }, offered) => offered.filter((one) => !one.transferred_from).length >= count;

/** @param {Queue} queue */
const sentence = ({ count }) => (count === 1 ? words.queueOne : fill(words.queue, { count }));

/** @param {Queue} queue @param {Offer[]} offered */
export function queueBadge(queue, offered) {
  if (!queue.since || isHidden(queue, offered)) return nothing;
  return badge(html`${sentence(queue)} ${ticking(queue.since, LONG_WAIT)}`, "queue");
}

let said = false;

/** Once, when the first one waits: not at each second, nor at each caller more. @param {Queue} queue @param {Offer[]} offered */
export function announceQueue(queue, offered) {
  const waits = !isHidden(queue, offered);
  if (waits !== said) byId("queue-said").textContent = waits ? fill(words.queueSaid, { count: queue.count }) : "";
  said = waits;
}

// What all parts of the page share: the server's word, the calls in hand, and when to draw.

import { json } from "../../shared/dom.js";
import { CallsInHand } from "./calls-in-hand.js";

/** @import { Boot, Offer, State } from "../types.js" */

/** @type {Boot} */
export const boot = json("boot");

export const desk = {
  /** @type {State | null} */
  server: null,
  calls: new CallsInHand(),
  /** The last one that was on screen and went to somebody else, or whose caller hung up. */
  offerGone: { at: -Infinity, hadFocus: false },
};

/** The call that the page shows: one in hand, or the one that has just ended. */
export const front = () => desk.calls.front;

/** The same, unless it is over: nothing can be changed then. */
export function openCall() {
  const call = front();
  return call && !call.isOver ? call : null;
}

/**
 * Those that can be taken now: the page shows them, and they ring.
 * @returns {Offer[]}
 */
export const offers = () => (desk.calls.isFree ? (desk.server?.offers ?? []) : []);

let draw = () => {};

/** @param {() => void} work */
export const drawBy = (work) => {
  draw = work;
};

/** Draws the page at once, so that the next key meets the changed page. */
export const changed = () => draw();

// Which calls this page had, for its next loading, or for the end of an outage: both may hang the
// browser's phone up, and the page takes them again by itself.

import { keep } from "../../shared/storage.js";
import { desk } from "../state/desk.js";

const SHORTLY = 10000;
const KEY = "filrouge-calls";

/** @type {string[]} */
let before = JSON.parse(sessionStorage.getItem(KEY) ?? "[]");

let until = SHORTLY; // after its loading

/** Calls that it had before, while that is new; the one that talked is the first. */
export const justBefore = () => (performance.now() < until ? before : []);

/** The network is back, or the phone has gone with it: what is in hand now may be lost already. */
export function expectBack() {
  before = inHand();
  until = performance.now() + SHORTLY;
}

/** Once: a phone that fails again is for the person to see. */
export function forget() {
  before = [];
}

function inHand() {
  const { talking, open } = desk.calls;
  return [...new Set([...(talking ? [talking.id] : []), ...open.map((call) => call.id), ...justBefore()])];
}

export function remember() {
  keep(KEY, JSON.stringify(inHand()), sessionStorage);
}

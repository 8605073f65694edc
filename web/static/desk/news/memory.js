// Which calls this page had, for its next loading: that hangs the browser's phone up, and the page
// takes them again by itself.

import { desk } from "../state/desk.js";

const JUST_LOADED = 10000;
const KEY = "filrouge-calls";

/** @type {string[]} */
let before = JSON.parse(sessionStorage.getItem(KEY) ?? "[]");

/** Calls that it had before it was loaded, while that is new; the one that talked is the first. */
export const justBefore = () => (performance.now() < JUST_LOADED ? before : []);

/** Once: a phone that fails again is for the person to see. */
export function forget() {
  before = [];
}

export function remember() {
  const { talking, open } = desk.calls;
  const ids = [...(talking ? [talking.id] : []), ...open.map((call) => call.id), ...justBefore()];
  sessionStorage.setItem(KEY, JSON.stringify([...new Set(ids)]));
}

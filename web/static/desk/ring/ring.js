// How a call that waits for this agent makes itself noticed: by sound, and in the browser's tab.

import { desk, offers } from "../state/desk.js";
import { markTab } from "./browser-tab.js";
import { player } from "./player.js";

/** With calls in hand one that was missed keeps quiet. */
const ringing = () =>
  desk.server?.status === "available" ? offers().filter((offer) => offer.state !== "missed" || !desk.calls.open.length) : [];

export function ring() {
  const waiting = ringing();
  if (waiting.length) player.start();
  else player.stop();
  markTab(waiting);
}

/** The volumes of the ring's menu, as they are now. */
export function drawRingMenu() {
  /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-volume]")).forEach((item) =>
    item.setAttribute("aria-checked", String(item.dataset.volume === player.volume)));
}

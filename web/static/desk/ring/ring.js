// How a call that waits for this agent makes itself noticed: by sound, in the browser's tab, and by a
// notification where the agent is somewhere else.

import { byId } from "../../shared/dom.js";
import { changed, desk, offers } from "../state/desk.js";
import { markTab } from "./browser-tab.js";
import { lastUsed } from "./last-used.js";
import { notifications } from "./notifications.js";
import { permission } from "./permission.js";
import { player } from "./player.js";

let isLeft = false; // what is drawn after that would be shown again, with nobody to take it away

/** With calls in hand one that was missed keeps quiet. */
const ringing = () =>
  !isLeft && desk.server?.status === "available" ? offers().filter((offer) => offer.state !== "missed" || !desk.calls.open.length) : [];

/** Whether the agent would not see the page. */
const isAway = () => document.hidden || !document.hasFocus();

export function ring() {
  const waiting = ringing();
  const isToldHere = isAway() && lastUsed.isHere && permission.state === "granted";
  if (waiting.length) player.start();
  else player.stop();
  markTab(waiting);
  notifications.show(isToldHere ? waiting : [], { silent: player.isAllowed });
}

/** The choices of the ring's menu, as they are now. */
export function drawRingMenu() {
  /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-volume]")).forEach((item) =>
    item.setAttribute("aria-checked", String(item.dataset.volume === player.volume)));
  byId("allow-notifications").hidden = ["missing", "granted"].includes(permission.state);
}

export function listenToAttention() {
  player.prepare();
  permission.watch();
  lastUsed.watch();
  ["focus", "blur"].forEach((name) => window.addEventListener(name, changed));
  document.addEventListener("visibilitychange", changed);
  ["pagehide", "pageshow"].forEach((name) => window.addEventListener(name, () => {
    isLeft = name === "pagehide";
    ring();
  }));
}

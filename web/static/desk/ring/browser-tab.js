// The browser's tab while calls ring: how many and of whom in its title, a dot in its icon, and the
// number on the icon of an installed application.

import { words } from "../../shared/dom.js";
import { boot } from "../state/desk.js";

/** @import { Offer } from "../types.js" */

const { title } = document;
const icon = /** @type {HTMLLinkElement} */ (document.querySelector("link[rel=icon]"));
const quiet = icon.href;
let shown = 0;

/** @param {Offer[]} offers */
export function markTab(offers) {
  const [first] = offers;
  document.title = first ? `(${offers.length}) ${first.client.name || words.unassigned} – ${title}` : title;
  if (offers.length === shown) return;
  shown = offers.length;
  icon.href = shown ? (boot.ringing_icon ?? quiet) : quiet;
  navigator.setAppBadge?.(shown).catch(() => {}); // the desk is not installed as an application
}

window.addEventListener("pagehide", () => markTab([]));

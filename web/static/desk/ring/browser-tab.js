// The browser's tab while calls ring: how many and of whom in its title, a dot in its icon, and the
// number on the icon of an installed application.

import { words } from "../../shared/dom.js";
import { boot } from "../state/desk.js";
import { lastUsed } from "./last-used.js";

/** @import { Offer } from "../types.js" */

const { title } = document;
const icon = /** @type {HTMLLinkElement} */ (document.querySelector("link[rel=icon]"));
const quiet = icon.href;
let shown = 0;
let badge = "";

/** @param {Offer[]} offers */
export function markTab(offers) {
  const [first] = offers;
  document.title = first ? `(${offers.length}) ${first.client.name || words.unassigned} – ${title}` : title;
  setBadge(offers.length);
  if (offers.length === shown) return;
  shown = offers.length;
  icon.href = shown ? (boot.ringing_icon ?? quiet) : quiet;
}

/** All pages of a browser have one: the end of another page must not clear it. @param {number} count */
function setBadge(count) {
  const before = badge;
  badge = lastUsed.isHere ? String(count) : "";
  if (badge && badge !== before) navigator.setAppBadge?.(count).catch(() => {}); // the desk is not installed as an application
}

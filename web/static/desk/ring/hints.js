// What keeps the person from being told of a call, and what to do about it: one thing at a time.

import { browser } from "../../shared/browser.js";
import { words } from "../../shared/dom.js";
import { html, nothing } from "../../shared/lit.js";
import { notice } from "../../shared/parts/feedback.js";
import { desk } from "../state/desk.js";
import { permission } from "./permission.js";
import { player } from "./player.js";

export function ringHint() {
  if (permission.isAsking) return hint(words.notificationsAsked, true);
  if (desk.server?.status !== "available") return nothing;
  if (player.isBlocked) return hint(words.clickToRing);
  if (permission.state !== "denied" || permission.isHintHidden) return nothing;
  return hint(`${words.notificationsRefused} ${words[`allow${browser()}`]}`, true);
}

/** @param {string} text */
const hint = (text, isDismissible = false) =>
  notice(html`<p>${text}${isDismissible
    ? html` <button type="button" class="link" data-do="hideHint">${words.hideHint}</button>` : nothing}</p>`, "info");

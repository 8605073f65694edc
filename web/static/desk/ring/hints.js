// What keeps the person from being told of a call, and what to do about it.

import { words } from "../../shared/dom.js";
import { html, nothing } from "../../shared/lit.js";
import { notice } from "../../shared/parts/feedback.js";
import { desk } from "../state/desk.js";
import { player } from "./player.js";

export function ringHint() {
  if (desk.server?.status !== "available" || !player.isBlocked) return nothing;
  return notice(html`<p>${words.clickToRing}</p>`, "info");
}

// The calls in hand side by side, where there is more than one.

import phone from "lucide-static/icons/phone.svg";

import { words } from "../../shared/dom.js";
import { html, nothing, repeat, styled } from "../../shared/lit.js";
import { icon } from "../../shared/parts/icon.js";
import { hint } from "../keys/shortcuts.js";
import { stateBadge, timeOf } from "./card.js";

/** @import { CallInHand, CallsInHand } from "../state/calls-in-hand.js" */

/** @param {CallsInHand} calls */
export function tabs({ open, frontId }) {
  if (open.length < 2) return nothing;
  return html`<h2 class="visually-hidden">${words.callsInHand}</h2>
    <ul class="tabs">${repeat(open, (call) => call.id, (call) => tab(call, call.id === frontId))}</ul>
    <span class="tabs-hint">${hint("swap")} ${words.swapHint}</span>`;
}

/** @param {CallInHand} call @param {boolean} inFront */
function tab({ id, view }, inFront) {
  return html`<li class=${inFront ? "tab is-shown" : "tab"} ${styled({ "--client": view.client.colour })}>
    <button type="button" data-tab=${id} aria-current=${inFront ? "true" : nothing}>
      <span class="tab-name">${view.client.name || words.unassigned}</span>
      <span class="tab-who">${view.withheld ? words.withheld : view.caller_shown}</span>
      ${stateBadge(view)}
      ${timeOf(view)}
    </button>
    ${view.state === "held" ? html`<button type="button" class="button tab-talk" data-talk=${id}>${icon(phone)}<span class="word">${words.talkToThis}</span></button>` : nothing}
  </li>`;
}

// The call on screen: its state, its times, the phone, and its buttons.

import recorded from "lucide-static/icons/circle-dot.svg";

import { fill, quoted, words } from "../../shared/dom.js";
import { html, nothing, styled } from "../../shared/lit.js";
import { badge } from "../../shared/parts/badge.js";
import { notice } from "../../shared/parts/feedback.js";
import { icon } from "../../shared/parts/icon.js";
import { actionButton, ariaKey, hint } from "../keys/shortcuts.js";
import { contact } from "../net/contact.js";
import { ticking } from "../state/clock.js";
import { isOfMicrophone } from "../phone/codes.js";
import { phone } from "../phone/phone.js";
import { isLive } from "../state/views.js";

/** @import { CallInHand } from "../state/calls-in-hand.js" */
/** @import { CallView } from "../types.js" */

/** @param {CallInHand} call @param {boolean} elsewhere whether the agent talks to another caller */
export function callCard(call, elsewhere) {
  const { view } = call;
  return html`<article class="call-card" ${styled({ "--client": view.client.colour })}>
    <p>${stateBadge(view)}</p>
    <h3 title=${view.client.name || nothing}>${view.client.name || words.unassigned}</h3>
    <p class="offer-line">${view.line}</p>
    ${timers(view)}
    <div class="call-states">
      ${call.isLive ? phoneState(view, elsewhere) : nothing}
      <p class="recording-state">${recording(view)}</p>
    </div>
    ${transferGoingOn(view)}
    ${call.isLive ? buttons(call, elsewhere) : nothing}
  </article>`;
}

/** What is said or read once: it may scroll away, the card never does. @param {CallView} view */
export const toBegin = (view) => html`${firstWords(view)}${handover(view, words.transferredFrom)}`;

/** @param {CallView} view */
const firstWords = (view) => view.greeting && !hasBegun(view)
  ? html`<p class="offer-greeting" lang=${view.language}><span class="asking-label">${words.sayFirst}</span>${quoted(view.greeting)}</p>` : nothing;

/** @type {Record<string, string>} */
const TONES = { connected: "success", holding: "warning", held: "warning", wrapping: "warning" };

/** @param {Pick<CallView, "state">} view */
export const stateBadge = ({ state }) => badge(words[state], `call-state is-${state} ${TONES[state] ?? "info"}`);

/** Whether the talk has begun, so that the greeting is over. @param {CallView} view */
const hasBegun = (view) => Boolean(view.run?.steps.some((step) => step.revision));

/**
 * Who transfers the call, and what they say about it.
 * @param {Pick<CallView, "transferred_from">} of
 * @param {string} title with the name in it, or before it
 */
export function handover({ transferred_from: from }, title) {
  if (!from) return nothing;
  const { name, note } = from;
  const named = title.includes("%(name)s") ? fill(title, { name }) : `${title} ${name}`;
  return html`<div class="handed-over">${notice(html`<p><b>${named}</b></p>${note ? html`<p>${quoted(note)}</p>` : nothing}`, "info")}</div>`;
}

const LONG_HOLD = 60; // seconds from which on it is shown as a warning

/** @param {string} label @param {string | null} since @param {string | null} until @param {number} [longAfter] */
const timer = (label, since, until, longAfter) => since
  ? html`<div><dt>${label}</dt><dd data-since=${since} data-until=${until ?? nothing} data-long-after=${longAfter ?? nothing}>0:00</dd></div>`
  : nothing;

/** How long the call goes on: on hold, how long that. @param {CallView} view */
export function timeOf({ timers: at }) {
  const since = at.held_at ?? at.ended_at ?? at.connected_at ?? at.started_at;
  return html`<span class="tab-time" data-since=${since} data-long-after=${at.held_at ? LONG_HOLD : nothing}>0:00</span>`;
}

/** @param {CallView} view */
function timers(view) {
  const at = view.timers;
  const waited = at.connected_at ?? at.ended_at ?? (isLive(view) ? null : at.started_at);
  return html`<dl class="timers">
    ${timer(words.waited, at.started_at, waited)}
    ${timer(words.onTheLine, at.connected_at, at.ended_at)}
    ${timer(words.held, at.held_at, null, LONG_HOLD)}
    ${timer(words.wrapping, at.ended_at, at.closed_at)}
  </dl>`;
}

/** The open transfer, with a button to take the call back. @param {CallView} view */
function transferGoingOn({ transfer }) {
  if (!transfer) return nothing;
  return html`<div class="hands-over">${notice(html`<p><span role="status">${fill(words.transferWaits, { name: transfer.to })}</span> ${ticking(transfer.since)}</p>
    <p>${actionButton("takeBack", words.takeBack, { class: "button small" })}</p>`, "warning")}</div>`;
}

const PHONE = {
  off: words.phoneOff, on: words.phoneOn, connecting: words.phoneConnecting, reconnecting: words.phoneReconnecting,
  failed: words.phoneFailed, elsewhere: words.phoneElsewhere,
};

/** A held call has no phone in it while the agent talks to another caller. @param {CallView} view @param {boolean} elsewhere */
function phoneState(view, elsewhere) {
  if (elsewhere) return html`<p class="phone is-elsewhere-call" role="status">${words.talkingElsewhere}</p>`;
  if (view.parked) return nothing;
  const state = phone.stateFor(view.id);
  if (!contact.isReached && state !== "on") return html`<p class="phone is-connecting" role="status">${words.phoneComesBack}</p>`;
  const isDeaf = state === "failed" && isOfMicrophone(phone.trouble);
  return html`<p class="phone is-${state}" role="status">${isDeaf ? words.phoneNoMicrophone : PHONE[state]}</p>
    ${["off", "failed", "elsewhere"].includes(state)
      ? html`<button type="button" class="button primary" data-act="phone">${words.connectPhone}</button>` : nothing}`;
}

/** @param {CallView} view */
function recording({ recording: { mode, objected, state, incomplete } }) {
  if (objected) return words.objected;
  if (incomplete) return html`${icon(recorded)} ${words.recordedInPart}`;
  if (mode === "off") return words.notRecorded;
  return state || mode === "always" ? html`${icon(recorded)} ${words.recorded}` : words.onDemand;
}

/** @param {CallInHand} call @param {boolean} elsewhere */
function buttons({ view }, elsewhere) {
  const muted = phone.muteIn === view.id;
  const held = ["holding", "held"].includes(view.state);
  const begins = view.state === "claimed";
  const away = elsewhere || view.parked; // no phone of ours is in it
  const hold = held ? (elsewhere ? words.talkToThis : words.resume) : words.hold;
  const canRecord = view.recording.mode === "on_demand" && !view.recording.state && !view.recording.objected;
  return html`<div class="call-buttons">
    ${actionButton("holdOrResume", hold, { class: held ? "button primary take-up" : "button", disabled: begins })}
    ${away ? nothing : html`<button type="button" class="button" data-act="mute" aria-pressed=${muted} aria-keyshortcuts=${ariaKey("mute")}>
      ${muted ? words.unmute : words.mute} ${hint("mute")}</button>`}
    ${!away && canRecord ? html`<button type="button" class="button" data-act="recording">${words.record}</button>` : nothing}
    ${view.run && !view.transfer ? actionButton("transfer", words.transfer, { disabled: begins }) : nothing}
    <button type="button" class="button danger hang-up" data-act="hangup" aria-keyshortcuts=${ariaKey("hangUp")}>${words.hangUp} ${hint("hangUp")}</button>
  </div>`;
}

/** @param {CallInHand} call */
export function objection({ view, isLive: live, sureUntil }) {
  const possible = !view.recording.objected && view.recording.mode !== "off";
  if (!possible || !(live || view.state === "wrapping")) return nothing;
  const sure = Date.now() < sureUntil;
  return html`<button type="button" class=${sure ? "button danger sure" : "link"} data-act="objection">${sure ? words.objectionSure : words.objection}</button>`;
}

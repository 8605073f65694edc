// What the server says of the calls in hand, and what follows from it on this page.

import { announce, fill, words } from "../../shared/dom.js";
import { html } from "../../shared/lit.js";
import { openDialog } from "../../shared/parts/dialog.js";
import { toast } from "../../shared/toast.js";
import { get } from "../net/api.js";
import { contact } from "../net/contact.js";
import { saver } from "../net/saver.js";
import { clockTime, setServerTime } from "../state/clock.js";
import { phone } from "../phone/phone.js";
import { conflicts } from "../script/conflicts.js";
import { panel } from "../script/panel.js";
import { changed, desk, front, offers } from "../state/desk.js";
import { isBehind, isInHand, isOver, pathOf, stepAt, stepIn } from "../state/views.js";
import { forget, justBefore, remember } from "./memory.js";

/** @import { CallInHand } from "../state/calls-in-hand.js" */
/** @import { CallView, Offer, State } from "../types.js" */

let toldUnheard = "";

/**
 * Takes over everything at once.
 * @param {State} state
 * @param {(offerId: string) => void} claim takes an offered call
 */
export function apply(state, claim) {
  const { calls, server } = desk;
  const formerOffers = new Set(server?.offers.map((offer) => offer.id));
  const shown = offers();
  setServerTime(state.now);
  desk.server = state;
  sayUnheard(state);
  state.calls.forEach((view) => take(view));
  const listed = new Set(state.calls.map((view) => view.id));
  const gone = calls.open.filter((call) => !listed.has(call.id) && !isComingBack(call, state));
  gone.forEach((call) => seeHowItEnded(call.id, claim));
  const here = calls.open.filter((call) => !gone.includes(call)); // the leg of another is lost
  ringUp(here.find((call) => call.isTalking) ?? here.find((call) => call.isLive && call.view.leg));
  if (!server && calls.first) calls.bringToFront(calls.first.id);
  takeUpAgain(state, claim);
  noteGone(shown);
  offers().filter((offer) => !formerOffers.has(offer.id)).forEach((offer) =>
    announce(fill(words.offerArrived, { client: offer.client.name || words.unassigned })));
  changed();
}

/** Keys that are pressed for an offer which has just gone say so. @param {Offer[]} shown until now */
function noteGone(shown) {
  const gone = shown.filter((one) => !desk.server?.offers.some(({ id }) => id === one.id) && !desk.calls.get(one.call_id));
  const inFocus = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset.take;
  if (gone.length) desk.offerGone = { at: Date.now(), hadFocus: gone.some(({ id }) => id === inFocus) };
}

/** Says once why no calls came. @param {State} state */
function sayUnheard({ unheard, status }) {
  if (!unheard || status !== "available" || unheard.since === toldUnheard) return;
  toldUnheard = unheard.since;
  contact.note("unheard", fill(words.unheard, { since: clockTime(unheard.since), until: clockTime(unheard.until) }));
}

/**
 * Takes over a newer view of a call; all views come in here.
 * @param {CallView} view
 */
export function take(view, { toFront = false } = {}) {
  const existing = desk.calls.get(view.id);
  if (!isOver(view) && !isInHand(view)) return leave(view.id);
  if (!existing && isOver(view)) return undefined;
  const before = existing?.view;
  if (before && isBehind(view, before)) return void contact.refresh(); // asked for before something was saved
  const call = existing ?? begin(view);
  if (existing && !existing.update(view)) return undefined;
  const isFrontFree = !front() || (front()?.isOver && !call.isOver);
  if (toFront || isFrontFree) desk.calls.bringToFront(call.id);
  if (call.isTalking || toFront) ringUp(call);
  if (!call.isLive && phone.callId === call.id) phone.disconnect(); // the network may not be able to say so
  if (call.isOver) finish(call);
  if (before) adoptFromElsewhere(call, before);
  if (before?.transfer && !view.transfer) sayWhyItStays(view);
  remember();
  changed();
  return undefined;
}

/**
 * The phone is in one room alone: that of the call that talks. A parked call has no leg.
 * @param {CallInHand | undefined} call
 */
function ringUp(call) {
  if (!call?.isLive || !call.view.leg) return;
  phone.connect(call.id, call.view.leg.id);
}

/**
 * The old page's leg was lost after this page's phone had set out: the server lets the phone in when
 * it comes. Where it does not, the next look tells.
 * @param {CallInHand} call
 * @param {State} state
 */
function isComingBack(call, { offers: waiting }) {
  const isConnecting = phone.callId === call.id && phone.state === "connecting";
  return isConnecting && waiting.some((offer) => offer.again && offer.call_id === call.id);
}

/** @param {CallView} view */
function begin(view) {
  const call = desk.calls.add(view);
  const waiting = desk.server?.offers.map((offer) => offer.call_id) ?? [];
  saver.forgetAllBut([...desk.calls.open.map((one) => one.id), ...waiting, ...justBefore()]);
  view.run?.steps.forEach((step) => saver.resume(view.id, pathOf(step.key)));
  return call;
}

/**
 * Takes over the step on screen that another page saved, unless the person types in it.
 * @param {CallInHand} call
 * @param {CallView} before
 */
function adoptFromElsewhere(call, before) {
  const { step } = call;
  const old = stepIn(before, call.place.key);
  if (call !== front() || !step || !old || step.revision <= old.revision) return;
  const isTyping = saver.pending(call.id, pathOf(step.key)) !== null;
  if (!isTyping && panel.raw !== step.raw) panel.adopt(step.raw);
}

/** A sentence about a call whose caller was put on hold, and may be so still. @param {string} sentence @param {CallView} view */
export const withHold = (sentence, { state }) => (["holding", "held"].includes(state) ? `${sentence} ${words.stillOnHold}` : sentence);

/** Says that a colleague did not take the call. @param {CallView} view */
function sayWhyItStays(view) {
  const { transfer_ended: ended } = view;
  if (!ended || !["missed", "unavailable"].includes(ended.how)) return;
  toast(withHold(fill(words.transferMissed, { name: ended.to }), view));
}

/**
 * With other calls in hand the desk goes on with them at once, and says what became of this one.
 * @param {CallInHand} call
 */
function finish(call) {
  conflicts.clear(call.id);
  if (call !== front() || !desk.calls.open.length) return;
  const number = call.view.ticket?.number ?? "";
  toast(fill(call.view.state === "closed" ? words.closedTitle : words.abandonedTitle, { number }));
  desk.calls.drop(call.id);
}

/** It is with somebody else, or waits again. @param {string} callId */
function leave(callId) {
  if (!desk.calls.get(callId)) return;
  if (phone.callId === callId) phone.disconnect();
  conflicts.clear(callId);
  desk.calls.drop(callId);
  remember();
  changed();
}

/**
 * It is in hand no more: over, waiting again, or with somebody else.
 * @param {string} callId
 * @param {(offerId: string) => void} claim
 */
async function seeHowItEnded(callId, claim) {
  /** @type {CallView | null} */
  const view = await get(`/calls/${callId}`).catch(() => null);
  const call = desk.calls.get(callId);
  if (!call || call.isOver) return undefined;
  if (view && (isOver(view) || isInHand(view))) return take(view);
  const to = call.view.transfer?.to;
  if (to) toast(fill(words.transferDone, { name: to }));
  showUnsent(call);
  leave(callId);
  if (desk.server) takeUpAgain(desk.server, claim);
  return undefined;
}

/**
 * Shows texts typed too late for a call that a colleague has now, so that the agent can tell them.
 * @param {CallInHand} call
 */
function showUnsent(call) {
  const unsent = saver.unsent(call.id).filter((field) => field.raw?.trim());
  if (!unsent.length) return;
  openDialog(words.unsent, () => html`<dl>${unsent.map(({ path, raw }) => html`<div>
    <dt><b>${stepAt(call.view, path)?.title ?? words.notes}</b></dt><dd>${raw}</dd></div>`)}</dl>`);
}

/**
 * Loading the page anew hangs the browser's phone up, and the call goes back to those that wait.
 * @param {State} state
 * @param {(offerId: string) => void} claim
 */
function takeUpAgain({ offers: waiting }, claim) {
  if (!desk.calls.isFree) return;
  const before = justBefore();
  const again = before.map((id) => waiting.find((offer) => offer.again && offer.call_id === id)).find(Boolean);
  if (!again) return;
  forget();
  claim(again.id);
}

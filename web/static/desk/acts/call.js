// What the agent does with calls and with their own status.

import { Refusal } from "../../shared/api.js";
import { announce, byId, words } from "../../shared/dom.js";
import { bringsStep, forgetPresses, rememberPresses } from "../keys/ahead.js";
import { post } from "../net/api.js";
import { contact } from "../net/contact.js";
import { saver } from "../net/saver.js";
import { take } from "../news/news.js";
import { phone } from "../phone/phone.js";
import { changed, desk, front } from "../state/desk.js";

/** @import { CallInHand } from "../state/calls-in-hand.js" */

const HANG_UP_ONCE = 1000;
const SURE_WITHIN = 6000;

export const claim = bringsStep(async (/** @type {string} */ offerId) => {
  const before = front();
  const wanted = desk.server?.offers.find(({ id }) => id === offerId)?.call_id;
  const view = await contact.attempt(() => post(`/offers/${offerId}/claim`));
  if (view) {
    announce(words.taken);
    take(view, { toFront: true });
    return;
  }
  const pressed = forgetPresses(); // another call may be taken during the look
  await contact.refresh();
  if (front() === before) forgetPresses();
  else if (front()?.id === wanted) rememberPresses(pressed);
});

/**
 * A press of a button of the call, by the name of its route.
 * @param {string} name
 */
export async function act(name) {
  const call = front();
  if (!call) return undefined;
  if (name === "phone") return phone.connect(call.id, call.view.leg?.id, { pressed: true });
  if (name === "mute") return mute(call);
  if (name === "hangup" && !isFirstPress(call)) return undefined;
  if (name === "objection" && !isSure(call)) return undefined;
  if (name === "close") return close(call);
  const view = await contact.attempt(() => post(`/calls/${call.id}/${name}`));
  return view && desk.calls.get(view.id) ? take(view) : contact.refresh();
}

/** Where answers are missing, it is the reason that is asked for. @param {CallInHand} call */
async function close(call) {
  await saver.flushAll(call.id);
  call.refused = "";
  if (call.view.run?.missing.length && !call.reason.trim()) return askForReason(call, words.reasonMissing);
  let code = "";
  const view = await contact.attempt(() =>
    post(`/calls/${call.id}/close`, { override_reason: call.reason }).catch((error) => {
      if (error instanceof Refusal) ({ code } = error);
      throw error;
    }));
  if (view && desk.calls.get(view.id)) return take(view);
  if (code === "reason") return askForReason(call, contact.refused);
  call.refused = contact.refused;
  call.gateOpen = true;
  return contact.refresh();
}

/** @param {CallInHand} call @param {string} why */
function askForReason(call, why) {
  announce(why);
  call.reasonRefused = why;
  call.gateOpen = true;
  changed();
  byId("override")?.focus();
}

/** A double press is one. @param {CallInHand} call */
function isFirstPress(call) {
  const again = Date.now() - call.hangUpAt < HANG_UP_ONCE;
  if (!again) call.hangUpAt = Date.now();
  return !again;
}

/** @param {CallInHand} call */
function isSure(call) {
  const sure = Date.now() < call.sureUntil;
  call.sureUntil = sure ? 0 : Date.now() + SURE_WITHIN;
  changed();
  if (!sure) setTimeout(changed, SURE_WITHIN + 50);
  return sure;
}

/** @param {CallInHand} call */
function mute(call) {
  phone.mute(call.id, phone.muteIn !== call.id);
  changed();
}

export function holdOrResume() {
  const call = front();
  if (!call || call.view.state === "connected") return act("hold");
  const { talking } = desk.calls;
  return (talking && talking !== call) || call.view.parked ? talkTo(call.id) : act("resume");
}

/** The next call comes to the front; a held one is talked to, and the one that talks is held. */
export function swap() {
  const other = desk.calls.after(desk.calls.frontId);
  if (other?.view.state === "held") talkTo(other.id);
  else if (other) showCall(other.id);
}

/** @param {string} id */
export function showCall(id) {
  desk.calls.bringToFront(id);
  changed();
}

/** @param {string} id */
export async function talkTo(id) {
  showCall(id);
  const view = await contact.attempt(() => post(`/calls/${id}/switch`));
  if (view) take(view, { toFront: true });
  await contact.refresh();
}

/** @param {string} status @param {string} [reason] of a break */
export async function setStatus(status, reason = "") {
  const now = await contact.attempt(() => post("/status", { status, reason }));
  if (now && desk.server) Object.assign(desk.server, now); // before the first look, that look will tell
  await contact.refresh();
}

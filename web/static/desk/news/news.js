// What the server says of the calls in hand, and what follows from it on this page.

import { get } from "../net/api.js";
import { setServerTime } from "../parts/clock.js";
import { desk, offers, pathOf, shown } from "../state/desk.js";
import { openDialog } from "../parts/dialog.js";
import { announce, fill, h, words } from "../../shared/dom.js";
import { draw } from "../drawing.js";
import { isInHand, isOver } from "../state/calls-in-hand.js";
import { toast } from "../../shared/toast.js";

const JUST_LOADED = 10000;
const MINE = "filrouge-calls"; // of this page, for its next loading

let hadBefore = JSON.parse(sessionStorage.getItem(MINE) ?? "[]"); // it was loaded anew

// `claim(offer)` takes an offered call.
export function apply(state, claim) {
  const known = new Set(desk.state?.offers.map((offer) => offer.id) ?? []);
  const first = desk.state === null;
  setServerTime(state.now);
  desk.state = state;
  state.calls.forEach((view) => take(view));
  const listed = new Set(state.calls.map((view) => view.id));
  desk.hand.open.filter((call) => !listed.has(call.id)).forEach((call) => seeHowItEnded(call.id));
  ringUp(desk.hand.talking ?? desk.hand.open.find((call) => call.isLive && call.view.leg));
  if (first && desk.hand.first()) desk.hand.show(desk.hand.first().id);
  if (desk.hand.isFree) takeUpAgain(claim);
  state.offers.filter((offer) => !known.has(offer.id) && offers().includes(offer)).forEach((offer) =>
    announce(fill(words.offerArrived, { client: offer.client.name || words.unassigned })));
  draw();
}

// A newer view of a call. `show` brings it to the front.
export function take(view, { show = false } = {}) {
  const known = desk.hand.get(view.id);
  if (!isOver(view) && !isInHand(view)) return leave(view.id);
  if (!known && isOver(view)) return undefined;
  const before = known?.view;
  const call = known ?? begin(view);
  if (known && !known.take(view)) return undefined;
  if (show || !shown() || (shown().isOver && !call.isOver)) desk.hand.show(call.id);
  if (call.isTalking || show) ringUp(call);
  if (call.isOver) finish(call);
  if (before) adoptFromElsewhere(call, before);
  if (before?.transfer && !view.transfer) tellWhyItStays(view.transfer_ended);
  remember();
  draw();
  return undefined;
}

// The phone is in one room alone: that of the call that talks. A parked call has no leg.
function ringUp(call) {
  if (!call?.isLive || !call.view.leg) return;
  if (desk.phone.callId !== call.id) call.muted = false;
  desk.phone.connect(call.id, call.view.leg.id);
}

function begin(view) {
  const call = desk.hand.add(view);
  const waiting = desk.state?.offers.map((offer) => offer.call_id) ?? [];
  desk.saver.forgetAllBut([...desk.hand.open.map((one) => one.id), ...waiting, ...justBefore()]);
  view.run?.steps.forEach((step) => desk.saver.resume(view.id, pathOf(step.key)));
  return call;
}

// Another page saved the step that is shown here; taken over where nothing is being typed.
function adoptFromElsewhere(call, before) {
  if (call !== shown()) return;
  const old = before.run?.steps.find((step) => step.key === call.script.shown);
  const fresh = call.script.step();
  const typing = desk.saver.pending(call.id, pathOf(call.script.shown)) !== null;
  const { panel } = desk;
  if (fresh && old && fresh.revision > old.revision && !typing && panel.raw !== fresh.raw) panel.adopt(fresh.raw);
}

// A colleague was asked, and did not come.
function tellWhyItStays(ended) {
  if (["missed", "unavailable"].includes(ended?.how)) toast(fill(words.transferMissed, { name: ended.to }));
}

// With other calls in hand the desk goes on with them at once, and says what became of this one.
function finish(call) {
  if (desk.phone.callId === call.id) desk.phone.disconnect();
  desk.conflicts.clear(call.id);
  if (call !== shown() || !desk.hand.open.length) return;
  const number = call.view.ticket?.number ?? "";
  toast(fill(call.view.state === "closed" ? words.closedTitle : words.abandonedTitle, { number }));
  desk.hand.drop(call.id);
}

// It is with somebody else, or waits again.
export function leave(callId) {
  const call = desk.hand.get(callId);
  if (!call) return;
  if (desk.phone.callId === callId) desk.phone.disconnect();
  desk.conflicts.clear(callId);
  desk.hand.drop(callId);
  remember();
  draw();
}

// It is in hand no more: over, or with somebody else.
async function seeHowItEnded(callId) {
  const told = await get(`/calls/${callId}`).catch(() => null);
  const call = desk.hand.get(callId);
  if (!call || call.isOver) return undefined;
  if (told && (isOver(told) || isInHand(told))) return void take(told);
  const to = call.view.transfer?.to;
  if (to) toast(fill(words.transferDone, { name: to }));
  showUnsent(call);
  leave(callId);
  return undefined;
}

// What was typed too late for a call that somebody else has now: to be told them, it must be seen.
function showUnsent(call) {
  const unsent = desk.saver.unsent(call.id).filter((field) => field.raw.trim());
  if (!unsent.length) return;
  const titleOf = ({ path }) => call.script.step(path.replace("answers/", ""))?.title ?? words.notes;
  openDialog(words.unsent, [h("dl", {}, unsent.map((field) => h("div", {}, h("dt", {}, h("b", {}, titleOf(field))), h("dd", {}, field.raw))))]);
}

// Those in hand, the one that talks first; while the page is new also those it had before.
function remember() {
  const { talking, open } = desk.hand;
  const ids = [...(talking ? [talking.id] : []), ...open.map((call) => call.id), ...justBefore()];
  sessionStorage.setItem(MINE, JSON.stringify([...new Set(ids)]));
}

const justBefore = () => (performance.now() < JUST_LOADED ? hadBefore : []);

// Loading the page anew hangs the browser's phone up, and the call goes back to those that wait.
function takeUpAgain(claim) {
  const again = desk.state.offers.filter((offer) => offer.again && justBefore().includes(offer.call_id));
  if (!again.length) return;
  again.sort((a, b) => hadBefore.indexOf(a.call_id) - hadBefore.indexOf(b.call_id));
  hadBefore = []; // once: a phone that fails again is for the person to see
  claim(again[0].id);
}

// What the agent does.

import { post } from "../net/api.js";
import { desk, isQuiet, pathOf, shown } from "../state/desk.js";
import { announce, byId, words } from "../../shared/dom.js";
import { draw, drawCall } from "../drawing.js";
import { take } from "../news/news.js";

const HANG_UP_ONCE = 1000;
const SURE_WITHIN = 6000;

export async function claim(offerId) {
  const view = await desk.contact.attempt(() => post(`/offers/${offerId}/claim`));
  if (!view) return desk.contact.refresh();
  announce(words.taken);
  return take(view, { show: true });
}

export function go(key) {
  if (key === null || isQuiet()) return;
  const call = shown();
  call.script.go(key);
  call.gateOpen = call.view.state === "wrapping" || call.script.step()?.kind === "end";
  draw();
}

// Also where the step is shown already: the person wants to be in it.
export function goInto(key) {
  go(key);
  desk.panel.focus();
}

export async function next() {
  const call = shown();
  const step = call?.script.step();
  if (!step || isQuiet()) return;
  if (step.kind === "end") return void end(call);
  const path = pathOf(step.key);
  if (desk.saver.pending(call.id, path) === null) {
    const passing = call.script.passing(step, desk.panel.raw);
    if (passing !== null) desk.saver.type(call.id, path, passing, step.revision);
  }
  await desk.saver.flush(call.id, path);
  if (shown() !== call || call.script.shown !== step.key) return;
  if (call.script.isHeldUp(call.script.step())) return void desk.panel.insist();
  go(call.script.following());
}

// Behind the last step: what is missing, and without that the end of the wrap-up.
function end(call) {
  const { state, run } = call.view;
  if (run.missing.length) go(run.missing[0].key);
  else if (state === "wrapping") act("close");
}

export function back() {
  if (!isQuiet() && shown().view.run) go(shown().script.before());
}

// A press of a button of the call, by the name of its route.
export async function act(name) {
  const call = shown();
  if (name === "phone") return void desk.phone.connect(call.id, call.view.leg?.id, { pressed: true });
  if (name === "mute") return void mute(call);
  if (name === "hangup" && !isFirstPress(call)) return undefined;
  if (name === "objection" && !isSure(call)) return undefined;
  const body = name === "close" ? { override_reason: byId("override")?.value ?? "" } : {};
  call.refused = "";
  const view = await desk.contact.attempt(() => post(`/calls/${call.id}/${name}`, body));
  if (view && desk.hand.get(view.id)) return void take(view);
  if (name === "close") {
    call.refused = desk.contact.refused;
    call.gateOpen = true;
  }
  return desk.contact.refresh();
}

// A double press is one.
function isFirstPress(call) {
  const again = Date.now() - call.hangUpAt < HANG_UP_ONCE;
  if (!again) call.hangUpAt = Date.now();
  return !again;
}

function isSure(call) {
  const sure = Date.now() < call.sureUntil;
  call.sureUntil = sure ? 0 : Date.now() + SURE_WITHIN;
  drawCall();
  if (!sure) setTimeout(drawCall, SURE_WITHIN + 50);
  return sure;
}

function mute(call) {
  call.muted = !call.muted;
  desk.phone.mute(call.muted);
  drawCall();
}

export function holdOrResume() {
  const call = shown();
  if (call.view.state !== "held") return act("hold");
  return desk.hand.talking || call.view.parked ? talkTo(call.id) : act("resume");
}

// The next call comes to the front; a held one is talked to, and the one that talks is held.
export function swap() {
  const other = desk.hand.after(desk.hand.shownId);
  if (!other) return;
  if (other.view.state === "held") talkTo(other.id);
  else showCall(other.id);
}

export function showCall(id) {
  desk.hand.show(id);
  draw();
}

export async function talkTo(id) {
  showCall(id);
  const view = await desk.contact.attempt(() => post(`/calls/${id}/switch`));
  if (view) take(view, { show: true });
  await desk.contact.refresh();
}

export async function setStatus(status, reason = "") {
  const told = await desk.contact.attempt(() => post("/status", { status, reason }));
  if (told && desk.state) Object.assign(desk.state, told); // before the first look, that look will tell
  await desk.contact.refresh();
}

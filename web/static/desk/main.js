// The agent's desk: the server owns the state of the call, this page shows it and sends what is typed.

import { get, post } from "./api.js";
import { refreshTimers, setServerTime } from "./clock.js";
import { Conflicts } from "./conflicts.js";
import { announce, byId, fill, h, show, words } from "./dom.js";
import { Contact } from "./contact.js";
import { Feed } from "./feed.js";
import { listenKeys } from "./keys.js";
import { Notes } from "./notes.js";
import { renderOffers } from "./offers.js";
import { Knowledge, renderCall, renderClient, renderGate, renderInstructions, renderOver, renderSteps } from "./panels.js";
import { Phone } from "./phone.js";
import { ring } from "./ring.js";
import { Saver } from "./saver.js";
import { Script } from "./script.js";
import { renderIdle, renderStatus } from "./status.js";
import { StepPanel } from "./step.js";

const boot = JSON.parse(byId("boot").textContent);
const LIVE = ["claimed", "connected", "held"];
const OVER = ["closed", "abandoned"];
const stage = (call) => (OVER.includes(call.state) ? 2 : call.state === "wrapping" ? 1 : 0);
const HANG_UP_ONCE = 1000;
const SURE_WITHIN = 6000;
const JUST_LOADED = 10000;

const desk = {
  state: null, // the server's word: status, offers, calls
  call: null, // the call in hand, or the one that has just ended
  gateOpen: false,
  refused: "",
  muted: false,
  hangUpAt: 0,
  sureUntil: 0, // an objection erases: it is asked twice
};

const contact = new Contact((state) => apply(state));
const script = new Script();
const phone = new Phone(() => drawCall());
const knowledge = new Knowledge();
const saver = new Saver({
  onView: (view) => view.id === desk.call?.id && take(view),
  onMark: (path, mark, message) => showMark(path, mark, message),
  onConflict: (field, current) => conflicts.add(field, titleOf(field.path), current),
  onReach: (reached) => contact.reached(reached),
});
const notes = new Notes(saver);
const conflicts = new Conflicts((field, mine, current) => settle(field, mine, current));
const panel = new StepPanel({
  onType: (key, raw) => saver.type(desk.call.id, `answers/${key}`, raw, script.step(key)?.revision ?? 0),
  onNext: () => next(),
  onBack: () => back(),
});
const feed = new Feed({
  url: boot.stream,
  elsewhere: boot.elsewhere,
  onNews: () => contact.refresh(),
  onPolling: (on) => contact.trouble("stream", on ? words.polling : ""),
});

const isOver = () => desk.call === null || OVER.includes(desk.call.state);

// What the server says

function apply(state) {
  const known = new Set(desk.state?.offers.map((offer) => offer.id) ?? []);
  setServerTime(state.now);
  desk.state = state;
  const mine = state.calls[0] ?? null;
  if (mine) take(mine);
  else if (!isOver()) seeHowItEnded(desk.call.id);
  else if (desk.call === null && performance.now() < JUST_LOADED) takeUpAgain();
  state.offers.filter((offer) => !known.has(offer.id)).forEach((offer) =>
    announce(fill(words.offerArrived, { client: offer.client.name || words.unassigned })));
  draw();
}

// It is in hand no more: over, or with somebody else.
async function seeHowItEnded(callId) {
  const view = await get(`/calls/${callId}`).catch(() => null);
  if (desk.call?.id !== callId || isOver()) return;
  if (view && OVER.includes(view.state)) take(view);
  else leave();
  draw();
}

// Loading the page anew hangs the browser's phone up, and the call goes back to those that wait.
function takeUpAgain() {
  const before = sessionStorage.getItem("call");
  const offer = desk.state.offers.find((one) => one.again && one.call_id === before);
  if (!offer) return;
  sessionStorage.removeItem("call"); // once: a phone that fails again is for the person to see
  claim(offer.id);
}

// A newer view of the call in hand.
function take(view) {
  if (!OVER.includes(view.state) && !LIVE.includes(view.state) && view.state !== "wrapping") return leave();
  const before = desk.call;
  if (before?.id !== view.id) begin(view);
  else if (stage(view) < stage(before)) return undefined; // an answer that comes late
  desk.call = view;
  script.update(view);
  if (view.state === "wrapping" && before?.state !== "wrapping") desk.gateOpen = true;
  if (LIVE.includes(view.state) && view.leg) phone.connect(view.id, view.leg.id);
  if (OVER.includes(view.state)) finish();
  adoptFromElsewhere(before, view);
  draw();
  return undefined;
}

function begin(view) {
  sessionStorage.setItem("call", view.id);
  saver.forgetAllBut(view.id);
  Object.assign(desk, { call: view, gateOpen: false, refused: "", muted: false, sureUntil: 0 });
  script.begin(view);
  conflicts.clear();
  panel.clear();
  view.run?.steps.forEach((step) => saver.resume(view.id, `answers/${step.key}`));
}

function adoptFromElsewhere(before, view) {
  const old = before?.id === view.id && before.run?.steps.find((step) => step.key === script.shown);
  const fresh = script.step();
  const typing = saver.pending(view.id, `answers/${script.shown}`) !== null;
  if (fresh && old && fresh.revision > old.revision && !typing && panel.raw !== fresh.raw) panel.adopt(fresh.raw);
}

function finish() {
  sessionStorage.removeItem("call");
  phone.disconnect();
  conflicts.clear();
}

function leave() {
  finish();
  desk.call = null;
  script.end();
  panel.clear();
}

// Drawing

function draw() {
  const { state } = desk;
  if (!state) return;
  const offers = isOver() ? state.offers : [];
  byId("desk").removeAttribute("aria-busy");
  byId("desk").classList.toggle("is-idle", !desk.call);
  renderStatus(state);
  renderIdle(state.status, Boolean(desk.call) || offers.length > 0);
  renderOffers(offers, claim);
  ring(offers.length);
  drawCall();
  drawScript();
  refreshTimers();
}

function drawCall() {
  if (!desk.call) return show(byId("call"));
  renderCall(desk.call, { phone: phone.state, muted: desk.muted, sure: Date.now() < desk.sureUntil });
  refreshTimers();
  return undefined;
}

function drawScript() {
  const { call } = desk;
  notes.render(call, isOver());
  if (!call) {
    ["steps", "gate", "instructions", "client"].forEach((id) => show(byId(id)));
    knowledge.render(null, null);
    return panel.clear();
  }
  renderClient(call);
  knowledge.render(call, script.step());
  if (isOver()) {
    panel.release();
    ["steps", "gate", "instructions"].forEach((id) => show(byId(id)));
    return renderOver(call);
  }
  renderInstructions(call);
  drawStep(call);
  if (call.run) renderSteps(call, script.shown);
  renderGate(call, desk.gateOpen, desk.refused);
  return undefined;
}

function drawStep(call) {
  const step = script.step();
  delete byId("step").dataset.shown;
  if (step) panel.render(step, call, saver.pending(call.id, `answers/${step.key}`));
  else if (!call.run) byId("step").replaceChildren(h("p", { class: "notice" }, words.noScript));
}

const titleOf = (path) => (path === "notes" ? words.notes : script.step(path.replace("answers/", ""))?.title ?? "");

function showMark(path, mark, message) {
  const text = { saving: words.saving, saved: words.saved, waiting: words.notSaved, refused: message }[mark];
  if (path === "notes") notes.mark(text);
  else if (path === `answers/${script.shown}`) panel.mark(mark, text);
}

function settle(field, mine, current) {
  saver.settle(field, mine, current);
  if (!mine && field.path === `answers/${script.shown}`) panel.adopt(current.raw);
  if (!mine && field.path === "notes") notes.adopt(current.raw);
  contact.refresh();
}

// What the agent does

async function claim(offerId) {
  const view = await contact.attempt(() => post(`/offers/${offerId}/claim`));
  if (!view) return contact.refresh();
  announce(words.taken);
  return take(view);
}

function go(key) {
  if (key === null || isOver()) return;
  script.go(key);
  desk.gateOpen = desk.call.state === "wrapping" || script.step()?.kind === "end";
  draw();
}

async function next() {
  const step = script.step();
  if (!step || isOver()) return;
  if (step.kind === "end") return void end();
  const { id } = desk.call;
  const path = `answers/${step.key}`;
  if (saver.pending(id, path) === null) {
    const passing = script.passing(step, panel.raw);
    if (passing !== null) saver.type(id, path, passing, step.revision);
  }
  await saver.flush(id, path);
  if (desk.call?.id !== id || script.shown !== step.key) return;
  if (script.isHeldUp(script.step())) return void panel.insist();
  go(script.following());
}

// Behind the last step: what is missing, and without that the end of the wrap-up.
function end() {
  const { state, run } = desk.call;
  if (run.missing.length) go(run.missing[0].key);
  else if (state === "wrapping") act("close");
}

function back() {
  if (!isOver() && desk.call.run) go(script.before());
}

async function act(name) {
  const { call } = desk;
  if (name === "phone") return void phone.connect(call.id, call.leg?.id, { pressed: true });
  if (name === "mute") return void mute();
  if (name === "hangup" && !onceIn("hangUpAt", HANG_UP_ONCE)) return undefined;
  if (name === "objection" && !isSure()) return undefined;
  const body = name === "close" ? { override_reason: byId("override")?.value ?? "" } : {};
  desk.refused = "";
  const view = await contact.attempt(() => post(`/calls/${call.id}/${name}`, body));
  if (view && desk.call?.id === view.id) return void take(view);
  if (name === "close") {
    desk.refused = contact.refused;
    desk.gateOpen = true;
  }
  return contact.refresh();
}

// A double press is one.
function onceIn(name, span) {
  const again = Date.now() - desk[name] < span;
  if (!again) desk[name] = Date.now();
  return !again;
}

function isSure() {
  const sure = Date.now() < desk.sureUntil;
  desk.sureUntil = sure ? 0 : Date.now() + SURE_WITHIN;
  drawCall();
  if (!sure) setTimeout(drawCall, SURE_WITHIN + 50);
  return sure;
}

function mute() {
  desk.muted = !desk.muted;
  phone.mute(desk.muted);
  drawCall();
}

async function setStatus(status, reason = "") {
  const told = await contact.attempt(() => post("/status", { status, reason }));
  if (told) Object.assign(desk.state, told);
  await contact.refresh();
}

document.addEventListener("click", (event) => {
  const target = event.target.closest("[data-act], [data-step], [data-status]");
  if (!target) return;
  if (target.dataset.act) act(target.dataset.act);
  else if (target.dataset.step) go(target.dataset.step);
  else setStatus(target.dataset.status);
});

byId("break").addEventListener("change", (event) => {
  if (event.target.value) setStatus("break", event.target.value);
});

// Each says whether the key was for it.
const whenever = (possible, work) => () => possible() && (work(), true);

listenKeys({
  take: whenever(() => isOver() && desk.state?.offers.length, () => claim(desk.state.offers[0].id)),
  hold: whenever(() => ["connected", "held"].includes(desk.call?.state), () => act(desk.call.state === "held" ? "resume" : "hold")),
  hangUp: whenever(() => LIVE.includes(desk.call?.state), () => act("hangup")),
  next,
  back,
  choose: (number) => panel.digit(number) && next(),
  close: () => act("close"),
});

window.addEventListener("focus", () => contact.refresh());

contact.refresh().then(() => feed.start(desk.state?.number ?? 0));

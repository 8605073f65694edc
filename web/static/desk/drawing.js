// What is drawn where. The page is drawn whole, and at once: lit changes only what differs.

import { byId, words } from "../shared/dom.js";
import { html, nothing, render } from "../shared/lit.js";
import { notice } from "../shared/parts/feedback.js";
import { clientCard } from "./beside/client.js";
import { knowledge } from "./beside/knowledge.js";
import { ticketList } from "./beside/tickets.js";
import { callCard, objection, toBegin } from "./call/card.js";
import { notes } from "./call/notes.js";
import { offerCards } from "./call/offers.js";
import { announceQueue, queueBadge } from "./call/queue.js";
import { drawIdle, drawStatus } from "./call/status.js";
import { tabs } from "./call/tabs.js";
import { refreshStops } from "./keys/roving.js";
import { keysBar } from "./keys/shortcuts.js";
import { saver } from "./net/saver.js";
import { ringHint } from "./ring/hints.js";
import { drawRingMenu, ring } from "./ring/ring.js";
import { drawSoundButton, microphoneHint } from "./sound/hints.js";
import { followSound } from "./sound/panel.js";
import { refreshTimers } from "./state/clock.js";
import { conflicts } from "./script/conflicts.js";
import { gate, overCard } from "./script/gate.js";
import { instructions } from "./script/instructions.js";
import { announceLevel, meterCard } from "./script/meter.js";
import { panel } from "./script/panel.js";
import { path } from "./script/path.js";
import { boot, desk, front, offers, openCall } from "./state/desk.js";
import { pathOf } from "./state/views.js";
import { callerCard, forgetCaller } from "./welcome/callers.js";
import { tour } from "./welcome/tour.js";

/** @import { CallInHand } from "./state/calls-in-hand.js" */
/** @import { State } from "./types.js" */

const ABOVE_THE_STEP = ["conflicts", "gate"]; // they come while one is at the step, and must not do so unseen
const NEAREST = { block: /** @type {const} */ ("nearest") };
/** @type {CallInHand | null} */
let shown = null;

export function draw() {
  render(keysBar(), byId("keys-bar"));
  const { server } = desk;
  if (!server) return void drawPart("sound-hint", microphoneHint()); // the browser may ask for the microphone
  keepingFocus(() => drawAll(server));
  refreshTimers();
  refreshStops();
}

/** @param {State} server */
function drawAll(server) {
  const { calls } = desk;
  const waiting = offers();
  const call = front();
  const open = openCall();
  const meter = open?.view.run?.meter;
  const elsewhere = calls.talking !== null && calls.talking !== call;
  if (waiting.length) forgetCaller();
  const soundHint = microphoneHint();
  const parts = {
    "sound-hint": soundHint,
    "ring-hint": soundHint === nothing ? ringHint() : nothing,
    queue: queueBadge(server.queue, waiting),
    tabs: tabs(calls),
    offers: offerCards(waiting),
    call: call ? callCard(call, elsewhere) : nothing,
    "to-begin": call ? toBegin(call.view) : nothing,
    "notes-place": notes.template(call),
    objection: call ? objection(call) : nothing,
    conflicts: conflicts.template(call?.id ?? ""),
    instructions: open ? instructions(open.view) : nothing,
    gate: open ? gate(open) : nothing,
    steps: open ? path(open.view, open.place.key) : nothing,
    client: call ? clientCard(call.view) : nothing,
    meter: open && meter ? meterCard(meter, open.view.language) : nothing,
    tickets: call ? ticketList(call) : nothing,
    knowledge: knowledge.template(call),
    tour: tour(),
    "caller-place": calls.open.length || waiting.length ? nothing : callerCard(Boolean(call) || !boot.newcomer),
  };
  const isLonger = Object.entries(parts).map(([place, template]) => drawPart(place, template));
  if (shown !== call) startAtTheTop();
  shown = call;
  Object.keys(parts).filter((place, at) => isLonger[at] && ABOVE_THE_STEP.includes(place)).forEach((place) => byId(place).scrollIntoView(NEAREST));
  drawStep(call);
  drawFrame(server, waiting.length > 0);
  announceQueue(server.queue, waiting);
  if (open && meter) announceLevel(open.id, meter);
  ring();
}

/** The step stays in sight where it has less room: in another window, below an offer. */
const room = new ResizeObserver(() => byId("step").contains(document.activeElement) && panel.reveal());
["desk", "tabs", "offers"].forEach((place) => room.observe(byId(place)));

/** @param {string} place @param {unknown} template @returns {boolean} whether there is more in it than before */
function drawPart(place, template) {
  const part = byId(place);
  const before = part.childElementCount;
  render(template, part);
  return part.childElementCount > before;
}

/** What was scrolled to was of another call. */
const startAtTheTop = () => document.querySelectorAll(".zone, .call-rest, .desk-main").forEach((place) => (place.scrollTop = 0));

/** @param {State} server @param {boolean} isOffered */
function drawFrame(server, isOffered) {
  const { calls } = desk;
  const frame = byId("desk");
  frame.removeAttribute("aria-busy");
  frame.classList.toggle("is-idle", !calls.front);
  byId("offers").classList.toggle("is-beside", calls.open.length > 0);
  drawStatus(server, calls);
  drawRingMenu();
  drawSoundButton();
  followSound();
  drawIdle(server, Boolean(calls.front) || isOffered);
}

/** @param {CallInHand | null} call */
function drawStep(call) {
  if (!call) return panel.clear();
  const { step, view } = call;
  if (call.isOver) return panel.clear(overCard(view));
  if (view.run && step) return panel.render(step, { ...view, run: view.run }, saver.pending(call.id, pathOf(step.key)));
  return panel.clear(view.run ? nothing : notice(html`<p>${words.noScript}</p>`));
}

/**
 * Keeps the focus on an element that is made anew in another place of the page.
 * @param {() => void} work
 */
function keepingFocus(work) {
  const before = document.activeElement;
  const name = before && nameOf(before);
  work();
  if (name && document.activeElement === document.body) {
    /** @type {HTMLElement | null} */ (document.querySelector(name))?.focus({ preventScroll: true });
  }
}

/** @param {Element} element */
function nameOf(element) {
  if (element.id) return `#${CSS.escape(element.id)}`;
  const data = [...element.attributes].find(({ name }) => name.startsWith("data-"));
  const place = element.closest("[id]");
  return data && place ? `#${CSS.escape(place.id)} [${data.name}="${CSS.escape(data.value)}"]` : null;
}

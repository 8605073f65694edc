// Which part of the page is drawn when.

import { renderCall } from "./call/card.js";
import { renderClient } from "./beside/client.js";
import { refreshTimers } from "./parts/clock.js";
import { desk, offers, pathOf, shown } from "./state/desk.js";
import { byId, h, show, words } from "../shared/dom.js";
import { renderGate, renderOver } from "./script/gate.js";
import { renderInstructions } from "./script/instructions.js";
import { renderMeter } from "./script/meter.js";
import { renderOffers } from "./call/offers.js";
import { renderPath } from "./script/path.js";
import { ring } from "./call/ring.js";
import { renderIdle, renderStatus } from "./call/status.js";
import { renderTabs } from "./call/tabs.js";

const EMPTY_WITHOUT_CALL = ["steps", "gate", "instructions", "client", "meter"];
const EMPTY_WHEN_OVER = ["steps", "gate", "instructions", "meter"];

export function draw() {
  const { state, hand } = desk;
  if (!state) return;
  const waiting = offers();
  const ringing = waiting.filter((offer) => offer.state !== "missed" || !hand.open.length);
  byId("desk").removeAttribute("aria-busy");
  byId("desk").classList.toggle("is-idle", !hand.shown);
  renderStatus(state);
  renderIdle(state.status, Boolean(hand.shown) || waiting.length > 0);
  renderOffers(waiting, desk.claim);
  byId("offers").classList.toggle("is-beside", hand.open.length > 0);
  renderTabs(hand);
  ring(ringing.length);
  drawCall();
  drawScript();
  refreshTimers();
}

export function drawCall() {
  const call = shown();
  if (!call) return show(byId("call"));
  const phone = desk.phone.callId === call.id ? desk.phone.state : "off";
  renderCall(call.view, {
    phone: desk.phone.state === "elsewhere" ? "elsewhere" : phone,
    muted: call.muted,
    sure: Date.now() < call.sureUntil,
    talkingElsewhere: desk.hand.talking !== null && desk.hand.talking !== call,
  });
  refreshTimers();
  return undefined;
}

function drawScript() {
  const call = shown();
  desk.notes.render(call?.view ?? null, !call || call.isOver);
  desk.conflicts.draw(call?.id ?? "");
  if (!call) return clear();
  renderClient(call.view);
  desk.tickets.render(call.view, call.isOver);
  desk.knowledge.render(call.view, call.script.step());
  if (call.isOver) {
    desk.panel.release();
    EMPTY_WHEN_OVER.forEach((id) => show(byId(id)));
    return renderOver(call.view);
  }
  renderInstructions(call.view);
  drawStep(call);
  renderPath(call.view, call.script.shown);
  renderMeter(call.view);
  renderGate(call.view, call.gateOpen, call.refused);
  return undefined;
}

function clear() {
  EMPTY_WITHOUT_CALL.forEach((id) => show(byId(id)));
  desk.tickets.clear();
  desk.knowledge.render(null, null);
  desk.panel.clear();
}

function drawStep(call) {
  const step = call.script.step();
  delete byId("step").dataset.shown;
  if (step) desk.panel.render(step, call.view, desk.saver.pending(call.id, pathOf(step.key)));
  else if (!call.view.run) byId("step").replaceChildren(h("p", { class: "notice" }, words.noScript));
}

// The call that is shown: its state, its times, the phone, and what can be done to it.

import { desk } from "../state/desk.js";
import { byId, fill, h, quoted, show, words } from "../../shared/dom.js";
import { isLive } from "../state/calls-in-hand.js";

export function renderCall(call, how) {
  show(byId("call"), h("article", { class: "call-card", style: { "--client": call.client.colour } },
    h("p", { class: `call-state is-${call.state}` }, words[call.state]),
    h("h3", {}, call.client.name || words.unassigned),
    h("p", { class: "offer-line" }, call.line),
    call.greeting && !hasBegun(call) && h("p", { class: "offer-greeting", lang: call.language }, h("span", { class: "asking-label" }, words.sayFirst), quoted(call.greeting)),
    handedOver(call),
    timers(call),
    isLive(call) && phone(call, how),
    h("p", { class: "recording-state" }, recordingWord(call.recording)),
    handsOver(call),
    isLive(call) && buttons(call, how),
    objection(call, how)));
}

// The greeting is said by then.
const hasBegun = (call) => Boolean(call.run?.steps.some((step) => step.revision));

const row = (label, since, until) =>
  since && h("div", {}, h("dt", {}, label), h("dd", { "data-since": since, "data-until": until ?? null }, "0:00"));

function timers({ state, timers: at }) {
  const live = isLive({ state });
  return h("dl", { class: "timers" },
    row(words.waiting, at.waiting_at ?? at.started_at, at.connected_at ?? at.ended_at ?? (live ? null : at.started_at)),
    row(words.connected, at.connected_at, at.ended_at),
    row(words.wrapping, at.ended_at, at.closed_at));
}

function handedOver({ transferred_from: from }) {
  return from && h("p", { class: "notice handed-over" }, h("b", {}, `${words.transferredFrom} ${from.name}`), from.note && h("span", {}, quoted(from.note)));
}

// A colleague is asked; until they take it, it can be taken back.
function handsOver(call) {
  const { transfer } = call;
  return transfer && h("div", { class: "notice hands-over", role: "status" },
    h("span", {}, `${fill(words.transferWaits, { name: transfer.to })} `, h("b", { "data-since": transfer.since }, "0:00")),
    press("takeBack", words.takeBack, { class: "button small" }));
}

// A held call has no phone in it while the agent talks to another caller.
function phone(call, { phone: state, talkingElsewhere }) {
  if (call.parked && !talkingElsewhere) return null;
  if (talkingElsewhere) return h("p", { class: "phone is-elsewhere-call", role: "status" }, words.talkingElsewhere);
  const needed = ["off", "failed", "elsewhere"].includes(state);
  return [
    h("p", { class: `phone is-${state}`, role: "status" }, phoneWord(state)),
    needed && h("button", { type: "button", class: "button primary", "data-act": "phone" }, words.connectPhone),
  ];
}

function phoneWord(state) {
  const said = { on: words.phoneOn, connecting: words.phoneConnecting, failed: words.phoneFailed, elsewhere: words.phoneElsewhere };
  return said[state] ?? words.phoneOff;
}

function recordingWord(recording) {
  if (recording.objected) return words.objected;
  if (recording.mode === "off") return words.notRecorded;
  if (recording.state || recording.mode === "always") return `● ${words.recorded}`;
  return words.onDemand;
}

function buttons(call, { muted, talkingElsewhere }) {
  const held = call.state === "held";
  const away = talkingElsewhere || call.parked; // no phone of ours is in it
  const hold = held ? (talkingElsewhere ? words.talkToThis : words.resume) : words.hold;
  return h("div", { class: "call-buttons" },
    press("holdOrResume", hold, { class: held ? "button primary take-up" : "button", disabled: call.state === "claimed" }),
    !away && h("button", { type: "button", class: "button", "data-act": "mute", "aria-pressed": String(Boolean(muted)), "aria-keyshortcuts": key("mute") }, muted ? words.unmute : words.mute, hint("mute")),
    !away && call.recording.mode === "on_demand" && !call.recording.state && !call.recording.objected &&
      h("button", { type: "button", class: "button", "data-act": "recording" }, words.record),
    call.run && press("transfer", words.transfer, { class: "button", disabled: call.state === "claimed" || Boolean(call.transfer) }),
    h("button", { type: "button", class: "button hang-up", "data-act": "hangup", "aria-keyshortcuts": key("hangUp") }, words.hangUp, hint("hangUp")));
}

const key = (name) => desk.shortcuts.ariaOf(name);
const hint = (name) => desk.shortcuts.hint(name);

// A button that does what a key does.
export function press(name, label, attributes = {}) {
  return h("button", { type: "button", class: "button", "data-do": name, "aria-keyshortcuts": key(name), ...attributes }, label, hint(name));
}

function objection(call, { sure }) {
  const possible = !call.recording.objected && call.recording.mode !== "off";
  if (!possible || !(isLive(call) || call.state === "wrapping")) return null;
  return h("button", { type: "button", class: sure ? "button sure" : "link", "data-act": "objection" }, sure ? words.objectionSure : words.objection);
}

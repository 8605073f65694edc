// How clear the story is so far: in words, with what would make it clearer. It only ever advises.

import { desk } from "../state/desk.js";
import { byId, h, labelled, quoted, show, words } from "../../shared/dom.js";

let told = { call: "", level: "" };

export function renderMeter(call) {
  const meter = call.run?.meter;
  if (!meter) return show(byId("meter"));
  sayWhenItChanges(call.id, meter);
  return show(byId("meter"), h("section", { class: `meter is-${meter.level}`, "aria-labelledby": "meter-title" },
    h("h3", { class: "zone-title", id: "meter-title" }, words.clarity),
    h("p", { class: "meter-level" }, h("span", { class: "meter-word" }, words[`level_${meter.level}`]), h("span", {}, meter.headline)),
    suggestions(call, meter),
    junk(meter),
    signs(meter),
    missing(meter)));
}

// Not on every key: only when the word for it is another one.
function sayWhenItChanges(callId, { level, headline }) {
  const changed = told.call === callId && told.level !== level;
  told = { call: callId, level };
  if (changed) byId("meter-said").textContent = `${labelled(words.clarity)}${words[`level_${level}`]}. ${headline}`;
}

function suggestions(call, { suggestions: rows }) {
  if (!rows.length) return null;
  return [
    h("h4", {}, words.askNext, " ", desk.shortcuts.hint("askNext")),
    h("ol", { class: "meter-asks" }, rows.map((one) => h("li", {}, ask(call, one), h("small", {}, one.why)))),
  ];
}

function ask(call, one) {
  if (!one.step) return h("b", { lang: call.language }, one.ask);
  return h("button", { type: "button", class: "meter-ask", lang: call.language, "data-step": one.step }, one.ask);
}

function junk({ junk: rows }) {
  if (!rows.length) return null;
  return h("ul", { class: "meter-junk" }, rows.map((one) => h("li", {}, h("b", {}, quoted(one.quote)), ` ${one.reason}`)));
}

function signs({ signs: rows }) {
  return h("ul", { class: "meter-signs" }, rows.map((one) =>
    h("li", { class: one.quote ? "is-there" : "", title: one.quote ? quoted(one.quote) : null },
      h("span", { "aria-hidden": "true" }, one.quote ? "✓ " : "○ "),
      h("span", { class: "visually-hidden" }, labelled(one.quote ? words.signThere : words.signAbsent)),
      one.label, one.quote && h("span", { class: "sign-quote" }, ` ${quoted(one.quote)}`))));
}

function missing({ missing: rows }) {
  if (!rows.length) return null;
  return h("div", { class: "meter-missing" }, labelled(words.missing),
    h("ul", {}, rows.map((one) => h("li", {}, h("button", { type: "button", class: "link", "data-step": one.key }, one.title)))));
}

// The calls in hand side by side, where there is more than one.

import { desk } from "../state/desk.js";
import { byId, h, show, words } from "../../shared/dom.js";

export function renderTabs(hand) {
  const calls = hand.open;
  if (calls.length < 2) return show(byId("tabs"));
  return show(byId("tabs"),
    h("h2", { class: "visually-hidden" }, words.callsInHand),
    h("ul", { class: "tabs" }, calls.map((call) => tab(call, hand.shownId))),
    h("span", { class: "tabs-hint" }, desk.shortcuts.hint("swap"), " ", words.swapHint));
}

function tab(call, shownId) {
  const { view } = call;
  const shown = call.id === shownId;
  const since = view.timers.ended_at ?? view.timers.connected_at ?? view.timers.started_at;
  return h("li", { class: shown ? "tab is-shown" : "tab", style: { "--client": view.client.colour } },
    h("button", { type: "button", "data-tab": call.id, "aria-current": shown ? "true" : null },
      h("span", { class: "tab-name" }, view.client.name || words.unassigned),
      h("span", { class: "tab-who" }, view.withheld ? words.withheld : view.caller_shown),
      h("span", { class: `call-state is-${view.state}` }, words[view.state]),
      h("span", { class: "tab-time", "data-since": since }, "0:00")),
    view.state === "held" &&
      h("button", { type: "button", class: "button tab-talk", "data-talk": call.id }, words.talkToThis));
}

// The client's reminders for this moment: those about hours and people on call are the client's card's.

import { byId, h, show } from "../../shared/dom.js";

const OF_THE_CLIENT = ["hours", "on_call", "oncall"];

const isOfTheClient = (one) => OF_THE_CLIENT.includes(one.topic);
const row = (one) => h("li", { class: `tone-${one.tone}` }, one.text);

export function renderInstructions(call) {
  const rows = (call.run?.instructions ?? []).filter((one) => !isOfTheClient(one) || one.tone === "danger");
  show(byId("instructions"), rows.length > 0 && h("ul", { class: "instructions" }, rows.map(row)));
}

export function ofTheClient(call) {
  const rows = (call.run?.instructions ?? []).filter(isOfTheClient);
  return rows.length > 0 && h("ul", { class: "instructions" }, rows.map(row));
}

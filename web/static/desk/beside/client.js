// The client: its clock, its hours, who is on call, and what the ticket is going to say.

import { ofTheClient } from "../script/instructions.js";
import { localTime } from "../parts/clock.js";
import { byId, fill, h, labelled, show, words } from "../../shared/dom.js";
import { outcome } from "../script/gate.js";
import { press } from "../call/card.js";

export function renderClient(call) {
  const { client } = call;
  show(
    byId("client"),
    h("div", { class: "client-card", style: { "--client": client.colour } },
      h("p", {}, labelled(words.localTime), h("b", { "data-zone": client.timezone }, "")),
      hours(client),
      onCall(client),
      ofTheClient(call),
      h("p", { class: "who-and-ticket" }, h("span", {}, call.withheld ? words.withheld : call.caller_shown), ticket(call)),
      call.run && outcome(call.run.outcome),
      scripts(call)),
  );
}

function hours({ hours: told, timezone }) {
  if (told.open === null) return null;
  const until = told.changes_at ? ` ${fill(words.until, { time: localTime(timezone, told.changes_at) })}` : "";
  const today = told.today.length ? fill(words.today, { hours: told.today.join(", ") }) : "";
  return h("p", {}, h("span", { class: told.open ? "hours-open" : "hours-shut" }, told.open ? words.open : words.shut), until, today && h("small", { class: "muted" }, ` (${today})`));
}

function onCall({ on_call: people, timezone }) {
  if (!people.length) return null;
  return h("ul", { class: "on-call" }, people.map((one) => h("li", {},
    h("b", {}, labelled(words.onCall)), `${one.name} `, h("span", { class: "phone-number" }, one.phone_shown), " ",
    h("small", { class: "muted" }, [soon(one.until) && fill(words.until, { time: localTime(timezone, one.until) }), one.note].filter(Boolean).join(" – ")))));
}

// A day of the week says enough only of the next few days.
const soon = (moment) => Date.parse(moment) - Date.now() < 6 * 24 * 3600 * 1000;

function ticket(call) {
  if (!call.ticket) return null;
  const link = h("a", { href: `/tickets/${call.ticket.id}`, target: "_blank", rel: "noopener" }, String(call.ticket.number));
  return h("span", {}, `${call.ticket.joined ? words.joinsTicket : words.ticket} `, link);
}

function scripts(call) {
  if ((call.scripts ?? []).length < 2) return null;
  const current = call.scripts.find((one) => one.current);
  return h("div", { class: "script-line" }, h("span", {}, labelled(words.script), current?.name ?? ""), press("switchScript", words.switchScript, { class: "button small" }));
}

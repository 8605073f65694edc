// The client: its clock, its hours, who is on call, and what the ticket is going to say.

import { fill, labelled, words } from "../../shared/dom.js";
import { html, nothing, styled } from "../../shared/lit.js";
import { actionButton } from "../keys/shortcuts.js";
import { localTime } from "../state/clock.js";
import { instructionsOfTheClient } from "../script/instructions.js";
import { outcome } from "../script/outcome.js";

/** @import { CallView, Client } from "../types.js" */

/** @param {CallView} call */
export const clientCard = (call) => html`<div class="client-card" ${styled({ "--client": call.client.colour })}>
  <p>${labelled(words.localTime)}<b data-zone=${call.client.timezone}></b></p>
  ${hours(call.client)}
  ${onCall(call.client)}
  ${instructionsOfTheClient(call)}
  <p class="who-and-ticket"><span>${call.withheld ? words.withheld : call.caller_shown}</span>${ticket(call)}</p>
  ${call.run ? outcome(call.run.outcome) : nothing}
  ${scripts(call)}
</div>`;

/** 07:30-19:00 in one piece, with the dash of a span. @param {string} span */
const unbroken = (span) => span.replace("-", "\u2060–\u2060");

/** @param {Client} client */
function hours({ hours: { open, today, changes_at: change }, timezone }) {
  if (open === null) return nothing;
  const until = change ? fill(words.until, { time: localTime(timezone, change) }) : "";
  const all = today.length ? html`<small class="muted">(${fill(words.today, { hours: today.map(unbroken).join(", ") })})</small>` : nothing;
  return html`<p><span class=${open ? "hours-open" : "hours-shut"}>${open ? words.open : words.shut}</span> ${until} ${all}</p>`;
}

/** @param {Client} client */
function onCall({ on_call: people, timezone }) {
  if (!people.length) return nothing;
  return html`<ul class="on-call">${people.map((one) => html`<li>
    <b>${labelled(words.onCall)}</b>${one.name} <span class="phone-number">${one.phone_shown}</span>
    <small class="muted">${[isSoon(one.until) && fill(words.until, { time: localTime(timezone, one.until) }), one.note].filter(Boolean).join(" – ")}</small>
  </li>`)}</ul>`;
}

/** A day of the week says enough only of the next few days. @param {string} moment */
const isSoon = (moment) => Date.parse(moment) - Date.now() < 6 * 24 * 3600 * 1000;

/** @param {CallView} call */
function ticket({ ticket: one }) {
  if (!one) return nothing;
  return html`<span>${one.joined ? words.joinsTicket : words.ticket} <a href="/tickets/${one.id}" target="_blank" rel="noopener">${one.number}</a></span>`;
}

/** @param {CallView} call */
function scripts({ scripts: all }) {
  if (all.length < 2) return nothing;
  return html`<div class="script-line">
    <span>${labelled(words.script)}${all.find((one) => one.current)?.name}</span>
    ${actionButton("switchScript", words.switchScript, { class: "button small" })}
  </div>`;
}

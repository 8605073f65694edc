// The caller's tickets at this client, and which of them the call is about.

import { words } from "../../shared/dom.js";
import { html, nothing, repeat } from "../../shared/lit.js";
import { ticketTitle } from "../../shared/ticket-title.js";
import { actionButton } from "../keys/shortcuts.js";

/** @import { CallInHand } from "../state/calls-in-hand.js" */
/** @import { CallView, Ticket } from "../types.js" */

/** @param {CallInHand} call */
export function ticketList({ view, isOver }) {
  const { open, recent } = view.history;
  const canJoin = !isOver && !view.ticket?.joined;
  return html`<section aria-labelledby="tickets-title">
    <h3 class="zone-title" id="tickets-title">${words.callersTickets}</h3>
    ${open.length || recent.length ? nothing : html`<p class="muted">${words.noTickets}</p>`}
    ${list(open, view, !isOver)}
    ${canJoin && open.length ? actionButton("joinTicket", words.isAboutThis, { class: "button small" }) : nothing}
    ${recent.length ? html`<h4>${words.recentTickets}</h4>` : nothing}
    ${list(recent, view, false)}
  </section>`;
}

/** @param {Ticket[]} rows @param {CallView} view @param {boolean} changeable */
const list = (rows, view, changeable) =>
  rows.length ? html`<div role="toolbar" aria-label=${words.callersTickets} data-rove="a, button">
    <ul class="history">${repeat(rows, (one) => one.id, (one) => row(one, view, changeable))}</ul></div>` : nothing;

/** @param {Ticket} one @param {CallView} view @param {boolean} changeable */
function row(one, { ticket }, changeable) {
  const isJoined = ticket?.joined && ticket.id === one.id;
  const button = isJoined
    ? html`<button type="button" class="link" data-do="leaveTicket">${words.notThis}</button>`
    : html`<button type="button" class="link" data-join=${one.id} aria-label="${words.isAboutThis} ${one.number}">${words.thisOne}</button>`;
  return html`<li class=${isJoined ? "is-joined" : ""}>
    <a href="/tickets/${one.id}" target="_blank" rel="noopener"><b>${one.number}</b> ${ticketTitle(one)}</a>
    <small>${one.state_shown} – ${one.opened_shown}</small>
    ${changeable && (isJoined || !ticket?.joined) ? button : nothing}
  </li>`;
}

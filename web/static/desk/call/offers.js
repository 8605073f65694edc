// Calls that wait and can be taken.

import { quoted, words } from "../../shared/dom.js";
import { html, nothing, repeat, styled } from "../../shared/lit.js";
import { ticketTitle } from "../../shared/ticket-title.js";
import { ariaKey, hint } from "../keys/shortcuts.js";
import { ticking } from "../state/clock.js";
import { handover } from "./card.js";

/** @import { Offer } from "../types.js" */

/** @param {Offer[]} offers */
export const offerCards = (offers) => repeat(offers, (offer) => offer.id, (offer, index) => card(offer, index === 0));

/** @param {Offer} offer @param {boolean} isFirst the key takes this one */
const card = (offer, isFirst) => html`<article class="offer" ${styled({ "--client": offer.client.colour })} data-offer=${offer.id}>
  <h2 class="offer-client">${offer.client.name || words.unassigned}</h2>
  <p class="offer-line">${offer.line}</p>
  ${handover(offer, words.sentBy)}
  ${offer.greeting ? html`<p class="offer-greeting" lang=${offer.language}>${quoted(offer.greeting)}</p>` : nothing}
  <p class="offer-facts">
    <span>${offer.withheld ? words.withheld : offer.caller_shown}</span>
    <span>${words.waits} ${ticking(offer.waiting_since)}</span>
    ${(offer.missed || offer.again) && !offer.transferred_from
      ? html`<span class="offer-missed">${offer.again ? words.again : words.missed}</span>` : nothing}
  </p>
  ${offer.open_tickets.length ? openTickets(offer) : nothing}
  <button type="button" class="button primary take" data-take=${offer.id} aria-keyshortcuts=${isFirst ? ariaKey("take") : nothing}>
    ${words.take} ${isFirst ? hint("take") : nothing}</button>
</article>`;

/** @param {Offer} offer */
const openTickets = ({ open_tickets: rows }) => html`<h3>${words.openTickets}</h3>
  <ul class="open-tickets">${rows.map((one) => html`<li>
    <a href="/tickets/${one.id}" target="_blank" rel="noopener">${one.number} ${ticketTitle(one)}</a></li>`)}</ul>`;

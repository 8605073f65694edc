// Calls that wait and can be taken.

import { desk } from "../state/desk.js";
import { byId, fill, h, quoted, show, words } from "../../shared/dom.js";

export function renderOffers(offers, take) {
  const place = byId("offers");
  show(place, ...offers.map((offer, index) => card(offer, index)));
  place.querySelectorAll("[data-take]").forEach((button) => {
    button.onclick = () => take(button.dataset.take);
  });
}

function card(offer, index) {
  const name = offer.client.name || words.unassigned;
  return h(
    "article",
    { class: "offer", style: { "--client": offer.client.colour }, "data-offer": offer.id },
    h("h3", { class: "offer-client" }, name),
    h("p", { class: "offer-line" }, offer.line),
    handedOver(offer),
    offer.greeting && h("p", { class: "offer-greeting", lang: offer.language }, quoted(offer.greeting)),
    facts(offer),
    offer.open_tickets.length > 0 && h("h4", {}, words.openTickets),
    tickets(offer.open_tickets),
    h(
      "button",
      { type: "button", class: "button primary take", "data-take": offer.id, "aria-keyshortcuts": index === 0 ? desk.shortcuts.ariaOf("take") : null },
      words.take,
      index === 0 && desk.shortcuts.hint("take"),
    ),
  );
}

function facts(offer) {
  return h(
    "p",
    { class: "offer-facts" },
    h("span", {}, offer.withheld ? words.withheld : offer.caller_shown),
    h("span", {}, `${words.waits} `, h("b", { "data-since": offer.waiting_since }, "0:00")),
    (offer.missed || offer.again) && !offer.transferred_from &&
      h("span", { class: "offer-missed" }, offer.again ? words.again : words.missed),
  );
}

// A colleague sends it: who, and what they say about it.
function handedOver(offer) {
  const from = offer.transferred_from;
  return from && h("p", { class: "notice handed-over" },
    h("b", {}, fill(words.sentBy, { name: from.name })), from.note && h("span", {}, quoted(from.note)));
}

function tickets(rows) {
  if (!rows.length) return null;
  return h(
    "ul",
    { class: "open-tickets" },
    rows.map((row) =>
      h("li", {}, h("a", { href: `/tickets/${row.id}`, target: "_blank", rel: "noopener" }, row.title ? `${row.number} – ${row.title}` : `${row.number}`)),
    ),
  );
}

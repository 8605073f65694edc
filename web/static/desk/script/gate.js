// The end of a call: what is still missing, the reason to close without it, and what became of it.

import { byId, fill, h, labelled, show, words } from "../../shared/dom.js";

export function renderGate(call, open, refused) {
  const place = byId("gate");
  const { missing } = call.run ?? { missing: [] };
  if (!open) return show(place);
  const reason = place.querySelector("#override")?.value ?? "";
  const changed = show(
    place,
    h("section", { class: "gate", "aria-labelledby": "gate-title" },
      h("h3", { id: "gate-title" }, missing.length ? labelled(words.missing) : words.nothingMissing),
      missing.length > 0 && h("ul", { class: "missing" }, missing.map((one) =>
        h("li", {}, h("button", { type: "button", class: "button", "data-step": one.key, title: one.why || null }, one.title)))),
      refused && h("p", { class: "notice danger", role: "alert" }, refused),
      call.state === "wrapping" ? closing(missing) : h("p", { class: "muted" }, words.closeFirst)),
  );
  const field = place.querySelector("#override");
  if (changed && field && place.dataset.call === call.id) field.value = reason;
  place.dataset.call = call.id;
  return changed;
}

function closing(missing) {
  const button = h("button", { type: "button", class: "button primary", "data-act": "close" }, missing.length ? words.closeAnyway : words.close);
  if (!missing.length) return button;
  return [h("label", { for: "override" }, words.reason), h("div", { class: "gate-close" }, h("textarea", { id: "override", rows: "1" }), button)];
}

// What the ticket is going to say, as far as the answers go.
export function outcome(told) {
  return h("div", { class: "outcome" },
    h("p", {}, h("span", { class: `priority p${told.priority}` }, `${words.priority} ${told.priority}`), " ", told.team),
    h("p", { class: "muted" }, told.title));
}

export function renderOver(call) {
  const title = call.state === "closed" ? words.closedTitle : words.abandonedTitle;
  show(byId("step"), h("article", { class: "step-card over" },
    h("h3", { tabindex: "-1", id: "step-title" }, fill(title, { number: call.ticket?.number ?? "" })),
    call.run && call.state === "closed" && outcome(call.run.outcome),
    call.ticket && h("p", {}, h("a", { href: `/tickets/${call.ticket.id}`, target: "_blank", rel: "noopener" }, words.seeTicket)),
    h("p", { class: "muted" }, words.nextCall)));
}

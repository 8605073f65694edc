// The caller's tickets at this client, and "this call is about ticket N".

import { ask, post } from "../net/api.js";
import { press } from "../call/card.js";
import { desk, isQuiet, shown } from "../state/desk.js";
import { choose } from "../parts/dialog.js";
import { byId, fill, h, show, words } from "../../shared/dom.js";
import { take } from "../news/news.js";
import { toast } from "../../shared/toast.js";

export class Tickets {
  render(call, over) {
    const { open, recent } = call.history;
    show(byId("tickets"), h("section", { "aria-labelledby": "tickets-title" },
      h("h3", { class: "zone-title", id: "tickets-title" }, words.callersTickets),
      !open.length && !recent.length && h("p", { class: "muted" }, words.noTickets),
      open.length > 0 && h("ul", { class: "history" }, open.map((one) => this.row(one, call, over))),
      !over && open.length > 0 && !call.ticket?.joined && press("joinTicket", words.isAboutThis, { class: "button small" }),
      recent.length > 0 && h("h4", {}, words.recentTickets),
      recent.length > 0 && h("ul", { class: "history" }, recent.map((one) => this.row(one, call, true)))));
  }

  clear() {
    show(byId("tickets"));
  }

  row(one, call, over) {
    const joined = call.ticket?.joined && call.ticket.id === one.id;
    return h("li", { class: joined ? "is-joined" : "" },
      h("a", { href: `/tickets/${one.id}`, target: "_blank", rel: "noopener" }, h("b", {}, String(one.number)), one.title ? ` ${one.title}` : ""),
      h("small", {}, `${one.state_shown} – ${one.opened_shown}`),
      joined && !over && h("button", { type: "button", class: "link", "data-do": "leaveTicket" }, words.notThis),
      !joined && !over && !call.ticket?.joined && h("button", { type: "button", class: "link", "data-join": one.id, "aria-label": `${words.isAboutThis} ${one.number}` }, words.thisOne));
  }

  // One key: the one that is open, or a choice among several.
  async joinByKey() {
    const call = shown();
    const { open } = call.view.history;
    if (isQuiet() || call.view.ticket?.joined) return;
    if (!open.length) return void toast(words.noOpenTickets);
    if (open.length === 1) return void this.join(open[0].id);
    const picked = await choose(words.whichTicket, open.map((one) => ({
      key: one.id, label: `${one.number} ${one.title}`, detail: `${one.state_shown} – ${one.opened_shown}`,
    })));
    if (picked) await this.join(picked);
  }

  async join(ticketId) {
    const { id } = shown();
    const view = await desk.contact.attempt(() => post(`/calls/${id}/ticket`, { ticket_id: ticketId }));
    if (!view) return desk.contact.refresh();
    take(view);
    toast(fill(words.joined, { number: view.ticket.number }), { label: words.undo, act: () => this.leave(id) });
    return undefined;
  }

  async leave(callId = shown().id) {
    const view = await desk.contact.attempt(() => ask("DELETE", `/calls/${callId}/ticket`));
    if (!view) return desk.contact.refresh();
    take(view);
    toast(words.left);
    return undefined;
  }
}

// Saying which ticket the call is about.

import { fill, words } from "../../shared/dom.js";
import { choose } from "../../shared/parts/dialog.js";
import { toast } from "../../shared/toast.js";
import { ask, post } from "../net/api.js";
import { contact } from "../net/contact.js";
import { take } from "../news/news.js";
import { front, openCall } from "../state/desk.js";

/** One key: the ticket that is open, or a choice among several. */
export async function joinByKey() {
  const call = openCall();
  const open = call?.view.history.open ?? [];
  if (!call || !open.length) return;
  if (open.length === 1) return void join(open[0].id);
  const picked = await choose(words.whichTicket, open.map((one) => ({
    key: one.id, label: `${one.number} ${one.title}`, detail: [one.state_shown, one.opened_shown, one.language_shown].filter(Boolean).join(" – "),
  })), { until: call.work.signal });
  if (picked) await join(picked);
}

/** @param {string} ticketId */
export async function join(ticketId) {
  const id = front()?.id;
  const view = await contact.attempt(() => post(`/calls/${id}/ticket`, { ticket_id: ticketId }));
  if (!view) return contact.refresh();
  take(view);
  toast(fill(words.joined, { number: view.ticket.number }), { label: words.undo, act: () => leave(id) });
  return undefined;
}

export async function leave(callId = front()?.id) {
  const view = await contact.attempt(() => ask("DELETE", `/calls/${callId}/ticket`));
  if (!view) return contact.refresh();
  take(view);
  toast(words.left);
  return undefined;
}

// Transferring the call to a colleague.

import { byId, fill, words } from "../../shared/dom.js";
import { html, nothing } from "../../shared/lit.js";
import { choose, openDialog } from "../../shared/parts/dialog.js";
import { notice } from "../../shared/parts/feedback.js";
import { field } from "../../shared/parts/field.js";
import { toast } from "../../shared/toast.js";
import { notes } from "../call/notes.js";
import { ask, get, post } from "../net/api.js";
import { contact } from "../net/contact.js";
import { saver } from "../net/saver.js";
import { take, withHold } from "../news/news.js";
import { openCall } from "../state/desk.js";
import { form } from "./form.js";

/** @import { CallInHand } from "../state/calls-in-hand.js" */
/** @import { Colleague } from "../types.js" */

export async function transfer() {
  const call = openCall();
  if (!call) return;
  /** @type {Colleague[] | null} */
  const colleagues = await contact.attempt(() => get(`/calls/${call.id}/colleagues`));
  if (!colleagues) return;
  if (!colleagues.some((one) => one.status === "available")) return void toast(words.noColleague);
  const until = call.talk.signal;
  const all = colleagues.map((one) => ({ key: one.id, label: one.name, detail: words[one.status] }));
  const picked = await choose(words.transferTo, all, { until });
  const colleague = colleagues.find((one) => one.id === picked);
  if (colleague) askForNote(call, colleague);
  else if (until.aborted) toast(words.transferTooLate);
}

/** @param {CallInHand} call @param {Colleague} colleague */
function askForNote(call, colleague) {
  const until = call.talk.signal;
  let refusal = "";
  let isSent = false;
  const send = async () => {
    const note = byId("transfer-note").value;
    isSent = true;
    await saver.flushAll(call.id);
    const view = await contact.attempt(() => post(`/calls/${call.id}/transfer`, { user_id: colleague.id, note }));
    isSent = Boolean(view);
    refusal = contact.refused || words.offlineServer;
    if (view) {
      dialog.close();
      take(view);
    } else if (until.aborted) sayTooLate(call, note);
    else dialog.draw();
    await contact.refresh();
  };
  const content = () => html`${field("transfer-note", { label: words.transferNote, hint: words.transferKeeps }, ({ describedby }) =>
    html`<textarea id="transfer-note" rows="3" maxlength="500" data-first aria-describedby=${describedby}></textarea>`)}
    ${refusal ? notice(html`<p>${refusal}</p>`, "danger", "alert") : nothing}`;
  const onClose = () => {
    if (until.aborted && !isSent) sayTooLate(call, dialog.element.querySelector("textarea")?.value ?? "");
  };
  const dialog = openDialog(fill(words.transferToOne, { name: colleague.name }), () => form(content(), words.transfer, send), { onClose, until });
}

/** What was written for the colleague is kept where it can still be used. @param {CallInHand} call @param {string} note */
function sayTooLate(call, note) {
  const isKept = note.trim() !== "" && call === openCall() && notes.add(note.trim());
  toast(isKept ? `${words.transferTooLate} ${words.noteKept}` : words.transferTooLate);
}

export async function takeBack() {
  const call = openCall();
  if (!call) return;
  const view = await contact.attempt(() => ask("DELETE", `/calls/${call.id}/transfer`));
  if (view) {
    take(view);
    toast(withHold(words.transferCancelled, view));
  }
  await contact.refresh();
}

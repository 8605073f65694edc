// Handing the call to a colleague.

import { byId, fill, words } from "../../shared/dom.js";
import { html } from "../../shared/lit.js";
import { choose, openDialog } from "../../shared/parts/dialog.js";
import { field } from "../../shared/parts/field.js";
import { toast } from "../../shared/toast.js";
import { ask, get, post } from "../net/api.js";
import { contact } from "../net/contact.js";
import { saver } from "../net/saver.js";
import { take } from "../news/news.js";
import { openCall } from "../state/desk.js";
import { form } from "./form.js";

/** @import { CallInHand } from "../state/calls-in-hand.js" */
/** @import { Colleague } from "../types.js" */

export async function transfer() {
  const call = openCall();
  if (!call?.isLive || call.view.transfer || call.view.state === "claimed") return;
  /** @type {Colleague[] | null} */
  const colleagues = await contact.attempt(() => get(`/calls/${call.id}/colleagues`));
  if (!colleagues) return;
  if (!colleagues.some((one) => one.status === "available")) return void toast(words.noColleague);
  const picked = await choose(words.transferTo, colleagues.map((one) => ({ key: one.id, label: one.name, detail: words[one.status] })));
  const colleague = colleagues.find((one) => one.id === picked);
  if (colleague) askForNote(call, colleague);
}

/** @param {CallInHand} call @param {Colleague} colleague */
function askForNote(call, colleague) {
  const send = async () => {
    const note = byId("transfer-note").value;
    dialog.close();
    await saver.flushAll(call.id);
    const view = await contact.attempt(() => post(`/calls/${call.id}/transfer`, { user_id: colleague.id, note }));
    if (view) take(view);
    await contact.refresh();
  };
  const content = field("transfer-note", { label: words.transferNote, hint: words.transferKeeps }, ({ describedby }) =>
    html`<textarea id="transfer-note" rows="3" maxlength="500" data-first aria-describedby=${describedby}></textarea>`);
  const dialog = openDialog(fill(words.transferToOne, { name: colleague.name }), () => form(content, words.transfer, send));
}

export async function takeBack() {
  const call = openCall();
  if (!call) return;
  const view = await contact.attempt(() => ask("DELETE", `/calls/${call.id}/transfer`));
  if (view) take(view);
  await contact.refresh();
}

// A change to the step that the agent proposes to those who write the script.

import { byId, labelled, words } from "../../shared/dom.js";
import { html, nothing } from "../../shared/lit.js";
import { openDialog } from "../../shared/parts/dialog.js";
import { notice } from "../../shared/parts/feedback.js";
import { field } from "../../shared/parts/field.js";
import { toast } from "../../shared/toast.js";
import { post } from "../net/api.js";
import { contact } from "../net/contact.js";
import { openCall } from "../state/desk.js";
import { form } from "./form.js";

/** The token is the window's: sent twice, it is one proposal. */
export function propose() {
  const call = openCall();
  const step = call?.step;
  if (!call || !step) return;
  const token = crypto.randomUUID?.() ?? String(Math.random()).slice(2);
  let refusal = "";
  const send = async () => {
    const { value: text } = byId("proposal");
    const saved = await contact.attempt(() => post(`/calls/${call.id}/proposals`, { step: step.key, text, token }));
    if (saved) {
      dialog.close();
      toast(words.proposed);
    } else {
      refusal = contact.refused || words.offlineServer;
      dialog.draw();
    }
  };
  const content = () => html`<p><b>${labelled(step.title)}</b>${step.ask[0]} <small class="muted">${call.view.run?.script.name}</small></p>
    ${field("proposal", { label: words.proposalText }, () =>
      html`<textarea id="proposal" rows="4" maxlength="2000" required data-first></textarea>`)}
    ${refusal ? notice(html`<p>${refusal}</p>`, "danger", "alert") : nothing}`;
  const dialog = openDialog(words.propose, () => form(content(), words.send, send));
}

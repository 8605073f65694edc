// The end of a call: what is still missing, the reason to close without it, and what became of it.

import { fill, labelled, words } from "../../shared/dom.js";
import { html, keyed, nothing, typed } from "../../shared/lit.js";
import { notice } from "../../shared/parts/feedback.js";
import { field } from "../../shared/parts/field.js";
import { changed } from "../state/desk.js";
import { outcome } from "./outcome.js";

/** @import { CallInHand } from "../state/calls-in-hand.js" */
/** @import { CallView } from "../types.js" */

/** @param {CallInHand} call */
export function gate(call) {
  if (!call.gateOpen) return nothing;
  const missing = call.view.run?.missing ?? [];
  return keyed(call.id, html`<section class="gate" aria-labelledby="gate-title">
    <h3 id="gate-title">${missing.length ? labelled(words.missing) : words.nothingMissing}</h3>
    ${missing.length ? html`<div role="toolbar" aria-labelledby="gate-title" data-rove="button"><ul class="missing">${missing.map((one) => html`<li>
      <button type="button" class="button" data-step=${one.key} title=${one.why || nothing}>${one.title}</button></li>`)}</ul></div>` : nothing}
    ${call.refused ? notice(html`<p>${call.refused}</p>`, "danger", "alert") : nothing}
    ${call.view.state === "wrapping" ? closing(call, missing.length > 0) : html`<p class="muted">${words.closeFirst}</p>`}
  </section>`);
}

/** @param {CallInHand} call @param {boolean} lacking */
function closing(call, lacking) {
  const button = html`<button type="button" class="button primary" data-act="close">${lacking ? words.closeAnyway : words.close}</button>`;
  if (!lacking) return button;
  const onInput = (/** @type {InputEvent} */ event) => {
    call.reason = /** @type {HTMLTextAreaElement} */ (event.target).value;
    call.reasonRefused = "";
    changed();
  };
  return html`<div class="gate-close">${field("override", { label: words.reason, error: call.reasonRefused }, ({ describedby, invalid }) =>
    html`<textarea id="override" rows="1" aria-describedby=${describedby} aria-invalid=${invalid} .value=${typed(call.reason)} @input=${onInput}></textarea>`)}${button}</div>`;
}

/** @param {CallView} call */
export function overCard(call) {
  const title = call.state === "closed" ? words.closedTitle : words.abandonedTitle;
  return html`<article class="step-card over">
    <h3 tabindex="-1" id="step-title">${fill(title, { number: call.ticket?.number ?? "" })}</h3>
    ${call.run && call.state === "closed" ? outcome(call.run.outcome) : nothing}
    ${call.ticket ? html`<p><a href="/tickets/${call.ticket.id}" target="_blank" rel="noopener">${words.seeTicket}</a></p>` : nothing}
    <p class="muted">${words.nextCall}</p>
  </article>`;
}

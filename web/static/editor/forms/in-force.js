// Which instructions an agent would see at a chosen moment of the client's clock.

import { html, nothing } from "../../shared/lit.js";
import { boot } from "../api.js";
import { DelayedRequests } from "../delayed-requests.js";
import { listOf } from "../document/parts.js";
import { titleOf } from "../document/titles.js";
import { words } from "../words.js";
import { onValue } from "./fields.js";

/** @import {Item, ScriptDocument} from "../types.js" */
/** @typedef {{key: string, shown: boolean, conflict: boolean, when: string | null}} Active */

export class InForce {
  /** @param {{draw: () => void, choose: (key: string) => void}} on */
  constructor({ draw, choose }) {
    this.draw = draw;
    this.choose = choose;
    this.at = boot.now.slice(0, 16);
    /** @type {DelayedRequests<{active: Active[]}>} */
    this.requests = new DelayedRequests("/in-force", draw, 100);
  }

  /** @param {ScriptDocument} document */
  content(document) {
    const instructions = listOf(document, "instruction");
    const active = this.requests.latest("", { instructions, at: this.at })?.active;
    const input = onValue((value) => {
      this.at = value || this.at;
      this.draw();
    });
    return html`<section class="card in-force" aria-label=${words.inForce}>
      <div class="in-force-head">
        <label for="in-force-at">${words.inForceAt}</label>
        <input id="in-force-at" type="datetime-local" .value=${this.at} @input=${input}>
        <small>${boot.zone}</small>
      </div>
      <ul class="in-force-list">${active?.length ? active.map((one) => this.row(one, instructions)) : nothing}
        ${active?.length === 0 ? html`<li class="hint">${words.noneInForce}</li>` : nothing}</ul>
    </section>`;
  }

  /** @param {Active} one @param {Item[]} instructions */
  row({ key, shown, conflict, when }, instructions) {
    const value = instructions.find((instruction) => instruction.key === key);
    const more = [shown ? "" : words.beaten, conflict ? words.inConflict : "", when ? words.ifConditionHolds : ""].filter(Boolean);
    return html`<li class="tone-${value?.tone ?? "info"} ${shown ? "" : "is-beaten"} ${conflict ? "is-conflict" : ""}">
      <button type="button" class="link" dir="auto" @click=${() => this.choose(key)}>${titleOf(value ?? {})}</button>
      ${more.length ? html`<small>${more.join(" · ")}</small>` : nothing}
    </li>`;
  }
}

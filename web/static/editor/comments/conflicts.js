// Two people wrote different things in one place: both are shown, and one chooses.

import { byId, fill, labelled } from "../../shared/dom.js";
import { html, live, nothing, render, repeat } from "../../shared/lit.js";
import { button } from "../../shared/parts/button.js";
import { notice } from "../../shared/parts/feedback.js";
import { merge } from "../document/merging.js";
import { getIn, isObject } from "../document/parts.js";
import { nameOfPart } from "../document/titles.js";
import { words } from "../words.js";

/** @import {Conflict, Path, Refused} from "../types.js" */
/** @import {Draft} from "../draft/draft.js" */

export class Conflicts {
  /** @param {{settle: (part: string, value: any) => void, retry: (at: number) => void, drop: (at: number) => void}} on */
  constructor(on) {
    this.on = on;
    /** Which side stands at each place of a part, where it is not mine. @type {Map<string, Set<string>>} */
    this.theirs = new Map();
  }

  /** @param {Draft} draft */
  render(draft) {
    render(html`
      ${repeat(draft.conflicts, ([part]) => part, ([part, one]) => this.card(part, one))}
      ${draft.refused.map((one, at) => this.refusal(one, at))}`, byId("conflicts"));
  }

  /** @param {string} part @param {Conflict} one */
  card(part, one) {
    const { mine, theirs, author } = one;
    const text = mine === null ? words.youDeleted : theirs === null ? words.theyDeleted : words.bothChanged;
    const both = mine !== null && theirs !== null;
    /** @param {"mine" | "theirs" | "each"} side @param {string} label @param {() => void} act */
    const keep = (side, label, act) => html`
      <button type="button" class="button ${side === "each" ? "primary" : ""}" data-keep=${side} @click=${act}>${label}</button>`;
    return html`<section class="conflict" data-conflict=${part}>${notice(html`
      <p><b dir="auto">${fill(text, { name: nameOfPart(part, mine ?? theirs), author: author || words.somebody })}</b></p>
      ${both ? this.table(part, one) : nothing}
      <div class="actions">
        ${keep("mine", mine === null ? words.deleteAnyway : words.keepMine, () => this.on.settle(part, mine))}
        ${keep("theirs", theirs === null ? words.leaveDeleted : words.takeTheirs, () => this.on.settle(part, theirs))}
        ${both && one.contested.length ? keep("each", words.keepChosen, () => this.settleEach(part, one)) : nothing}
      </div>`, "warning", "alert")}</section>`;
  }

  /** @param {string} part @param {Conflict} one */
  table(part, one) {
    const theirs = this.theirs.get(part) ?? new Set();
    this.theirs.set(part, theirs);
    /** @param {Path} path @param {number} at @param {"mine" | "theirs"} side */
    const cell = (path, at, side) => {
      const id = path.join(".");
      const pick = () => (side === "theirs" ? theirs.add(id) : theirs.delete(id));
      return html`<td><label>
        <input type="radio" name="both-${part}-${at}" .checked=${live((side === "theirs") === theirs.has(id))} @change=${pick}>
        <span class="both-text" dir="auto">${plain(getIn(one[side], path))}</span>
      </label></td>`;
    };
    return html`<table class="table both">
      <thead><tr><th scope="col">${words.field}</th><th scope="col">${words.mine}</th><th scope="col">${one.author || words.theirs}</th></tr></thead>
      <tbody>${one.contested.map((path, at) => html`<tr>
        <th scope="row">${nameOfPath(path)}</th>${cell(path, at, "mine")}${cell(path, at, "theirs")}
      </tr>`)}</tbody>
    </table>`;
  }

  /** What only one of us changed is kept in any case. @param {string} part @param {Conflict} one */
  settleEach(part, one) {
    const picked = this.theirs.get(part);
    const { value } = merge(one.was, one.mine, one.theirs, (path) => (picked?.has(path.join(".")) ? "theirs" : "mine"));
    this.theirs.delete(part);
    this.on.settle(part, value);
  }

  /** @param {Refused} refused @param {number} at */
  refusal({ edit, message }, at) {
    return html`<section class="conflict">${notice(html`
      <p><b dir="auto">${nameOfPart(edit.part, edit.value)}</b> – ${fill(words.wasRefused, { reason: message })}</p>
      ${edit.value === undefined ? nothing : html`<details class="more">
        <summary>${words.whatYouWrote}</summary><pre dir="auto">${JSON.stringify(edit.value, null, 2)}</pre></details>`}
      <div class="actions">${button(words.tryAgain, () => this.on.retry(at))}${button(words.giveUp, () => this.on.drop(at))}</div>`,
    "warning", "alert")}</section>`;
  }
}

/** @param {Path} path */
const nameOfPath = (path) => path.map((name) => words.fieldNames[name] ?? name).join(" · ") || words.value;

/** @param {any} value @returns {string} */
function plain(value) {
  if (value === undefined || value === null || value === "") return "–";
  if (typeof value === "boolean") return value ? words.yes : words.no;
  if (Array.isArray(value)) return value.map(plain).join("\n");
  if (isObject(value)) return Object.entries(value).map(([name, inner]) => `${labelled(words.fieldNames[name] ?? name)}${plain(inner)}`).join("\n");
  return String(value);
}

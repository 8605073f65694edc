// Two people, or two pages, saved different texts for one field: both are shown, one is chosen.

import { labelled, quoted, words } from "../../shared/dom.js";
import { html, repeat } from "../../shared/lit.js";
import { notice } from "../../shared/parts/feedback.js";
import { changed } from "../state/desk.js";
import { readable } from "./fields.js";

/** @import { Field } from "../net/saver.js" */
/** @import { Saved, Step } from "../types.js" */
/** @typedef {{field: Field, title: string, step?: Step, current: Saved}} Conflict */

/** Who saved it: `current.by` is "self", "other", or "" where the server does not know. */
const SENTENCES = { self: words.conflictOwn, other: words.conflict, "": words.conflictUnknown };

class Conflicts {
  constructor() {
    /** @type {Map<string, Conflict>} */
    this.open = new Map();
    /** @type {(field: Field, keepOwn: boolean, current: Saved) => void} */
    this.onChoice = () => {};
  }

  /** @param {Conflict} conflict */
  add(conflict) {
    this.open.set(conflict.field.key, conflict);
    changed();
  }

  /** @param {string} callId */
  clear(callId) {
    this.open.forEach(({ field }, key) => field.callId === callId && this.open.delete(key));
  }

  /**
   * Those of one call.
   * @param {string} callId
   */
  template(callId) {
    const ofCall = [...this.open.values()].filter(({ field }) => field.callId === callId);
    return repeat(ofCall, ({ field }) => field.key, (one) => notice(html`<p><b>${labelled(one.title)}</b>${SENTENCES[one.current.by]}</p>
      <p class="actions">${this.button(one, true, words.keepMine, readable(one.step, one.field.raw ?? ""))}
      ${this.button(one, false, words.takeTheirs, readable(one.step, one.current.raw))}</p>`, "warning", "alert"));
  }

  /** @param {Conflict} conflict @param {boolean} keepOwn @param {string} label @param {string} text */
  button(conflict, keepOwn, label, text) {
    return html`<button type="button" class="button" data-keep=${keepOwn ? "mine" : "theirs"} @click=${() => this.choose(conflict, keepOwn)}>
      ${labelled(label)}<span class="conflict-text">${quoted(text)}</span></button>`;
  }

  /** @param {Conflict} conflict @param {boolean} keepOwn */
  choose({ field, current }, keepOwn) {
    this.open.delete(field.key);
    this.onChoice(field, keepOwn, current);
    changed();
  }
}

export const conflicts = new Conflicts();

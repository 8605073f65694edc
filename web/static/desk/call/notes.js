// The free notes of a call, saved as they are typed.

import { byId, words } from "../../shared/dom.js";
import { html, keyed, nothing, typed } from "../../shared/lit.js";
import { ariaKey, hint } from "../keys/shortcuts.js";
import { saver } from "../net/saver.js";
import { elapsed } from "../state/clock.js";
import { changed } from "../state/desk.js";
import { notesOf } from "../state/views.js";

/** @import { CallInHand } from "../state/calls-in-hand.js" */
/** @import { CallView } from "../types.js" */

class Notes {
  constructor() {
    this.key = ""; // of the call and its script: another one has notes of its own
    this.text = "";
    this.marked = ""; // where saving stands
    /** @type {CallView | null} */
    this.view = null;
    this.over = false;
  }

  /** @param {CallInHand | null} call */
  template(call) {
    this.view = call?.view ?? null;
    this.over = !call || call.isOver;
    if (!call) {
      this.key = "";
      return nothing;
    }
    this.follow(call.view);
    return keyed(this.key, html`<div class="notes-head">
        <label for="notes" class="zone-title">${words.notes}</label>
        <button type="button" class="link" data-do="stampNotes">${words.stamp} ${hint("stampNotes")}</button>
      </div>
      <textarea id="notes" rows="5" @focus=${() => byId("notes-place").scrollIntoView({ block: "nearest" })} aria-keyshortcuts=${ariaKey("stampNotes")} ?readonly=${this.over} .value=${typed(this.text)}
        @input=${(/** @type {InputEvent} */ event) => this.typed(/** @type {HTMLTextAreaElement} */ (event.target).value)}></textarea>
      <p class="step-told" id="notes-told" role="status">${this.marked}</p>`);
  }

  /** Takes over what the server has, unless somebody types here. @param {CallView} view */
  follow(view) {
    const key = `${view.id}/${view.run?.id ?? ""}`;
    const pending = saver.pending(view.id, "notes");
    if (this.key !== key) {
      this.key = key;
      this.marked = "";
      this.text = pending ?? notesOf(view).text;
      saver.resume(view.id, "notes");
    } else if (pending === null && !(document.hasFocus() && document.activeElement?.id === "notes")) this.text = notesOf(view).text;
  }

  /** @param {string} text */
  typed(text) {
    this.text = text;
    if (this.view) saver.type(this.view.id, "notes", text, notesOf(this.view).revision);
  }

  get isOpen() {
    return this.view !== null && !this.over;
  }

  /** Puts the time of the call at the cursor, on a line of its own where the notes do not begin one. */
  stamp() {
    if (!this.view) return;
    const { timers } = this.view;
    const field = byId("notes");
    if (document.activeElement !== field) {
      field.focus();
      field.setSelectionRange(field.value.length, field.value.length);
    }
    const at = field.selectionStart;
    const gap = at > 0 && field.value[at - 1] !== "\n" ? "\n" : "";
    field.setRangeText(`${gap}[${elapsed(timers.connected_at ?? timers.started_at, timers.ended_at)}] `, at, field.selectionEnd, "end");
    field.scrollTop = field.scrollHeight;
    this.typed(field.value);
  }

  /** Puts a text of its own at the end; false where there are no notes any more. @param {string} text */
  add(text) {
    if (!this.isOpen) return false;
    this.typed([this.text, text].filter(Boolean).join("\n"));
    changed();
    return true;
  }

  /** @param {string} text */
  adopt(text) {
    this.text = text;
    changed();
  }

  /** @param {string} text */
  mark(text) {
    this.marked = text;
    changed();
  }
}

export const notes = new Notes();

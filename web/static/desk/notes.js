// The free notes of a call, saved as they are typed.

import { desk } from "./desk.js";
import { elapsed } from "./clock.js";
import { byId, h, words } from "./dom.js";

export class Notes {
  constructor(saver) {
    this.saver = saver;
    this.runId = null;
    this.before = null; // where the person was when they turned to the notes
  }

  render(call, over) {
    if (!call?.run) return this.clear();
    if (this.runId !== call.run.id) this.begin(call);
    this.call = call;
    this.field.readOnly = over;
    const unsent = this.saver.pending(call.id, "notes") !== null;
    if (!unsent && this.field.value !== call.run.notes && document.activeElement !== this.field) {
      this.field.value = call.run.notes;
    }
    return undefined;
  }

  clear() {
    this.runId = null;
    byId("notes-place").replaceChildren();
  }

  begin(call) {
    this.runId = call.run.id;
    this.field = h("textarea", { id: "notes", rows: "5", "aria-keyshortcuts": desk.shortcuts.ariaOf("stampNotes") });
    this.field.value = this.saver.pending(call.id, "notes") ?? call.run.notes;
    this.field.addEventListener("input", () => this.typed());
    byId("notes-place").replaceChildren(
      h("div", { class: "notes-head" },
        h("label", { for: "notes", class: "zone-title" }, words.notes),
        h("button", { type: "button", class: "link", "data-do": "stampNotes" }, words.stamp, " ", desk.shortcuts.hint("stampNotes"))),
      this.field,
      h("p", { class: "step-told", id: "notes-told", role: "status" }),
    );
    this.saver.resume(call.id, "notes");
  }

  typed() {
    this.saver.type(this.call.id, "notes", this.field.value, this.call.run.notes_revision);
  }

  // The time of the call at the cursor, on a line of its own where the notes do not begin one.
  stamp() {
    if (!this.runId || this.field.readOnly) return false;
    const { field } = this;
    const { activeElement } = document;
    if (activeElement !== field) {
      this.before = activeElement;
      field.focus();
      field.setSelectionRange(field.value.length, field.value.length);
    }
    const { timers } = this.call;
    const at = field.selectionStart;
    const gap = at > 0 && field.value[at - 1] !== "\n" ? "\n" : "";
    field.setRangeText(`${gap}[${elapsed(timers.connected_at ?? timers.started_at, timers.ended_at)}] `, at, field.selectionEnd, "end");
    field.scrollTop = field.scrollHeight;
    this.typed();
    return undefined;
  }

  goBack() {
    if (this.before?.isConnected) this.before.focus();
    else desk.panel.focus();
    this.before = null;
  }

  adopt(text) {
    this.field.value = text;
  }

  mark(text) {
    byId("notes-told").textContent = text;
  }
}

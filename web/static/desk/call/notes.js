// The free notes of a call, saved as they are typed.

import { desk } from "../state/desk.js";
import { elapsed } from "../parts/clock.js";
import { byId, h, words } from "../../shared/dom.js";

// With the script's run, or with the call where it has none.
export const notesOf = ({ run, notes }) => (run ? { text: run.notes, revision: run.notes_revision } : notes);

const keyOf = (call) => `${call.id}/${call.run?.id ?? ""}`;

export class Notes {
  constructor(saver) {
    this.saver = saver;
    this.key = null; // of the call and its script: another one has notes of its own
    this.before = null; // where the person was when they turned to the notes
  }

  render(call, over) {
    if (!call) return this.clear();
    this.call = call;
    if (this.key !== keyOf(call)) this.begin(call);
    this.field.readOnly = over;
    const unsent = this.saver.pending(call.id, "notes") !== null;
    const { text } = notesOf(call);
    if (!unsent && this.field.value !== text && document.activeElement !== this.field) this.field.value = text;
    return undefined;
  }

  clear() {
    this.key = null;
    byId("notes-place").replaceChildren();
  }

  begin(call) {
    this.key = keyOf(call);
    this.field = h("textarea", { id: "notes", rows: "5", "aria-keyshortcuts": desk.shortcuts.ariaOf("stampNotes") });
    this.field.value = this.saver.pending(call.id, "notes") ?? notesOf(call).text;
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
    this.saver.type(this.call.id, "notes", this.field.value, notesOf(this.call).revision);
  }

  // The time of the call at the cursor, on a line of its own where the notes do not begin one.
  stamp() {
    if (!this.key || this.field.readOnly) return false;
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

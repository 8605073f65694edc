// The free notes of a call, saved as they are typed.

import { byId, h, words } from "./dom.js";

export class Notes {
  constructor(saver) {
    this.saver = saver;
    this.callId = null;
  }

  render(call, over) {
    if (!call?.run) return this.clear();
    if (this.callId !== call.id) this.begin(call);
    this.call = call;
    this.field.readOnly = over;
    const unsent = this.saver.pending(call.id, "notes") !== null;
    if (!unsent && this.field.value !== call.run.notes && document.activeElement !== this.field) {
      this.field.value = call.run.notes;
    }
    return undefined;
  }

  clear() {
    this.callId = null;
    byId("notes-place").replaceChildren();
  }

  begin(call) {
    this.callId = call.id;
    this.field = h("textarea", { id: "notes", rows: "5" });
    this.field.value = this.saver.pending(call.id, "notes") ?? call.run.notes;
    this.field.addEventListener("input", () =>
      this.saver.type(this.callId, "notes", this.field.value, this.call.run.notes_revision));
    byId("notes-place").replaceChildren(
      h("label", { for: "notes", class: "zone-title" }, words.notes),
      this.field,
      h("p", { class: "step-told", id: "notes-told", role: "status" }),
    );
    this.saver.resume(call.id, "notes");
  }

  adopt(text) {
    this.field.value = text;
  }

  mark(text) {
    byId("notes-told").textContent = text;
  }
}

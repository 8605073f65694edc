// Undo and redo, by edits that do the opposite. What others changed since stays theirs.

import { before, keyOf, kindOf, merge, partOf, same, valueOf } from "../document/parts.js";

const ONE_GO = 1500; // ms: typing without a pause is undone at once
const MOST = 200;

export class History {
  constructor(draft) {
    this.draft = draft;
    this.done = [];
    this.undone = [];
  }

  // Makes the edit, and remembers how it is undone. `field` joins what is typed in one field.
  make(edit, field = "") {
    const { draft } = this;
    const old = valueOf(draft.document, edit.part);
    if (edit.action === "set" && same(old, edit.value)) return;
    const entry = { ...edit, field, at: Date.now(), old, place: kindOf(edit.part) === "settings" ? "" : before(draft.document, edit.part) };
    const last = this.done.at(-1);
    const joins = last && field && last.field === field && last.part === edit.part && edit.action === "set" && last.action === "set" && entry.at - last.at < ONE_GO && !this.undone.length;
    if (joins) Object.assign(last, { value: edit.value, at: entry.at });
    else this.done.push(entry);
    this.done.splice(0, Math.max(0, this.done.length - MOST));
    this.undone = [];
    draft.edit(edit);
  }

  undo() {
    return this.turn(this.done, this.undone, (entry) => this.opposite(entry));
  }

  redo() {
    return this.turn(this.undone, this.done, (entry) => this.again(entry));
  }

  // The part that was changed, or "" where nothing was left to do.
  turn(from, to, edit) {
    const entry = from.pop();
    if (!entry) return "";
    const made = edit(entry);
    if (!made) return this.turn(from, to, edit); // its part is gone meanwhile
    to.push({ ...entry, field: "" });
    if (made.action === "rename") this.rename(made.part, partOf(kindOf(made.part), made.to));
    this.draft.edit(made, 0);
    return made.action === "rename" ? partOf(kindOf(made.part), made.to) : made.part;
  }

  opposite({ action, part, value, old, place, to }) {
    const now = valueOf(this.draft.document, action === "rename" ? partOf(kindOf(part), to) : part);
    if (action === "remove") return now === null ? { action: "add", part, value: old, after: place } : null;
    if (now === null && kindOf(part) !== "settings") return null;
    if (action === "add") return { action: "remove", part };
    if (action === "move") return { action, part, after: place };
    if (action === "rename") return { action, part: partOf(kindOf(part), to), to: keyOf(part) };
    return this.setting(part, merge(value, old, now, "theirs").value);
  }

  again({ action, part, value, old, after, to }) {
    const now = valueOf(this.draft.document, part);
    if (action === "add") return now === null ? { action, part, value, after } : null;
    if (now === null && kindOf(part) !== "settings") return null;
    if (action === "set") return this.setting(part, merge(old, value, now, "theirs").value);
    return { action, part, ...(after === undefined ? {} : { after }), ...(to === undefined ? {} : { to }) };
  }

  setting(part, value) {
    return same(value, valueOf(this.draft.document, part)) ? null : { action: "set", part, value };
  }

  // A part has another name: what is to be undone in it finds it again.
  rename(part, renamed) {
    for (const entry of [...this.done, ...this.undone]) {
      if (entry.action === "rename") continue;
      if (entry.part === part) {
        entry.part = renamed;
        for (const name of ["value", "old"]) if (entry[name]) entry[name] = { ...entry[name], key: keyOf(renamed) };
      }
      for (const name of ["place", "after"]) if (entry[name] === part) entry[name] = renamed;
    }
  }
}

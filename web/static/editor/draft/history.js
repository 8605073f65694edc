// Undo and redo, by edits that do the opposite. What others changed since stays theirs.

import { merge, same } from "../document/merging.js";
import { before, keyOf, kindOf, partOf, valueOf } from "../document/parts.js";

/** @import {Edit} from "../types.js" */
/** @import {Draft} from "./draft.js" */
/** @typedef {Edit & {field: string, at: number, old: any, place: string}} Entry an edit that was made */

const TYPED_TOGETHER = 1500; // ms: typing without a pause is undone at once
const MOST = 200;

export class History {
  /** @param {Draft} draft */
  constructor(draft) {
    this.draft = draft;
    /** @type {Entry[]} */
    this.done = [];
    /** @type {Entry[]} */
    this.undone = [];
  }

  /**
   * Makes the edit, and remembers how it is undone. `field` joins what is typed in one field.
   * @param {Edit} edit
   * @param {string} [field]
   */
  make(edit, field = "") {
    const { draft } = this;
    const old = valueOf(draft.document, edit.part);
    if (edit.action === "set" && same(old, edit.value)) return;
    const place = kindOf(edit.part) === "settings" ? "" : before(draft.document, edit.part);
    const entry = { ...edit, field, at: Date.now(), old, place };
    const last = this.done.at(-1);
    if (last && this.joins(last, entry)) Object.assign(last, { value: edit.value, at: entry.at });
    else this.done.push(entry);
    this.done.splice(0, Math.max(0, this.done.length - MOST));
    this.undone = [];
    draft.edit(edit);
  }

  /** @param {Entry} last @param {Entry} entry */
  joins(last, entry) {
    const together = entry.field !== "" && last.field === entry.field && last.part === entry.part;
    return together && entry.action === "set" && last.action === "set" && entry.at - last.at < TYPED_TOGETHER && !this.undone.length;
  }

  undo() {
    return this.replay(this.done, this.undone, (entry) => this.opposite(entry));
  }

  redo() {
    return this.replay(this.undone, this.done, (entry) => this.repeated(entry));
  }

  /**
   * The part that was changed, or "" where nothing was left to do.
   * @param {Entry[]} from
   * @param {Entry[]} to
   * @param {(entry: Entry) => Edit | null} edit
   * @returns {string}
   */
  replay(from, to, edit) {
    const entry = from.pop();
    if (!entry) return "";
    const next = edit(entry);
    if (!next) return this.replay(from, to, edit); // its part is gone meanwhile
    to.push({ ...entry, field: "" });
    const renamed = next.action === "rename" ? partOf(kindOf(next.part), next.to ?? "") : next.part;
    if (next.action === "rename") this.rename(next.part, renamed);
    this.draft.edit(next, 0);
    return renamed;
  }

  /** @param {Entry} entry @returns {Edit | null} */
  opposite({ action, part, value, old, place, to }) {
    const now = valueOf(this.draft.document, action === "rename" ? partOf(kindOf(part), to ?? "") : part);
    if (action === "remove") return now === null ? { action: "add", part, value: old, after: place } : null;
    if (now === null && kindOf(part) !== "settings") return null;
    if (action === "add") return { action: "remove", part };
    if (action === "move") return { action, part, after: place };
    if (action === "rename") return { action, part: partOf(kindOf(part), to ?? ""), to: keyOf(part) };
    return this.setting(part, merge(value, old, now, () => "theirs").value);
  }

  /** @param {Entry} entry @returns {Edit | null} */
  repeated({ action, part, value, old, after, to }) {
    const now = valueOf(this.draft.document, part);
    if (action === "add") return now === null ? { action, part, value, after } : null;
    if (now === null && kindOf(part) !== "settings") return null;
    if (action === "set") return this.setting(part, merge(old, value, now, () => "theirs").value);
    return { action, part, ...(after === undefined ? {} : { after }), ...(to === undefined ? {} : { to }) };
  }

  /** @param {string} part @param {any} value @returns {Edit | null} */
  setting(part, value) {
    return same(value, valueOf(this.draft.document, part)) ? null : { action: "set", part, value };
  }

  /**
   * A part has another name: what is to be undone in it finds it again.
   * @param {string} part
   * @param {string} renamed
   */
  rename(part, renamed) {
    for (const entry of [...this.done, ...this.undone]) {
      if (entry.action === "rename") continue;
      if (entry.part === part) {
        entry.part = renamed;
        if (entry.value) entry.value = { ...entry.value, key: keyOf(renamed) };
        if (entry.old) entry.old = { ...entry.old, key: keyOf(renamed) };
      }
      if (entry.place === part) entry.place = renamed;
      if (entry.after === part) entry.after = renamed;
    }
  }
}

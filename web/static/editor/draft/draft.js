// The draft as this page has it: what the server has, and what was written since and is on its way.
// Nothing written is lost: it is kept in the browser until the server has it, is sent one request at
// a time with a token (a repeat counts once), and meets what others wrote field by field.

import { Refusal, Unreachable } from "../../shared/api.js";
import { get, post } from "../api.js";
import { bringOver } from "./rebasing.js";
import { apply, before, kindOf, listOf, merge, partOf, same, valueOf } from "../document/parts.js";

const PAUSE = 600;
const RETRY = 2000;
const LONG_ENOUGH = 4000; // to wait for what is on its way
const MOST_AT_ONCE = 100;

const newToken = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const wait = (span) => new Promise((done) => setTimeout(done, span));
const bare = ({ was, ...edit }) => edit;

export class Draft {
  // store: keeps what is not on the server yet. onChange(): something is to be drawn anew.
  // onTold(told): an answer of the server. onRename(part, to): another name for a part.
  constructor(state, store, { onChange, onTold, onRename }) {
    Object.assign(this, { store, onChange, onTold, onRename });
    this.base = state.document;
    this.revision = state.revision;
    this.queue = [];
    this.sending = null;
    this.alone = 0; // so many edits are sent one by one, to find the one that is refused
    this.conflicts = new Map();
    this.refused = [];
    this.reached = true;
    this.resuming = true; // until what earlier pages left is known, nobody can say that all is saved
    this.stopped = "";
    this.timer = 0;
    this.busy = false;
    this.look();
  }

  // What is shown: the server's, with everything of ours on top.
  look() {
    let view = [...(this.sending?.edits ?? []), ...this.queue].reduce(apply, this.base);
    for (const [part, { mine }] of this.conflicts) {
      if (mine === null) view = apply(view, { action: "remove", part });
      else view = apply(view, { action: valueOf(view, part) === null ? "add" : "set", part, value: mine, after: "step:" });
    }
    this.document = view;
  }

  get saved() {
    return !this.resuming && !this.sending && !this.queue.length && !this.conflicts.size && !this.refused.length;
  }

  keep() {
    const { revision, sending, queue, refused } = this;
    this.store.write(this.saved ? null : { revision, sending, queue, refused, conflicts: [...this.conflicts] });
  }

  // What earlier pages could not send: first what may have arrived already, then the rest.
  async resume(kept) {
    this.busy = true;
    for (const { sending, queue, conflicts, refused } of kept) {
      this.refused.push(...refused);
      conflicts.forEach(([part, one]) => this.conflicts.set(part, one));
      const rest = this.queue;
      if (sending) {
        this.sending = sending;
        this.queue = queue;
        this.keep();
        while (this.sending && !this.stopped && !(await this.deliver(true))) await wait(RETRY);
        this.queue.push(...rest);
      } else this.queue = [...rest, ...queue];
    }
    this.busy = false;
    this.resuming = false;
    this.rebase(this.base, this.revision);
    this.changed(0);
  }

  edit(edit, pause = PAUSE) {
    const held = this.conflicts.get(edit.part);
    if (held && edit.action === "set") held.mine = edit.value;
    else if (held && edit.action === "remove") held.mine = null;
    else if (edit.action === "set") this.put(edit);
    else this.queue.push({ ...edit, was: valueOf(this.document, edit.part) });
    this.changed(edit.action === "set" ? pause : 0);
  }

  // Several settings of one part on their way are one.
  put(edit) {
    for (let at = this.queue.length - 1; at >= 0; at -= 1) {
      const one = this.queue[at];
      if (one.action === "rename" || (one.action === "remove" && one.part === edit.part)) break;
      if (one.part !== edit.part || one.action === "move") continue;
      this.queue[at] = { ...one, value: edit.value };
      return;
    }
    this.queue.push({ ...edit, was: valueOf(this.document, edit.part) });
  }

  changed(pause = PAUSE) {
    this.look();
    this.keep();
    this.onChange();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), pause);
  }

  // Resolves once everything was sent, or could not be.
  async flush() {
    clearTimeout(this.timer);
    await this.quiet();
    await this.send();
    await this.quiet();
    return this.saved;
  }

  async quiet() {
    for (const until = Date.now() + LONG_ENOUGH; this.busy && Date.now() < until; ) await wait(30);
  }

  async send() {
    clearTimeout(this.timer);
    if (this.busy || this.stopped) return;
    this.busy = true;
    try {
      while (this.sending || this.queue.length) {
        this.sending ??= this.batch();
        this.keep();
        if (!(await this.deliver())) {
          this.timer = setTimeout(() => this.send(), RETRY);
          break;
        }
      }
    } finally {
      this.busy = false;
      this.keep();
      this.onChange();
    }
  }

  // A new name travels by itself, since the server rewrites what refers to it.
  batch() {
    const rename = this.queue.findIndex((edit) => edit.action === "rename");
    const most = this.alone > 0 || rename === 0 ? 1 : rename > 0 ? rename : this.queue.length;
    this.alone = Math.max(0, this.alone - 1);
    return { token: newToken(), base_revision: this.revision, edits: this.queue.splice(0, Math.min(most, MOST_AT_ONCE)) };
  }

  // True when the server has said yes or no; false to try the same again later.
  async deliver(whole = false) {
    const { token, base_revision, edits } = this.sending;
    try {
      const told = await post("/edits", { token, base_revision, edits: edits.map(bare), whole });
      const document = told.document ?? edits.reduce(apply, this.base);
      this.sending = null;
      this.arrived(told, document);
      return true;
    } catch (error) {
      if (error instanceof Unreachable) return this.away(error);
      if (!(error instanceof Refusal)) throw error;
      this.no(error, edits);
      return true;
    }
  }

  arrived(told, document) {
    this.reached = true;
    this.rebase(document, told.revision, told.changes);
    this.look();
    this.onTold(told);
    this.onChange();
  }

  away(error) {
    this.reached = false;
    this.signedOut = error.signedOut;
    this.onChange();
    return false;
  }

  no(refusal, edits) {
    this.reached = true;
    this.sending = null;
    if (refusal.code === "conflict") {
      this.queue = [...edits, ...this.queue];
      this.rebase(refusal.body.document, refusal.body.revision, refusal.body.changes);
      this.onTold(refusal.body);
    } else if ([403, 404, 410].includes(refusal.status)) {
      this.queue = [...edits, ...this.queue];
      this.stopped = refusal.message;
    } else if (edits.length > 1) {
      this.queue = [...edits, ...this.queue];
      this.alone = edits.length;
    } else this.refused.push({ edit: edits[0], message: refusal.message });
    this.look();
    this.onChange();
  }

  // The server has another document now: what is not sent yet comes on top of it.
  rebase(document, revision, changes = []) {
    const { queue, met } = bringOver(this.queue, document, changes, this.onRename);
    Object.assign(this, { queue, base: document, revision });
    for (const { part, was, mine, theirs } of met) this.meet(part, was, mine, theirs, changes);
    for (const [part, one] of this.conflicts) this.meet(part, one.was, one.mine, valueOf(document, part), changes);
  }

  // Both changed the same: kept until somebody chooses.
  meet(part, was, mine, theirs, changes) {
    if (same(mine, theirs)) return void this.conflicts.delete(part);
    const last = [...(changes ?? [])].reverse().find((change) => change.part === part);
    const old = this.conflicts.get(part);
    const { contested } = merge(was, mine, theirs);
    this.conflicts.set(part, { was, mine, theirs, contested, author: last?.author ?? old?.author ?? "", at: last?.at ?? old?.at ?? "" });
  }

  // The choice: `value` is what shall stand (null: the part is gone).
  settle(part, value) {
    const { theirs } = this.conflicts.get(part);
    this.conflicts.delete(part);
    this.look();
    if (!same(value, theirs)) {
      if (value === null) this.queue.push({ action: "remove", part, was: theirs });
      else if (theirs === null) this.queue.push({ action: "add", part, value, after: this.lastPlace(part), was: null });
      else this.queue.push({ action: "set", part, value, was: theirs });
    }
    this.changed(0);
  }

  lastPlace(part) {
    const list = listOf(this.base, kindOf(part));
    return kindOf(part) === "step" && list.length ? before(this.base, partOf("step", list[list.length - 1].key)) : partOf(kindOf(part), list.at(-1)?.key ?? "");
  }

  dropRefused(at) {
    this.refused.splice(at, 1);
    this.changed(0);
  }

  tryAgain(at) {
    const [{ edit }] = this.refused.splice(at, 1);
    this.queue.push(edit);
    this.changed(0);
  }

  // What others did meanwhile; not while something of ours is on its way.
  async poll() {
    if (this.busy || this.sending || this.stopped) return;
    try {
      this.busy = true;
      const told = await get(`/news?after=${this.revision}`);
      this.reached = true;
      if (told.document) this.rebase(told.document, told.revision, told.changes);
      this.look();
      this.onTold(told);
    } catch (error) {
      if (error instanceof Unreachable) this.away(error);
      else if (error instanceof Refusal) this.stopped = error.message;
      else throw error;
    } finally {
      this.busy = false;
      this.onChange();
      if (this.queue.length && !this.stopped) this.timer = setTimeout(() => this.send(), this.reached ? 0 : RETRY);
    }
  }
}

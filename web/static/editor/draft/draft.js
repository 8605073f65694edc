// The draft as this page has it: what the server has, and what was written since and is on its way.
// Nothing written is lost: it is kept in the browser until the server has it, is sent one request at
// a time with a token (a repeat counts once), and is merged with others' changes field by field.

import { Refusal, Unreachable } from "../../shared/api.js";
import { pause } from "../../shared/pause.js";
import { get, newToken, post } from "../api.js";
import { apply } from "../document/edits.js";
import { merge, same } from "../document/merging.js";
import { before, kindOf, listOf, partOf, valueOf } from "../document/parts.js";
import { rebaseEdits } from "./rebasing.js";

/** @import {Batch, Change, Conflict, Edit, Kept, News, Refused, ScriptDocument, WaitingEdit} from "../types.js" */
/** @import {Store} from "./store.js" */

const PAUSE = 600;
const RETRY = 2000;
const LONG_ENOUGH = 4000; // to wait for what is on its way
const MOST_AT_ONCE = 100;

/** @param {WaitingEdit} edit */
const withoutWas = ({ was: _, ...edit }) => edit;

export class Draft {
  /**
   * @param {{document: ScriptDocument, revision: number}} state
   * @param {Store} store keeps what is not on the server yet
   * @param {object} on
   * @param {() => void} on.change something is to be drawn anew
   * @param {(news: News) => void} on.news an answer of the server
   * @param {(part: string, renamed: string) => void} on.rename another name for a part
   */
  constructor(state, store, on) {
    this.store = store;
    this.on = on;
    this.base = state.document;
    this.revision = state.revision;
    /** @type {WaitingEdit[]} */
    this.queue = [];
    /** @type {Batch | null} */
    this.sending = null;
    this.singly = 0; // so many edits are sent one by one, to find the one that is refused
    /** @type {Map<string, Conflict>} */
    this.conflicts = new Map();
    /** @type {Refused[]} */
    this.refused = [];
    this.reached = true;
    this.signedOut = false;
    this.resuming = true; // until what earlier pages left is known, nobody can say that all is saved
    this.stopped = "";
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    this.busy = false;
    this.document = this.base;
    this.refresh();
  }

  /** What the page shows: the server's, with everything of ours on top. */
  refresh() {
    /** @type {Edit[]} */
    const ours = [...(this.sending?.edits ?? []), ...this.queue];
    let view = ours.reduce(apply, this.base);
    for (const [part, { mine }] of this.conflicts) {
      if (mine === null) view = apply(view, { action: "remove", part });
      else view = apply(view, { action: valueOf(view, part) === null ? "add" : "set", part, value: mine, after: "step:" });
    }
    this.document = view;
  }

  get saved() {
    return !this.resuming && !this.sending && !this.queue.length && !this.conflicts.size && !this.refused.length;
  }

  persist() {
    const { revision, sending, queue, refused } = this;
    this.store.write(this.saved ? null : { revision, sending, queue, refused, conflicts: [...this.conflicts] });
  }

  /**
   * What earlier pages could not send: first what may have arrived already, then the rest.
   * @param {Kept[]} kept
   */
  async resume(kept) {
    this.busy = true;
    for (const { sending, queue, conflicts, refused } of kept) {
      this.refused.push(...refused);
      conflicts.forEach(([part, one]) => this.conflicts.set(part, one));
      const rest = this.queue;
      if (sending) {
        this.sending = sending;
        this.queue = queue;
        this.persist();
        while (this.sending && !this.stopped && !(await this.deliver(this.sending, true))) await pause(RETRY);
        this.queue.push(...rest);
      } else this.queue = [...rest, ...queue];
    }
    this.busy = false;
    this.resuming = false;
    this.rebase(this.base, this.revision);
    this.changed(0);
  }

  /** @param {Edit} edit @param {number} [span] */
  edit(edit, span = PAUSE) {
    const held = this.conflicts.get(edit.part);
    if (held && edit.action === "set") held.mine = edit.value;
    else if (held && edit.action === "remove") held.mine = null;
    else if (edit.action === "set") this.enqueue(edit);
    else this.queue.push({ ...edit, was: valueOf(this.document, edit.part) });
    this.changed(edit.action === "set" ? span : 0);
  }

  /**
   * Several settings of one part on their way are one.
   * @param {Edit} edit
   */
  enqueue(edit) {
    for (let at = this.queue.length - 1; at >= 0; at -= 1) {
      const one = this.queue[at];
      if (one.action === "rename" || (one.action === "remove" && one.part === edit.part)) break;
      if (one.part !== edit.part || one.action === "move") continue;
      this.queue[at] = { ...one, value: edit.value };
      return;
    }
    this.queue.push({ ...edit, was: valueOf(this.document, edit.part) });
  }

  changed(span = PAUSE) {
    this.refresh();
    this.persist();
    this.on.change();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), span);
  }

  /** Resolves once everything was sent, or could not be. */
  async flush() {
    clearTimeout(this.timer);
    await this.untilIdle();
    await this.send();
    await this.untilIdle();
    return this.saved;
  }

  async untilIdle() {
    for (const until = Date.now() + LONG_ENOUGH; this.busy && Date.now() < until; ) await pause(30);
  }

  async send() {
    clearTimeout(this.timer);
    if (this.busy || this.stopped) return;
    this.busy = true;
    try {
      while (this.sending || this.queue.length) {
        this.sending ??= this.batch();
        this.persist();
        if (!(await this.deliver(this.sending))) {
          this.timer = setTimeout(() => this.send(), RETRY);
          break;
        }
      }
    } finally {
      this.busy = false;
      this.persist();
      this.on.change();
    }
  }

  /**
   * A new name travels by itself, since the server rewrites what refers to it.
   * @returns {Batch}
   */
  batch() {
    const rename = this.queue.findIndex((edit) => edit.action === "rename");
    const most = this.singly > 0 || rename === 0 ? 1 : rename > 0 ? rename : this.queue.length;
    this.singly = Math.max(0, this.singly - 1);
    return { token: newToken(), base_revision: this.revision, edits: this.queue.splice(0, Math.min(most, MOST_AT_ONCE)) };
  }

  /**
   * True when the server has said yes or no; false to try the same again later.
   * @param {Batch} batch
   * @param {boolean} [whole] the document is wanted back in any case
   */
  async deliver({ token, base_revision, edits }, whole = false) {
    try {
      /** @type {News} */
      const news = await post("/edits", { token, base_revision, edits: edits.map(withoutWas), whole });
      /** @type {Edit[]} */
      const sent = edits;
      this.sending = null;
      this.accept(news, news.document ?? sent.reduce(apply, this.base));
      return true;
    } catch (error) {
      if (error instanceof Unreachable) return this.unreached(error);
      if (!(error instanceof Refusal)) throw error;
      this.refuse(error, edits);
      return true;
    }
  }

  /** @param {News} news @param {ScriptDocument} document */
  accept(news, document) {
    this.reached = true;
    this.rebase(document, news.revision, news.changes);
    this.refresh();
    this.on.news(news);
    this.on.change();
  }

  /** @param {Unreachable} error */
  unreached(error) {
    this.reached = false;
    this.signedOut = error.signedOut;
    this.on.change();
    return false;
  }

  /** @param {Refusal} refusal @param {WaitingEdit[]} edits */
  refuse(refusal, edits) {
    this.reached = true;
    this.sending = null;
    if (refusal.code === "conflict") {
      this.queue = [...edits, ...this.queue];
      this.rebase(refusal.body.document, refusal.body.revision, refusal.body.changes);
      this.on.news(/** @type {News} */ (refusal.body));
    } else if ([403, 404, 410].includes(refusal.status)) {
      this.queue = [...edits, ...this.queue];
      this.stopped = refusal.message;
    } else if (edits.length > 1) {
      this.queue = [...edits, ...this.queue];
      this.singly = edits.length;
    } else this.refused.push({ edit: edits[0], message: refusal.message });
    this.refresh();
    this.on.change();
  }

  /**
   * The server has another document now: what is not sent yet comes on top of it.
   * @param {ScriptDocument} document
   * @param {number} revision
   * @param {Change[]} [changes]
   */
  rebase(document, revision, changes = []) {
    const { queue, collisions } = rebaseEdits(this.queue, document, changes, this.on.rename);
    this.queue = queue;
    this.base = document;
    this.revision = revision;
    for (const { part, was, mine, theirs } of collisions) this.recordConflict(part, was, mine, theirs, changes);
    for (const [part, one] of this.conflicts) this.recordConflict(part, one.was, one.mine, valueOf(document, part), changes);
  }

  /**
   * Both changed the same: kept until somebody chooses.
   * @param {string} part
   * @param {any} was
   * @param {any} mine
   * @param {any} theirs
   * @param {Change[]} changes
   */
  recordConflict(part, was, mine, theirs, changes) {
    if (same(mine, theirs)) return void this.conflicts.delete(part);
    const last = changes.findLast((change) => change.part === part);
    const old = this.conflicts.get(part);
    const { contested } = merge(was, mine, theirs);
    const author = last?.author ?? old?.author ?? "";
    this.conflicts.set(part, { was, mine, theirs, contested, author, at: last?.at ?? old?.at ?? "" });
  }

  /**
   * The choice: `value` is what shall stand (null: the part is gone).
   * @param {string} part
   * @param {any} value
   */
  settle(part, value) {
    const theirs = this.conflicts.get(part)?.theirs ?? null;
    this.conflicts.delete(part);
    this.refresh();
    if (!same(value, theirs)) {
      if (value === null) this.queue.push({ action: "remove", part, was: theirs });
      else if (theirs === null) this.queue.push({ action: "add", part, value, after: this.lastPlace(part), was: null });
      else this.queue.push({ action: "set", part, value, was: theirs });
    }
    this.changed(0);
  }

  /** @param {string} part */
  lastPlace(part) {
    const last = listOf(this.base, kindOf(part)).at(-1);
    if (!last) return "";
    const place = partOf(kindOf(part), last.key);
    return last.kind === "end" ? before(this.base, place) : place;
  }

  /** @param {number} at */
  dropRefused(at) {
    this.refused.splice(at, 1);
    this.changed(0);
  }

  /** @param {number} at */
  tryAgain(at) {
    const [{ edit }] = this.refused.splice(at, 1);
    this.queue.push(edit);
    this.changed(0);
  }

  /** What others did meanwhile; not while something of ours is on its way. */
  async poll() {
    if (this.busy || this.sending || this.stopped) return;
    try {
      this.busy = true;
      /** @type {News} */
      const news = await get(`/news?after=${this.revision}`);
      this.reached = true;
      if (news.document) this.rebase(news.document, news.revision, news.changes);
      this.refresh();
      this.on.news(news);
    } catch (error) {
      if (error instanceof Unreachable) this.unreached(error);
      else if (error instanceof Refusal) this.stopped = error.message;
      else throw error;
    } finally {
      this.busy = false;
      this.on.change();
      if (this.queue.length && !this.stopped) this.timer = setTimeout(() => this.send(), this.reached ? 0 : RETRY);
    }
  }
}

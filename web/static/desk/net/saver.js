// Saves fields as they are typed. Nothing typed is lost: what the server has not got yet is kept in
// the browser and sent again, in order, one at a time for each field.

import { Refusal, Unreachable } from "../../shared/api.js";
import { put } from "./api.js";
import { notesOf } from "../call/notes.js";

const PAUSE = 300;
const RETRY = 2000;
const PREFIX = "filrouge:";

export class Saver {
  // onView(view): the server's answer; onMark(field, mark, message); onReach(reached);
  // onConflict(field, current): somebody else saved `current`; settle() ends it.
  constructor({ onView, onMark, onConflict, onReach }) {
    Object.assign(this, { onView, onMark, onConflict, onReach });
    this.fields = new Map();
  }

  key(callId, path) {
    return `${PREFIX}${callId}:${path}`;
  }

  field(callId, path) {
    const key = this.key(callId, path);
    if (!this.fields.has(key)) {
      this.fields.set(key, { key, callId, path, raw: null, revision: 0, timer: 0, sending: null, stopped: "" });
    }
    return this.fields.get(key);
  }

  // What was typed and is not on the server yet, or null.
  pending(callId, path) {
    const field = this.fields.get(this.key(callId, path));
    if (field && field.raw !== null) return field.raw;
    const kept = localStorage.getItem(this.key(callId, path));
    return kept === null ? null : JSON.parse(kept).raw;
  }

  // All that was typed in a call and is not on the server yet.
  unsent(callId) {
    return [...this.fields.values()].filter((field) => field.callId === callId && field.raw !== null);
  }

  async flushAll(callId) {
    await Promise.all(this.unsent(callId).map((field) => this.flush(callId, field.path)));
  }

  // Takes up what an earlier page could not send.
  resume(callId, path) {
    const kept = localStorage.getItem(this.key(callId, path));
    const field = this.field(callId, path);
    if (kept === null || field.raw !== null) return;
    Object.assign(field, JSON.parse(kept));
    this.send(field);
  }

  // Forgets what calls that are neither in hand nor waiting left behind.
  forgetAllBut(callIds) {
    Object.keys(localStorage)
      .filter((key) => key.startsWith(PREFIX) && !callIds.includes(key.split(":")[1]))
      .forEach((key) => localStorage.removeItem(key));
  }

  type(callId, path, raw, revision) {
    const field = this.field(callId, path);
    if (field.raw === null && !field.sending) field.revision = revision;
    field.raw = raw;
    this.keep(field);
    if (field.stopped === "conflict") return;
    field.stopped = "";
    this.onMark(field, "saving");
    clearTimeout(field.timer);
    field.timer = setTimeout(() => this.send(field), PAUSE);
  }

  keep(field) {
    localStorage.setItem(field.key, JSON.stringify({ raw: field.raw, revision: field.revision }));
  }

  drop(field) {
    field.raw = null;
    localStorage.removeItem(field.key);
  }

  // Resolves once everything typed in this field was sent, or could not be.
  async flush(callId, path) {
    const field = this.field(callId, path);
    if (field.sending) await field.sending;
    if (field.raw !== null) await this.send(field);
  }

  send(field) {
    clearTimeout(field.timer);
    field.timer = 0;
    if (field.sending) return field.sending;
    if (field.raw === null || field.stopped) return Promise.resolve();
    field.sending = this.deliver(field, field.raw).finally(() => {
      field.sending = null;
      if (field.raw !== null && !field.timer) this.send(field);
    });
    return field.sending;
  }

  async deliver(field, raw) {
    try {
      const view = await put(`/calls/${field.callId}/${field.path}`, { raw, base_revision: field.revision });
      this.onReach(true);
      field.revision = this.revisionIn(view, field.path);
      if (field.raw === raw) {
        this.drop(field);
        this.onMark(field, "saved");
      } else {
        this.keep(field);
      }
      this.onView(view);
    } catch (error) {
      this.fail(field, error);
    }
  }

  fail(field, error) {
    if (error instanceof Unreachable) {
      this.onReach(false);
      this.onMark(field, "waiting");
      field.timer = setTimeout(() => this.send(field), RETRY);
    } else if (!(error instanceof Refusal)) {
      throw error;
    } else if (error.code === "conflict") {
      field.stopped = "conflict";
      this.onConflict(field, error.body.current);
    } else {
      field.stopped = "refused"; // until something else is typed
      this.onMark(field, "refused", error.message);
    }
  }

  // After a conflict the person chose: `mine` goes over the newer one, or is given up for it.
  settle(field, mine, current) {
    field.stopped = "";
    field.revision = current.revision;
    if (!mine) return this.drop(field);
    this.keep(field);
    this.send(field);
    return undefined;
  }

  revisionIn(view, path) {
    if (path === "notes") return notesOf(view).revision;
    const key = path.replace("answers/", "");
    return view.run.steps.find((step) => step.key === key)?.revision ?? 0;
  }
}

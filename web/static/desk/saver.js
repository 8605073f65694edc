// Saves fields as they are typed. Nothing typed is lost: what the server has not got yet is kept in
// the browser and sent again, in order, one at a time for each field.

import { Refusal, Unreachable, put } from "./api.js";

const PAUSE = 300;
const RETRY = 2000;

export class Saver {
  // onView(view): the server's answer; onMark(field, mark); onConflict(field, current)
  constructor({ onView, onMark, onConflict, onReach }) {
    Object.assign(this, { onView, onMark, onConflict, onReach });
    this.fields = new Map();
  }

  key(callId, path) {
    return `filrouge:${callId}:${path}`;
  }

  field(callId, path) {
    const key = this.key(callId, path);
    if (!this.fields.has(key)) {
      this.fields.set(key, { key, callId, path, raw: null, revision: 0, timer: 0, sending: null });
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

  // Takes up what an earlier page could not send.
  resume(callId, path, revision) {
    const field = this.field(callId, path);
    field.revision = Math.max(field.revision, revision);
    const kept = localStorage.getItem(field.key);
    if (kept !== null && field.raw === null) {
      const { raw, revision: base } = JSON.parse(kept);
      field.raw = raw;
      field.revision = base;
      this.send(field);
    }
    return field;
  }

  type(callId, path, raw, revision) {
    const field = this.field(callId, path);
    if (field.raw === null && !field.sending) field.revision = revision;
    field.raw = raw;
    this.keep(field);
    this.onMark(path, "saving");
    clearTimeout(field.timer);
    field.timer = setTimeout(() => this.send(field), PAUSE);
  }

  keep(field) {
    localStorage.setItem(field.key, JSON.stringify({ raw: field.raw, revision: field.revision }));
  }

  // Resolves to the view once everything typed in this field is on the server; null after a conflict.
  async flush(callId, path) {
    const field = this.field(callId, path);
    clearTimeout(field.timer);
    let view = null;
    if (field.sending) view = await field.sending;
    if (field.raw !== null) view = await this.send(field);
    return view;
  }

  send(field) {
    if (field.sending) return field.sending;
    clearTimeout(field.timer);
    field.sending = this.deliver(field).finally(() => {
      field.sending = null;
      if (field.raw !== null && !field.timer && !field.conflict) this.send(field);
    });
    return field.sending;
  }

  async deliver(field) {
    field.timer = 0;
    const raw = field.raw;
    if (raw === null) return null;
    try {
      const view = await put(`/calls/${field.callId}/${field.path}`, { raw, base_revision: field.revision });
      this.onReach(true);
      field.revision = this.revisionIn(view, field.path);
      if (field.raw === raw) {
        field.raw = null;
        localStorage.removeItem(field.key);
        this.onMark(field.path, "saved");
      } else {
        this.keep(field);
      }
      this.onView(view);
      return view;
    } catch (error) {
      return this.fail(field, raw, error);
    }
  }

  fail(field, raw, error) {
    if (error instanceof Unreachable) {
      this.onReach(false);
      this.onMark(field.path, "waiting");
      field.timer = setTimeout(() => this.send(field), RETRY);
      return null;
    }
    if (error instanceof Refusal && error.code === "conflict") {
      field.conflict = true;
      this.onConflict(field, raw, error.body.current);
      return null;
    }
    field.raw = null;
    localStorage.removeItem(field.key);
    this.onMark(field.path, "refused", error.message);
    return null;
  }

  // After a conflict the person chose: theirs is dropped from here, mine is sent over the newer one.
  settle(field, mine, current) {
    field.conflict = false;
    field.revision = current.revision;
    if (mine === null) {
      field.raw = null;
      localStorage.removeItem(field.key);
      return;
    }
    field.raw = mine;
    this.keep(field);
    this.send(field);
  }

  revisionIn(view, path) {
    if (path === "notes") return view.run.notes_revision;
    const key = path.replace("answers/", "");
    return view.run.steps.find((step) => step.key === key)?.revision ?? 0;
  }
}

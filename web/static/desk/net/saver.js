// Saves fields as they are typed. Nothing typed is lost: what the server has not got yet is kept in
// the browser and sent again, in order, one at a time for each field.

import { Refusal, Unreachable } from "../../shared/api.js";
import { keep } from "../../shared/storage.js";
import { put } from "./api.js";

/** @import { Changes, Saved } from "../types.js" */

/**
 * `raw`: what was typed and is not saved, or null. `stopped`: it is not sent, because of this.
 * @typedef {object} Field
 * @property {string} key
 * @property {string} callId
 * @property {string} path
 * @property {string | null} raw
 * @property {number} revision
 * @property {ReturnType<typeof setTimeout> | undefined} timer
 * @property {Promise<void> | null} sending
 * @property {"" | "conflict" | "refused"} stopped
 */
/** @typedef {"saving" | "saved" | "waiting" | "refused"} Mark */
/**
 * @typedef {object} Listener
 * @property {(changes: Changes) => void} onSaved the server's answer
 * @property {(field: Field, mark: Mark, message?: string) => void} onMark
 * @property {(field: Field, current: Saved) => void} onConflict somebody else saved `current`; settle() ends it
 */

const PAUSE = 300;
const RETRY = 2000;
const PREFIX = "filrouge:";

class Saver {
  constructor() {
    /** @type {Map<string, Field>} */
    this.fields = new Map();
    /** @type {Listener} */
    this.listener = { onSaved() {}, onMark() {}, onConflict() {} };
  }

  /** @param {Listener} listener */
  listen(listener) {
    this.listener = listener;
  }

  /** @param {string} callId @param {string} path */
  key(callId, path) {
    return `${PREFIX}${callId}:${path}`;
  }

  /**
   * @param {string} callId
   * @param {string} path
   * @returns {Field}
   */
  field(callId, path) {
    const key = this.key(callId, path);
    const existing = this.fields.get(key);
    if (existing) return existing;
    /** @type {Field} */
    const field = { key, callId, path, raw: null, revision: 0, timer: undefined, sending: null, stopped: "" };
    this.fields.set(key, field);
    return field;
  }

  /**
   * What was typed and is not on the server yet, or null.
   * @param {string} callId
   * @param {string} path
   * @returns {string | null}
   */
  pending(callId, path) {
    const field = this.fields.get(this.key(callId, path));
    if (field && field.raw !== null) return field.raw;
    const stored = localStorage.getItem(this.key(callId, path));
    return stored === null ? null : JSON.parse(stored).raw;
  }

  /**
   * All that was typed in a call and is not on the server yet.
   * @param {string} callId
   */
  unsent(callId) {
    return [...this.fields.values()].filter((field) => field.callId === callId && field.raw !== null);
  }

  /** @param {string} callId */
  async flushAll(callId) {
    await Promise.all(this.unsent(callId).map((field) => this.flush(callId, field.path)));
  }

  /**
   * Takes up what an earlier page could not send.
   * @param {string} callId
   * @param {string} path
   */
  resume(callId, path) {
    const stored = localStorage.getItem(this.key(callId, path));
    const field = this.field(callId, path);
    if (stored === null || field.raw !== null) return;
    Object.assign(field, JSON.parse(stored));
    this.send(field);
  }

  /**
   * Forgets what calls that are neither in hand nor waiting left behind.
   * @param {string[]} callIds
   */
  forgetAllBut(callIds) {
    Object.keys(localStorage)
      .filter((key) => key.startsWith(PREFIX) && !callIds.includes(key.split(":")[1]))
      .forEach((key) => localStorage.removeItem(key));
  }

  /**
   * @param {string} callId
   * @param {string} path
   * @param {string} raw
   * @param {number} revision that the typing began from
   */
  type(callId, path, raw, revision) {
    const field = this.field(callId, path);
    if (field.raw === null && !field.sending) field.revision = revision;
    field.raw = raw;
    this.keep(field);
    if (field.stopped === "conflict") return;
    field.stopped = "";
    this.listener.onMark(field, "saving");
    clearTimeout(field.timer);
    field.timer = setTimeout(() => this.send(field), PAUSE);
  }

  /** @param {Field} field */
  keep(field) {
    keep(field.key, JSON.stringify({ raw: field.raw, revision: field.revision }));
  }

  /** @param {Field} field */
  drop(field) {
    field.raw = null;
    localStorage.removeItem(field.key);
  }

  /**
   * Resolves once everything typed in this field was sent, or could not be.
   * @param {string} callId
   * @param {string} path
   */
  async flush(callId, path) {
    const field = this.field(callId, path);
    if (field.sending) await field.sending;
    if (field.raw !== null) await this.send(field);
  }

  /**
   * @param {Field} field
   * @returns {Promise<void>}
   */
  send(field) {
    clearTimeout(field.timer);
    field.timer = undefined;
    if (field.sending) return field.sending;
    if (field.raw === null || field.stopped) return Promise.resolve();
    field.sending = this.deliver(field, field.raw).finally(() => {
      field.sending = null;
      if (field.raw !== null && !field.timer) this.send(field);
    });
    return field.sending;
  }

  /** @param {Field} field @param {string} raw */
  async deliver(field, raw) {
    try {
      const changes = await put(`/calls/${field.callId}/${field.path}`, { raw, base_revision: field.revision });
      field.revision = changes.revision;
      if (field.raw === raw) {
        this.drop(field);
        this.listener.onMark(field, "saved");
      } else {
        this.keep(field);
      }
      this.listener.onSaved(changes);
    } catch (error) {
      this.fail(field, error);
    }
  }

  /** @param {Field} field @param {unknown} error */
  fail(field, error) {
    if (error instanceof Unreachable) {
      this.listener.onMark(field, "waiting");
      field.timer = setTimeout(() => this.send(field), RETRY);
    } else if (!(error instanceof Refusal)) {
      throw error;
    } else if (error.code === "conflict") {
      field.stopped = "conflict";
      this.listener.onConflict(field, error.body.current);
    } else {
      field.stopped = "refused"; // until something else is typed
      this.listener.onMark(field, "refused", error.message);
    }
  }

  /**
   * After a conflict the person chose: their own text (`keepOwn`), or the newer one.
   * @param {Field} field
   * @param {boolean} keepOwn
   * @param {Saved} current
   */
  settle(field, keepOwn, current) {
    field.stopped = "";
    field.revision = current.revision;
    if (!keepOwn) return this.drop(field);
    this.keep(field);
    this.send(field);
    return undefined;
  }
}

export const saver = new Saver();

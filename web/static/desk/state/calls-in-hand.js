// The calls in hand: each with its own place in the script, its own gate, its own double presses.

import { Place } from "./place.js";
import { isLive, isOver } from "./views.js";

/** @import { CallView } from "../types.js" */

const MOST = 3;

/** @param {CallView} view */
const stage = (view) => (isOver(view) ? 2 : view.state === "wrapping" ? 1 : 0);

export class CallInHand {
  /** @param {CallView} view */
  constructor(view) {
    this.view = view; // the server's word
    this.place = new Place();
    this.place.begin(view);
    this.gateOpen = view.state === "wrapping";
    this.refused = ""; // why it could not be closed
    this.reason = ""; // for closing it without all answers
    this.reasonRefused = ""; // what is wrong with that
    this.hangUpAt = 0;
    this.sureUntil = 0; // an objection erases: it is asked twice
    this.talk = new AbortController(); // aborted when the caller is gone, or is with somebody else
    this.work = new AbortController(); // aborted when nothing of it can be changed any more
    this.tellEnds();
  }

  tellEnds() {
    if (!this.isLive) this.talk.abort();
    if (this.isOver) this.work.abort();
  }

  get id() {
    return this.view.id;
  }

  get isOver() {
    return isOver(this.view);
  }

  get isLive() {
    return isLive(this.view);
  }

  get isTalking() {
    return this.isLive && this.view.state !== "held";
  }

  get step() {
    return this.place.step();
  }

  /**
   * Takes over a newer view; false for one that comes late.
   * @param {CallView} view
   */
  update(view) {
    if (stage(view) < stage(this.view) || view.number < this.view.number) return false;
    if (view.state === "wrapping" && this.view.state !== "wrapping") this.gateOpen = true;
    this.view = view;
    this.place.update(view);
    this.tellEnds();
    return true;
  }
}

export class CallsInHand {
  constructor() {
    /** @type {Map<string, CallInHand>} */
    this.calls = new Map();
    /** @type {string | null} */
    this.frontId = null;
  }

  get front() {
    return this.get(this.frontId);
  }

  /** @param {string | null} id */
  get(id) {
    return this.calls.get(id ?? "") ?? null;
  }

  get open() {
    return [...this.calls.values()].filter((call) => !call.isOver);
  }

  get talking() {
    return this.open.find((call) => call.isTalking) ?? null;
  }

  /** Whether one more could be taken now: every other one is held, or wrapped up. */
  get isFree() {
    return this.open.length < MOST && this.talking === null;
  }

  /** The one that talks, or the oldest. */
  get first() {
    return this.talking ?? this.open[0] ?? null;
  }

  /** @param {CallView} view */
  add(view) {
    const call = new CallInHand(view);
    [...this.calls.values()].filter((one) => one.isOver).forEach((one) => this.calls.delete(one.id));
    this.calls.set(view.id, call);
    return call;
  }

  /** @param {string} id */
  drop(id) {
    const call = this.get(id);
    call?.talk.abort();
    call?.work.abort();
    this.calls.delete(id);
    if (this.frontId === id) this.frontId = this.first?.id ?? null;
  }

  /** @param {string} id */
  bringToFront(id) {
    this.frontId = id;
  }

  /**
   * The next of several, in the order of their coming.
   * @param {string | null} id
   */
  after(id) {
    const all = this.open;
    const at = all.findIndex((call) => call.id === id);
    return all.length > (at < 0 ? 0 : 1) ? all[(at + 1) % all.length] : null;
  }
}

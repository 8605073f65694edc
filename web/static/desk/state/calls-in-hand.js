// The calls in hand: each with its own place in the script, its own gate, its own double presses.

import { Script } from "./place.js";

const LIVE = ["claimed", "connected", "held"];
const OVER = ["closed", "abandoned"];
const MOST = 3;

export const isOver = (view) => OVER.includes(view.state);
export const isLive = (view) => LIVE.includes(view.state);
export const isInHand = (view) => isLive(view) || view.state === "wrapping";
const stage = (view) => (isOver(view) ? 2 : view.state === "wrapping" ? 1 : 0);

export class CallInHand {
  constructor(view) {
    this.view = view; // the server's word
    this.script = new Script();
    this.script.begin(view);
    this.gateOpen = false;
    this.refused = "";
    this.muted = false;
    this.hangUpAt = 0;
    this.sureUntil = 0; // an objection erases: it is asked twice
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

  // A newer view; false for an answer that comes late.
  take(view) {
    if (stage(view) < stage(this.view)) return false;
    if (view.state === "wrapping" && this.view.state !== "wrapping") this.gateOpen = true;
    this.view = view;
    this.script.update(view);
    return true;
  }
}

export class Hand {
  constructor() {
    this.calls = new Map();
    this.shownId = null;
  }

  // The call that the page shows: one in hand, or the one that has just ended.
  get shown() {
    return this.calls.get(this.shownId) ?? null;
  }

  get(id) {
    return this.calls.get(id) ?? null;
  }

  get open() {
    return [...this.calls.values()].filter((call) => !call.isOver);
  }

  get talking() {
    return this.open.find((call) => call.isTalking) ?? null;
  }

  // Whether one more call could be taken now: every other one is held, or wrapped up.
  get isFree() {
    return this.open.length < MOST && this.talking === null;
  }

  add(view) {
    const call = new CallInHand(view);
    if (view.state === "wrapping") call.gateOpen = true;
    [...this.calls.values()].filter((one) => one.isOver).forEach((one) => this.calls.delete(one.id));
    this.calls.set(view.id, call);
    return call;
  }

  drop(id) {
    this.calls.delete(id);
    if (this.shownId === id) this.shownId = this.first()?.id ?? null;
  }

  show(id) {
    this.shownId = id;
  }

  // The one that talks, or the oldest.
  first() {
    return this.talking ?? this.open[0] ?? null;
  }

  // The next of several, in the order of their coming.
  after(id) {
    const all = this.open;
    const at = all.findIndex((call) => call.id === id);
    return all.length > (at < 0 ? 0 : 1) ? all[(at + 1) % all.length] : null;
  }
}

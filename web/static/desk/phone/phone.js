// The agent's phone in the browser: one interface, two ways to a telephone network.

import { byId } from "../../shared/dom.js";
import { post } from "../net/api.js";
import { changed } from "../state/desk.js";
import { PhoneError } from "./in-time.js";
import { SimulatedPhone } from "./simulated.js";
import { TwilioPhone } from "./twilio.js";

/** @typedef {"off" | "connecting" | "on" | "reconnecting" | "failed" | "elsewhere"} PhoneState */
/** @typedef {(state: PhoneState) => void} OnState */
/** @typedef {{ input: string, output: string }} Devices ids that the browser gives; "": the system's choice */
/**
 * A way to one telephone network.
 * @typedef {object} Line
 * @property {(legId: string | undefined, signal: AbortSignal) => Promise<void>} connect or fail; the signal gives it up
 * @property {() => void} disconnect
 * @property {() => Promise<void>} hangUp
 * @property {(on: boolean) => void} mute
 * @property {(devices: Devices) => void} useDevices in a call at once, else from the next one on
 */

class Phone {
  constructor() {
    /** @type {PhoneState} elsewhere: another page has the phone */
    this.state = "off";
    this.trouble = 0; // why it has failed: a code of codes.js, or another one of the provider's
    /** @type {Devices} */
    this.devices = { input: "", output: "" };
    /** @type {string | null} */
    this.callId = null;
    /** @type {Promise<void>} */
    this.turn = Promise.resolve(); // one after the other
    this.attempt = new AbortController(); // the last one counts
    /** @type {string | null} the call in which it is mute */
    this.muteIn = null;
    this.owned = false;
    this.lost = false; // to another page
    /** @type {Line | null} */
    this.line = null;
    this.onGone = (/** @type {boolean} */ _wasCut) => {}; // it was connecting or on, and is not any more
    this.tell = this.tell.bind(this);
  }

  /** @param {PhoneState} state @param {number} [trouble] */
  tell(state, trouble = 0) {
    const { state: before, isUp: wasUp } = this;
    const wasCut = before === "reconnecting";
    this.trouble = trouble;
    this.state = this.lost && state === "off" ? "elsewhere" : state;
    if (state === "on" && !wasCut) this.arrive();
    if (wasUp && !this.isUp) this.onGone(wasCut);
    changed();
  }

  get isUp() {
    return ["connecting", "on", "reconnecting"].includes(this.state);
  }

  /**
   * How the phone is for one call.
   * @param {string} callId
   * @returns {PhoneState}
   */
  stateFor(callId) {
    return this.state === "elsewhere" || this.callId === callId ? this.state : "off";
  }

  /**
   * Once for each call by itself; a person may press for another try, or for having it here. What
   * this phone is in already, in another call, is hung up before: it can be in one room alone. One that
   * was mute and comes back by itself is mute.
   * @param {string} callId
   * @param {string | undefined} legId
   */
  connect(callId, legId, { pressed = false } = {}) {
    if (this.callId === callId && (!pressed || this.isUp)) return this.turn;
    this.callId = callId;
    if (pressed || callId !== this.muteIn) this.muteIn = null;
    this.giveUp();
    const { signal } = this.attempt;
    this.turn = this.turn.then(() => this.enter(legId, pressed, signal));
    return this.turn;
  }

  giveUp() {
    this.attempt.abort();
    this.attempt = new AbortController();
  }

  /** After an outage a phone that has gone may connect by itself once more. */
  forgive() {
    if (!this.isUp && !this.lost) this.callId = null;
  }

  /** @param {string | undefined} legId @param {boolean} pressed @param {AbortSignal} signal */
  async enter(legId, pressed, signal) {
    if (signal.aborted) return; // another one was wanted meanwhile, or none
    const before = this.isUp;
    this.tell("connecting");
    try {
      if (before) await this.line?.hangUp();
      if (!(await this.own(pressed))) return void this.tell("elsewhere");
      this.line ??= this.choose();
      this.line.mute(this.muteIn !== null);
      await this.line.connect(legId, signal);
      if (signal.aborted) await this.line.hangUp();
    } catch (error) {
      if (!signal.aborted) this.tell("failed", error instanceof PhoneError ? error.code : 0);
    }
  }

  /**
   * A caller on hold, whom the agent comes to talk to, is taken off it now. Where this is lost the
   * server does it by itself, a little later.
   */
  arrive() {
    if (this.callId) post(`/calls/${this.callId}/arrived`).catch(() => {});
  }

  /**
   * One page of this browser has the phone at a time; `take` gets it from the other one.
   * @param {boolean} take
   * @returns {Promise<boolean>}
   */
  own(take) {
    if (this.owned || !navigator.locks) return Promise.resolve(true);
    return new Promise((resolve) => {
      const held = (/** @type {Lock | null} */ lock) => {
        this.owned = lock !== null;
        this.lost = false;
        resolve(this.owned);
        return this.owned ? new Promise(() => {}) : null; // until the page is closed
      };
      navigator.locks.request("filrouge-phone", take ? { steal: true } : { ifAvailable: true }, held)
        .catch(() => this.lose());
    });
  }

  lose() {
    this.owned = false;
    this.lost = true;
    this.giveUp();
    this.line?.disconnect();
    this.tell("off");
  }

  /** @returns {Line} */
  choose() {
    if (!byId("voice-sdk")) return new SimulatedPhone(this.tell);
    const line = new TwilioPhone(this.tell);
    line.useDevices(this.devices);
    return line;
  }

  /** @param {Devices} devices */
  useDevices(devices) {
    this.devices = devices;
    this.line?.useDevices(devices);
  }

  disconnect() {
    this.callId = null;
    this.giveUp();
    this.line?.disconnect();
    if (this.state !== "off") this.tell("off");
  }

  /** @param {string} callId @param {boolean} on */
  mute(callId, on) {
    this.muteIn = on ? callId : null;
    if (callId === this.callId) this.line?.mute(on);
  }
}

export const phone = new Phone();

// The agent's phone in the browser: one interface, two ways to a telephone network.

import { post } from "../net/api.js";
import { changed } from "../state/desk.js";
import { SimulatedPhone } from "./simulated.js";
import { TwilioPhone } from "./twilio.js";

/** @typedef {"off" | "connecting" | "on" | "failed" | "elsewhere"} PhoneState */
/** @typedef {(state: PhoneState, trouble?: number) => void} OnState `trouble`: the code of why it failed */
/** @typedef {{ input: string, output: string }} Devices ids that the browser gives; "": the system's choice */
/**
 * A way to one telephone network.
 * @typedef {object} Line
 * @property {(legId: string | undefined) => Promise<void>} connect
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
    this.attempts = 0; // the last one counts: what was given up in between may come late, for the same call
    this.owned = false;
    this.lost = false; // to another page
    /** @type {Line | null} */
    this.line = null;
    this.onGone = () => {}; // it was connecting or on, and is not any more
    this.tell = this.tell.bind(this);
  }

  /** @param {PhoneState} state @param {number} [trouble] */
  tell(state, trouble = 0) {
    const wasUp = this.isUp;
    this.trouble = trouble;
    this.state = this.lost && state === "off" ? "elsewhere" : state;
    if (state === "on") this.arrive();
    if (wasUp && !this.isUp) this.onGone();
    changed();
  }

  get isUp() {
    return this.state === "on" || this.state === "connecting";
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
   * this phone is in already, in another call, is hung up before: it can be in one room alone.
   * @param {string} callId
   * @param {string | undefined} legId
   */
  connect(callId, legId, { pressed = false } = {}) {
    if (this.callId === callId && (!pressed || this.isUp)) return this.turn;
    this.callId = callId;
    const attempt = (this.attempts += 1);
    this.turn = this.turn.then(() => this.enter(attempt, legId, pressed));
    return this.turn;
  }

  /** After an outage a phone that has gone may connect by itself once more. */
  forgive() {
    if (!this.isUp && !this.lost) this.callId = null;
  }

  /** @param {number} attempt @param {string | undefined} legId @param {boolean} pressed */
  async enter(attempt, legId, pressed) {
    if (attempt !== this.attempts) return; // another one was wanted meanwhile, or none
    const before = this.isUp;
    this.tell("connecting");
    try {
      if (before) await this.line?.hangUp();
      if (!(await this.own(pressed))) return void this.tell("elsewhere");
      this.line ??= await this.choose();
      await this.line.connect(legId);
      if (attempt !== this.attempts) await this.line.hangUp();
    } catch {
      if (attempt === this.attempts) this.tell("failed");
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
    this.line?.disconnect();
    this.tell("off");
  }

  /** @returns {Promise<Line>} */
  async choose() {
    const network = await post("/phone-token");
    if (network.simulated) return new SimulatedPhone(this.tell, network.phone_url);
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
    this.attempts += 1;
    this.line?.disconnect();
    if (this.state !== "off") this.tell("off");
  }

  /** @param {boolean} on */
  mute(on) {
    this.line?.mute(on);
  }
}

export const phone = new Phone();

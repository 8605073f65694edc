// The phone of real calls: the provider's SDK, which takes one call at a time.

import { byId } from "../../shared/dom.js";
import { post } from "../net/api.js";
import { GONE_WITHIN, pause } from "./pause.js";

/** @import { Line, OnState } from "./phone.js" */

const TOKEN_EXPIRED = 20104;

/** @implements {Line} */
export class TwilioPhone {
  /** @param {OnState} onState */
  constructor(onState) {
    this.onState = onState;
    /** @type {any} of the SDK, which is loaded when it is needed */
    this.device = null;
    /** @type {any} */
    this.call = null;
  }

  /**
   * Whoever connects again has hung up before. Each call gets a token of its own: a new one during
   * a call would interrupt the sound, and an old one that expires then does no harm.
   * @param {string | undefined} legId
   */
  async connect(legId) {
    const { token } = await post("/phone-token");
    if (this.device) this.device.updateToken(token);
    else await this.start(token);
    const call = await this.device.connect({ params: { leg: legId } });
    this.call = call;
    call.on("accept", () => call === this.call && this.onState("on"));
    call.on("reconnecting", () => call === this.call && this.onState("connecting"));
    call.on("reconnected", () => call === this.call && this.onState("on"));
    call.on("disconnect", () => this.drop(call, "off"));
    call.on("error", () => this.drop(call, "failed"));
  }

  /** @param {string} token */
  async start(token) {
    const { Device } = await import(byId("voice-sdk").href); // real calls alone need it
    this.device = new Device(token, { closeProtection: true });
    this.device.on("error", (/** @type {{code: number}} */ { code }) => {
      if (code !== TOKEN_EXPIRED && !this.isGoingOn) this.drop(this.call, "failed");
    });
  }

  /** It outlives its signalling for a while, and says itself when it ends. */
  get isGoingOn() {
    return ["open", "reconnecting"].includes(this.call?.status());
  }

  /** @param {unknown} call @param {"off" | "failed"} state */
  drop(call, state) {
    if (call !== this.call) return; // one that was left for another
    this.call = null;
    this.onState(state);
  }

  disconnect() {
    this.call?.disconnect();
  }

  /** Resolves once the network has let go of the call. */
  async hangUp() {
    const { call } = this;
    this.call = null;
    if (!call) return;
    const gone = new Promise((resolve) => call.on("disconnect", resolve));
    call.disconnect();
    await Promise.race([gone, pause(GONE_WITHIN)]);
  }

  /** @param {boolean} on */
  mute(on) {
    this.call?.mute(on);
  }
}

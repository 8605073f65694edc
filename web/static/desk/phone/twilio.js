// The phone of real calls: the provider's SDK, which takes one call at a time.

import { byId } from "../../shared/dom.js";
import { post } from "../net/api.js";
import { GONE_WITHIN, pause } from "./pause.js";

/** @import { Devices, Line, OnState } from "./phone.js" */

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
    /** @type {Devices} */
    this.devices = { input: "", output: "" };
  }

  /**
   * Whoever connects again has hung up before. Each call gets a token of its own: a new one during
   * a call would interrupt the sound, and an old one that expires then does no harm.
   * @param {string | undefined} legId
   */
  async connect(legId) {
    const { token, edge } = await post("/phone-token");
    if (this.device) this.device.updateToken(token);
    else await this.start(token, edge);
    await this.useMicrophone();
    const call = await this.device.connect({ params: { leg: legId } });
    this.call = call;
    call.on("accept", () => call === this.call && this.onState("on"));
    call.on("reconnecting", () => call === this.call && this.onState("connecting"));
    call.on("reconnected", () => call === this.call && this.onState("on"));
    call.on("disconnect", () => this.drop(call, "off"));
    call.on("error", (/** @type {{code: number}} */ { code }) => this.drop(call, "failed", code));
  }

  /** @param {string} token @param {string} edge by which calls get to their region */
  async start(token, edge) {
    const { Device } = await import(byId("voice-sdk").href); // real calls alone need it
    this.device = new Device(token, { closeProtection: true, edge });
    this.device.audio.on("deviceChange", () => setTimeout(() => this.useDevices(this.devices))); // after the SDK's own change
    this.device.on("error", (/** @type {{code: number}} */ { code }) => {
      if (code !== TOKEN_EXPIRED && !this.isGoingOn) this.drop(this.call, "failed");
    });
  }

  /** It outlives its signalling for a while, and says itself when it ends. */
  get isGoingOn() {
    return ["open", "reconnecting"].includes(this.call?.status());
  }

  /** @param {unknown} call @param {"off" | "failed"} state @param {number} [trouble] */
  drop(call, state, trouble) {
    if (call !== this.call) return; // one that was left for another
    this.call = null;
    this.freeMicrophone();
    this.onState(state, trouble);
  }

  /** @param {Devices} devices */
  useDevices(devices) {
    this.devices = devices;
    if (this.call) this.useMicrophone();
    this.useSpeaker();
  }

  /** The chosen one where it is plugged in; without one the SDK opens the system's. */
  async useMicrophone() {
    const { audio } = this.device;
    await navigator.mediaDevices.enumerateDevices(); // as the SDK does, which knows them then
    const known = audio.availableInputDevices;
    const id = [this.devices.input, this.call ? "default" : ""].find((each) => known.has(each));
    if (id && audio.inputDevice?.deviceId !== id) await audio.setInputDevice(id).catch(() => {});
  }

  /** A chosen one stays open otherwise. */
  freeMicrophone() {
    this.device.audio.unsetInputDevice().catch(() => {});
  }

  useSpeaker() {
    const audio = this.device?.audio;
    if (audio?.isOutputSelectionSupported) audio.speakerDevices.set(this.devices.output || "default").catch(() => {});
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

// The phone of real calls: the provider's SDK, which takes one call at a time.

import { Refusal } from "../../shared/api.js";
import { byId } from "../../shared/dom.js";
import { pause } from "../../shared/pause.js";
import { post } from "../net/api.js";
import { isOfMicrophone, isOfToken } from "./codes.js";
import { GONE_WITHIN, inTime, PhoneError } from "./in-time.js";

/** @import { Devices, Line, OnState } from "./phone.js" */

const PATIENCE = 15000; // ms: with the network, but not with a person who is asked for the microphone
const AGAIN = 1000;
const EXPIRES_SOON = 30000; // ms; the SDK says so 10 s before
const OPTIONS = {
  closeProtection: true, // in a call alone, says the SDK
  codecPreferences: ["opus", "pcmu"],
  enableImprovedSignalingErrorPrecision: true,
  maxCallSignalingTimeoutMs: 30000, // the most that the provider waits for a call whose signalling is cut
};

/** @implements {Line} */
export class TwilioPhone {
  /** @param {OnState} onState */
  constructor(onState) {
    this.onState = onState;
    /** @type {any} of the SDK, which is loaded when it is needed */
    this.device = null;
    /** @type {any} until it is closed, whatever errors it meets on the way */
    this.call = null;
    this.muted = false;
    /** @type {Devices} */
    this.devices = { input: "", output: "" };
    this.tokenEnds = 0; // on this computer's clock
    this.isWatching = false; // the token, while a call reconnects
    /** @type {Promise<unknown>} settles when the person and the browser have decided */
    this.microphone = Promise.resolve();
    this.refuse = (/** @type {PhoneError} */ _why) => {}; // what waits to be connected
  }

  /**
   * Whoever connects again has hung up before. The SDK itself may wait for ever, for one with a token
   * that is not taken: so what does not work in time is begun anew, and the last error is the reason.
   * @param {string | undefined} legId
   * @param {AbortSignal} signal
   */
  async connect(legId, signal) {
    const until = performance.now() + PATIENCE;
    for (;;) {
      try {
        return await this.dial(legId, signal, until);
      } catch (error) {
        this.renew();
        if (signal.aborted || isFinal(error) || performance.now() + AGAIN > until) throw error;
      }
      await inTime(pause(AGAIN), signal);
    }
  }

  /** @param {string | undefined} legId @param {AbortSignal} signal @param {number} until */
  async dial(legId, signal, until) {
    const soon = (/** @type {Promise<any>} */ work) => inTime(work, signal, until - performance.now());
    const refused = new Promise((_, reject) => (this.refuse = reject));
    const { edge, ...token } = await soon(post("/phone-token"));
    if (!this.device) await soon(this.start(token.token, edge));
    this.show(token);
    const call = await soon(Promise.race([this.device.connect({ params: { leg: legId } }), refused]));
    const answered = this.follow(call);
    await inTime(Promise.race([answered, this.microphone.catch(() => {})]), signal);
    await inTime(answered, signal, PATIENCE);
  }

  /** @param {string} token @param {string} edge by which calls get to their region */
  async start(token, edge) {
    const { Device } = await import(byId("voice-sdk").href); // real calls alone need it
    const getUserMedia = (/** @type {{audio: any}} */ { audio }) => (this.microphone = this.open(audio));
    const device = new Device(token, { ...OPTIONS, edge, getUserMedia });
    device.audio.incoming(false); // the desk rings itself, and says itself what becomes of a call
    device.audio.outgoing(false);
    device.audio.disconnect(false);
    device.audio.on("deviceChange", () => this.useSpeaker());
    device.on("error", (/** @type {{code: number}} */ { code }) => {
      if (!isOfToken(code)) return; // the SDK goes on by itself; a call says itself when it is over
      this.tokenEnds = 0;
      this.refuse(new PhoneError(code));
    });
    device.on("tokenWillExpire", () => !this.call && this.tidy());
    this.device = device;
  }

  /**
   * Each call gets a token of its own: a new one in mid-call would interrupt the sound.
   * @param {{token: string, expires_in: number}} token
   */
  show({ token, expires_in: seconds }) {
    this.tokenEnds = Date.now() + seconds * 1000;
    this.device.updateToken(token);
  }

  /** A call whose signalling comes back shows its token again, which may have expired by then. */
  async keepTokenFresh() {
    if (this.isWatching) return;
    this.isWatching = true;
    while (this.call?.status() === "reconnecting") {
      const token = Date.now() > this.tokenEnds ? await post("/phone-token").catch(() => null) : null;
      if (token && this.device) this.show(token);
      await pause(AGAIN);
    }
    this.isWatching = false;
  }

  /**
   * Resolves when the phone is in the room, and fails with the reason where it does not get there.
   * @param {any} call
   * @returns {Promise<void>}
   */
  follow(call) {
    this.call = call;
    call.mute(this.muted);
    this.useSpeaker(); // the SDK has set the system's own meanwhile
    let trouble = 0;
    let isAnswered = false;
    return new Promise((resolve, reject) => {
      // The SDK says why after it has said that, and its state is the new one after both.
      const look = () => queueMicrotask(() => {
        if (call.status() !== "closed") return;
        reject(new PhoneError(trouble));
        if (call !== this.call) return; // it was left for another one
        this.call = null;
        this.tidy();
        if (isAnswered) this.onState("off");
      });
      /** @param {"on" | "reconnecting"} state */
      const tell = (state) => call === this.call && this.onState(state);
      call.on("accept", () => {
        isAnswered = true;
        tell("on");
        resolve();
      });
      call.on("reconnecting", () => {
        tell("reconnecting");
        this.keepTokenFresh();
      });
      call.on("reconnected", () => tell("on"));
      call.on("error", (/** @type {{code: number}} */ { code }) => {
        trouble = code;
        look();
      });
      call.on("disconnect", look);
      call.on("transportClose", look);
    });
  }

  /**
   * Between calls: the SDK may take the last one for one that goes on, would show a token that has
   * expired again and again, and keeps a changed microphone open.
   */
  tidy() {
    this.device?.disconnectAll();
    if (this.device?.isBusy || Date.now() > this.tokenEnds - EXPIRES_SOON) this.renew();
    else this.device?.audio?.unsetInputDevice().catch(() => {});
  }

  renew() {
    this.call = null;
    this.device?.destroy();
    this.device = null;
  }

  /** @param {Devices} devices */
  useDevices(devices) {
    const isOther = devices.input !== this.devices.input;
    this.devices = devices;
    if (this.call && isOther) this.changeMicrophone();
    this.useSpeaker();
  }

  /** For the SDK: the chosen one, or that of the SDK's choice where it is not plugged in. @param {any} audio */
  async open(audio) {
    const { input } = this.devices;
    const chosen = { ...(audio === true ? {} : audio), deviceId: { exact: input } };
    try {
      return await navigator.mediaDevices.getUserMedia({ audio: input ? chosen : audio });
    } catch (error) {
      if (!input || !(error instanceof DOMException) || error.name !== "OverconstrainedError") throw error;
      return navigator.mediaDevices.getUserMedia({ audio });
    }
  }

  changeMicrophone() {
    const { audio } = this.device;
    const id = [this.devices.input, "default"].find((each) => audio.availableInputDevices.has(each));
    if (id) audio.setInputDevice(id).catch(() => {}); // the one in use stays in use
  }

  useSpeaker() {
    const audio = this.device?.audio;
    if (audio?.isOutputSelectionSupported) audio.speakerDevices.set(this.devices.output || "default").catch(() => {});
  }

  disconnect() {
    this.call?.disconnect();
    this.device?.disconnectAll(); // whatever this page has lost sight of
  }

  /** Resolves once the network has let go of the call. */
  async hangUp() {
    const { call } = this;
    this.call = null; // nobody needs to be told of its end
    if (call && call.status() !== "closed") {
      const gone = new Promise((resolve) => call.on("disconnect", resolve));
      call.disconnect();
      await Promise.race([gone, pause(GONE_WITHIN)]);
    }
    this.tidy();
  }

  /** @param {boolean} on */
  mute(on) {
    this.muted = on;
    this.call?.mute(on);
  }
}

/** Whether trying again cannot help. @param {unknown} error */
function isFinal(error) {
  return error instanceof Refusal || (error instanceof PhoneError && isOfMicrophone(error.code));
}

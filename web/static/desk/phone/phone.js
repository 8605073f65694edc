// The agent's phone in the browser: one interface, two ways to a telephone network.

import { byId } from "../../shared/dom.js";
import { post } from "../net/api.js";

const GONE_WITHIN = 3000; // a network that does not say so any sooner is not waited for
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

class TwilioPhone {
  constructor(onState) {
    this.onState = onState;
  }

  // The SDK takes one call at a time: whoever connects again has hung up before.
  async connect(legId) {
    if (!this.device) await this.start();
    const call = await this.device.connect({ params: { leg: legId } });
    this.call = call;
    call.on("accept", () => call === this.call && this.onState("on"));
    call.on("disconnect", () => this.drop(call, "off"));
    call.on("error", () => this.drop(call, "failed"));
  }

  async start() {
    const told = await post("/phone-token");
    const { Device } = await import(byId("voice-sdk").href); // real calls alone need it
    this.device = new Device(told.token, { closeProtection: true });
    this.device.on("tokenWillExpire", async () => this.device.updateToken((await post("/phone-token")).token));
    this.device.on("error", () => this.drop(this.call, "failed"));
  }

  drop(call, state) {
    if (call !== this.call) return; // one that was left for another
    this.call = null;
    this.onState(state);
  }

  disconnect() {
    this.call?.disconnect();
  }

  // Resolves once the network has let go of the call.
  async hangUp() {
    const { call } = this;
    this.call = null;
    if (!call) return;
    const gone = new Promise((resolve) => call.on("disconnect", resolve));
    call.disconnect();
    await Promise.race([gone, pause(GONE_WITHIN)]);
  }

  mute(on) {
    this.call?.mute(on);
  }
}

const OVER = ["completed", "failed", "canceled", "busy", "no-answer"];

// Talks to the simulated network, where nobody hears anything: there is no sound to send.
class SimulatedPhone {
  constructor(onState, base) {
    this.onState = onState;
    this.base = base;
    this.device = crypto.randomUUID?.() ?? String(Math.random()); // which can be in one call
    addEventListener("pagehide", () => this.disconnect()); // as a real one does
  }

  async connect(legId) {
    const told = await post("/phone-token");
    const reply = await fetch(`${this.base}/phone/connect`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ token: told.token, device: this.device, params: { leg: legId } }),
    });
    if (!reply.ok) throw new Error("the network refused the phone");
    this.sid = (await reply.json()).call_sid;
    this.onState("on");
    this.watch(this.sid);
  }

  async watch(sid) {
    while (this.sid === sid) {
      await pause(1000);
      if (this.sid === sid && (await this.isOver(sid)) && this.sid === sid) {
        this.sid = null;
        this.onState("off");
      }
    }
  }

  async isOver(sid) {
    const reply = await fetch(`${this.base}/phone/calls/${sid}`).catch(() => null);
    return OVER.includes(reply?.ok ? (await reply.json()).status : "completed");
  }

  disconnect() {
    if (this.sid) navigator.sendBeacon(`${this.base}/phone/calls/${this.sid}/disconnect`);
    this.sid = null;
  }

  async hangUp() {
    const { sid } = this;
    const until = Date.now() + GONE_WITHIN;
    this.disconnect();
    while (sid && Date.now() < until && !(await this.isOver(sid))) await pause(50);
  }

  mute() {}
}

export class Phone {
  // onState(): `state` is off, connecting, on, failed, or elsewhere (another page has the phone)
  constructor(onState) {
    this.state = "off";
    this.callId = null;
    this.turn = Promise.resolve(); // one after the other
    this.lost = false; // to another page
    this.tell = (state) => {
      this.state = this.lost && state === "off" ? "elsewhere" : state;
      if (state === "on") this.arrive();
      onState(state);
    };
  }

  get isUp() {
    return this.state === "on" || this.state === "connecting";
  }

  // Once for each call by itself; a person may press for another try, or for having it here. What
  // this phone is in already, in another call, is hung up before: it can be in one room alone.
  connect(callId, legId, { pressed = false } = {}) {
    if (this.callId === callId && (!pressed || this.isUp)) return this.turn;
    this.callId = callId;
    this.turn = this.turn.then(() => this.enter(callId, legId, pressed));
    return this.turn;
  }

  async enter(callId, legId, pressed) {
    if (this.callId !== callId) return; // another one was wanted meanwhile
    const before = this.isUp;
    this.tell("connecting");
    try {
      if (before) await this.line?.hangUp();
      if (!(await this.own(pressed))) return void this.tell("elsewhere");
      this.line ??= await this.choose();
      await this.line.connect(legId);
      if (this.callId !== callId) this.line.disconnect();
    } catch {
      this.tell("failed");
    }
  }

  // A caller on hold, whom the agent comes to talk to, is taken off it now. Where this is lost the
  // server does it by itself, a little later.
  arrive() {
    if (this.callId) post(`/calls/${this.callId}/arrived`).catch(() => {});
  }

  // One page of this browser has the phone at a time; `take` gets it from the other one.
  own(take) {
    if (this.owned || !navigator.locks) return Promise.resolve(true);
    return new Promise((resolve) => {
      const held = (lock) => {
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

  async choose() {
    const told = await post("/phone-token");
    return told.simulated ? new SimulatedPhone(this.tell, told.phone_url) : new TwilioPhone(this.tell);
  }

  disconnect() {
    this.callId = null;
    this.line?.disconnect();
    if (this.state !== "off") this.tell("off");
  }

  mute(on) {
    this.line?.mute(on);
  }
}

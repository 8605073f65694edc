// The agent's phone in the browser: one interface, two ways to a telephone network.

import { post } from "./api.js";

class TwilioPhone {
  constructor(onState) {
    this.onState = onState;
  }

  async connect(legId) {
    if (!this.device) await this.start();
    this.call = await this.device.connect({ params: { leg: legId } });
    this.call.on("accept", () => this.onState("on"));
    this.call.on("disconnect", () => this.drop("off"));
    this.call.on("error", () => this.drop("failed"));
  }

  async start() {
    const told = await post("/phone-token");
    this.device = new Twilio.Device(told.token, { closeProtection: true });
    this.device.on("tokenWillExpire", async () => this.device.updateToken((await post("/phone-token")).token));
    this.device.on("error", () => this.drop("failed"));
  }

  drop(state) {
    this.call = null;
    this.onState(state);
  }

  disconnect() {
    this.call?.disconnect();
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
    addEventListener("pagehide", () => this.disconnect()); // as a real one does
  }

  async connect(legId) {
    const told = await post("/phone-token");
    const reply = await fetch(`${this.base}/phone/connect`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ token: told.token, params: { leg: legId } }),
    });
    if (!reply.ok) throw new Error("the network refused the phone");
    this.sid = (await reply.json()).call_sid;
    this.onState("on");
    this.watch(this.sid);
  }

  async watch(sid) {
    while (this.sid === sid) {
      await new Promise((resolve) => setTimeout(resolve, 1000));
      const reply = await fetch(`${this.base}/phone/calls/${sid}`).catch(() => null);
      const status = reply?.ok ? (await reply.json()).status : "completed";
      if (this.sid === sid && OVER.includes(status)) {
        this.sid = null;
        this.onState("off");
      }
    }
  }

  disconnect() {
    if (this.sid) navigator.sendBeacon(`${this.base}/phone/calls/${this.sid}/disconnect`);
    this.sid = null;
  }

  mute() {}
}

export class Phone {
  // onState(): `state` is off, connecting, on, failed, or elsewhere (another page has the phone)
  constructor(onState) {
    this.state = "off";
    this.callId = null;
    this.lost = false; // to another page
    this.tell = (state) => {
      this.state = this.lost && state === "off" ? "elsewhere" : state;
      onState(state);
    };
  }

  // Once for each call by itself; a person may press for another try, or for having it here.
  async connect(callId, legId, { pressed = false } = {}) {
    if (!pressed && this.callId === callId) return;
    if (this.state === "on" || this.state === "connecting") return;
    this.callId = callId;
    this.tell("connecting");
    try {
      if (!(await this.own(pressed))) return void this.tell("elsewhere");
      this.line ??= await this.choose();
      await this.line.connect(legId);
    } catch {
      this.tell("failed");
    }
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

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

// Talks to the simulated network; there is no sound of the agent's, the caller's is silent here.
class SimulatedPhone {
  constructor(onState, base) {
    this.onState = onState;
    this.base = base;
  }

  async connect(legId) {
    const told = await post("/phone-token");
    const reply = await fetch(`${this.base}/phone/connect`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ token: told.token, params: { leg: legId } }),
    });
    if (!reply.ok) return this.onState("failed");
    this.sid = (await reply.json()).call_sid;
    this.onState("on");
    this.watch(this.sid);
  }

  async watch(sid) {
    while (this.sid === sid) {
      await new Promise((resolve) => setTimeout(resolve, 1000));
      const reply = await fetch(`${this.base}/phone/calls/${sid}`).catch(() => null);
      const state = reply?.ok ? (await reply.json()).state : "completed";
      if (["completed", "failed", "canceled", "busy", "no-answer"].includes(state)) {
        this.sid = null;
        this.onState("off");
      }
    }
  }

  disconnect() {
    if (this.sid) fetch(`${this.base}/phone/calls/${this.sid}/disconnect`, { method: "POST" }).catch(() => {});
  }

  mute() {}
}

export class Phone {
  constructor(onState) {
    this.state = "off";
    this.legId = null;
    this.tell = (state) => {
      this.state = state;
      onState(state);
    };
  }

  async connect(legId) {
    if (this.legId === legId && (this.state === "on" || this.state === "connecting")) return;
    this.legId = legId;
    this.tell("connecting");
    try {
      this.line ??= await this.choose();
      await this.line.connect(legId);
    } catch {
      this.tell("failed");
    }
  }

  async choose() {
    const told = await post("/phone-token");
    return told.simulated ? new SimulatedPhone(this.tell, told.phone_url) : new TwilioPhone(this.tell);
  }

  disconnect() {
    this.line?.disconnect();
  }

  mute(on) {
    this.muted = on;
    this.line?.mute(on);
  }
}

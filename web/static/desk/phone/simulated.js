// The phone of the simulated network, where nobody hears anything: there is no sound to send.

import { post } from "../net/api.js";
import { GONE_WITHIN, pause } from "./pause.js";

/** @import { Line, OnState } from "./phone.js" */

const OVER = ["completed", "failed", "canceled", "busy", "no-answer"];

/** @implements {Line} */
export class SimulatedPhone {
  /** @param {OnState} onState @param {string} base address of the network */
  constructor(onState, base) {
    this.onState = onState;
    this.base = base;
    this.device = crypto.randomUUID?.() ?? String(Math.random()); // which can be in one call
    /** @type {string | null} */
    this.sid = null;
    addEventListener("pagehide", () => this.disconnect()); // as a real one does
  }

  /** @param {string | undefined} legId */
  async connect(legId) {
    const { token } = await post("/phone-token");
    const reply = await fetch(`${this.base}/phone/connect`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ token, device: this.device, params: { leg: legId } }),
    });
    if (!reply.ok) throw new Error("the network refused the phone");
    /** @type {string} */
    const sid = (await reply.json()).call_sid;
    this.sid = sid;
    this.onState("on");
    this.watch(sid);
  }

  /** @param {string} sid */
  async watch(sid) {
    while (this.sid === sid) {
      await pause(1000);
      if (this.sid === sid && (await this.isOver(sid)) && this.sid === sid) {
        this.sid = null;
        this.onState("off");
      }
    }
  }

  /** @param {string} sid */
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

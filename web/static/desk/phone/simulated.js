// The phone of the simulated network, where nobody hears anything: there is no sound to send.

import { pause } from "../../shared/pause.js";
import { post } from "../net/api.js";
import { GONE_WITHIN } from "./in-time.js";

/** @import { Line, OnState } from "./phone.js" */

const OVER = ["completed", "failed", "canceled", "busy", "no-answer"];
const WATCH = 1000;
const WATCH_CONNECTING = 100;

/** @implements {Line} */
export class SimulatedPhone {
  /** @param {OnState} onState */
  constructor(onState) {
    this.onState = onState;
    this.base = ""; // address of the network
    this.device = crypto.randomUUID?.() ?? String(Math.random()); // which can be in one call
    /** @type {string | null} */
    this.sid = null;
    addEventListener("pagehide", () => this.disconnect()); // as a real one does
  }

  /** @param {string | undefined} legId */
  async connect(legId) {
    const { token, phone_url: base } = await post("/phone-token");
    this.base = base;
    const reply = await fetch(`${base}/phone/connect`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ token, device: this.device, params: { leg: legId } }),
    });
    if (!reply.ok) throw new Error("the network refused the phone");
    /** @type {string} */
    const sid = (await reply.json()).call_sid;
    this.sid = sid;
    this.watch(sid);
  }

  /** As the SDK, which says "accept" once the application has let the phone in. @param {string} sid */
  async watch(sid) {
    let isOn = false;
    while (this.sid === sid) {
      const status = await this.statusOf(sid);
      if (this.sid !== sid) return;
      if (status === "") {
        if (isOn) this.onState("reconnecting");
        isOn = false;
      } else if (OVER.includes(status)) {
        this.sid = null;
        this.onState("off");
      } else if (!isOn && status === "in-progress") {
        isOn = true;
        this.onState("on");
      }
      await pause(isOn || status === "" ? WATCH : WATCH_CONNECTING);
    }
  }

  /** "" where the network cannot be asked: what is in it goes on. @param {string} sid @returns {Promise<string>} */
  async statusOf(sid) {
    const reply = await fetch(`${this.base}/phone/calls/${sid}`).catch(() => null);
    if (!reply) return "";
    return reply.ok ? (await reply.json()).status : "completed";
  }

  disconnect() {
    if (this.sid) navigator.sendBeacon(`${this.base}/phone/calls/${this.sid}/disconnect`);
    this.sid = null;
  }

  async hangUp() {
    const { sid } = this;
    const until = Date.now() + GONE_WITHIN;
    this.disconnect();
    while (sid && Date.now() < until && !OVER.includes(await this.statusOf(sid))) await pause(50);
  }

  mute() {}

  useDevices() {}
}

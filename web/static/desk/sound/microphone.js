// Whether callers would hear the agent: found out before one rings, by opening the microphone and letting go
// of it. A browser asks the person when they press something, and the page says why before it does.

import { boot, changed } from "../state/desk.js";
import { devices } from "./devices.js";
import { troubleOf } from "./troubles.js";

/** @import { Trouble } from "./troubles.js" */

const TRY_AGAIN = 5000; // ms: nothing tells of another program's end
/** @type {Trouble[]} */
const SOLVED_ELSEWHERE = ["busy", "blocked"];

class Microphone {
  constructor() {
    /** @type {Trouble} */
    this.trouble = "";
    /** @type {PermissionStatus | null} null where the browser does not tell */
    this.permission = null;
    this.isNeeded = false; // the agent takes calls, or looks at their devices
    this.wasAsked = false; // since the page was loaded
    this.isHintHidden = false;
    this.onWorking = () => {};
    /** @type {Promise<void> | null} */
    this.checking = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.retry = undefined;
  }

  /** Simulated calls need none: nothing is asked there, ever. */
  watch() {
    if (!boot.has_sound) return;
    this.watched = this.watchPermission();
    devices.watch();
    navigator.mediaDevices?.addEventListener("devicechange", () => this.devicesChanged());
  }

  async watchPermission() {
    const name = /** @type {PermissionName} */ ("microphone");
    this.permission = (await navigator.permissions?.query({ name }).catch(() => null)) ?? null;
    this.permission?.addEventListener("change", () => this.permissionChanged());
  }

  /** What the person has said of it, as far as the browser tells. */
  get answer() {
    return this.permission?.state ?? "prompt";
  }

  /** The agent takes calls: what can be found out without a question is. */
  async look() {
    if (!boot.has_sound || this.isNeeded) return;
    this.isNeeded = true;
    await this.watched;
    if (this.answer === "prompt") this.become(await this.beforeAsking());
    else await this.check();
  }

  /** @returns {Promise<Trouble>} */
  async beforeAsking() {
    if (!navigator.mediaDevices) return "insecure";
    await devices.refresh();
    return devices.of("input").length ? "unasked" : "missing";
  }

  /** Once by itself: whoever closes the browser's question is not asked by each press. */
  async askOnce() {
    if (!boot.has_sound) return;
    await this.watched;
    if (this.answer === "prompt" && this.wasAsked) this.showHint();
    else await this.checkAnew();
  }

  /** The person wants to know, even if what is wrong was hidden before. */
  checkAnew() {
    this.showHint();
    return this.check();
  }

  /** Opens it, and lets go of it. */
  check() {
    this.checking ??= this.open().then(close).finally(() => (this.checking = null));
    return this.checking;
  }

  /**
   * Opens the chosen one; null where it cannot be had: `trouble` says why.
   * @returns {Promise<MediaStream | null>}
   */
  async open() {
    this.isNeeded = true;
    await this.watched;
    if (!navigator.mediaDevices) return this.fail("insecure");
    if (this.answer === "denied") return this.fail("refused");
    if (this.answer === "prompt") await this.sayWhy();
    try {
      const stream = await streamFrom(devices.ids.input);
      await devices.refresh(); // they have names now
      this.become("");
      return stream;
    } catch (error) {
      return this.fail(troubleOf(/** @type {DOMException} */ (error).name, this.answer));
    }
  }

  /** The page shows it before the browser's question comes. */
  async sayWhy() {
    this.wasAsked = true;
    this.become("asking");
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  }

  /** @param {Trouble} trouble */
  fail(trouble) {
    this.become(trouble);
    return null;
  }

  /** @param {Trouble} trouble */
  become(trouble) {
    clearTimeout(this.retry);
    if (trouble !== this.trouble) this.isHintHidden = false;
    const before = this.trouble;
    this.trouble = trouble;
    if (SOLVED_ELSEWHERE.includes(trouble) && this.answer === "granted") this.retry = setTimeout(() => this.check(), TRY_AGAIN);
    changed();
    if (before && !trouble) this.onWorking();
  }

  /** What is being asked is answered to whoever asks. */
  permissionChanged() {
    if (!this.isNeeded || this.trouble === "asking") return;
    if (this.answer === "prompt") this.become("unasked");
    else this.check();
  }

  async devicesChanged() {
    await devices.refresh();
    const isThere = devices.of("input").length > 0;
    if (!this.isNeeded || this.trouble === "asking" || isThere === (this.trouble !== "missing")) return;
    if (!isThere) this.become("missing");
    else if (this.answer === "prompt") this.become("unasked");
    else this.check();
  }

  showHint() {
    this.isHintHidden = false;
    changed();
  }

  hideHint() {
    this.isHintHidden = true;
    changed();
  }
}

/** That of the system where the wished one is not there. @param {string} id "" for that of the system */
function streamFrom(id) {
  const open = (/** @type {MediaTrackConstraints | true} */ audio) => navigator.mediaDevices.getUserMedia({ audio });
  if (!id) return open(true);
  return open({ deviceId: { exact: id } }).catch((error) => {
    if (error.name !== "OverconstrainedError") throw error;
    return open(true);
  });
}

/** @param {MediaStream | null} stream */
export const close = (stream) => stream?.getTracks().forEach((track) => track.stop());

export const microphone = new Microphone();

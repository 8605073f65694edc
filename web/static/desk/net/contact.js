// Asks the server: the page shows what goes wrong, and requests for news never overlap.

import { Refusal, Unreachable } from "../../shared/api.js";
import { announce, showTrouble, words } from "../../shared/dom.js";
import { pause } from "../../shared/pause.js";
import { get, listener } from "./api.js";

/** @import { State } from "../types.js" */

const LONG_ENOUGH = 15000; // to read why something was refused
const A_MINUTE = 60_000;
const BETWEEN_LOOKS = 100; // one look tells of all that happened meanwhile
const SHAKEN = A_MINUTE; // a phone may give up that long after the network is back

class Contact {
  constructor() {
    /** @type {Map<string, string>} */
    this.troubles = new Map();
    /** @type {Promise<void> | null} */
    this.looking = null;
    this.again = false;
    this.lookedAt = -Infinity; // on the page's clock
    this.refused = ""; // why the last attempt was
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.forgetting = undefined;
    this.isReached = true;
    this.cameBackAt = -Infinity; // after an outage, on the page's clock
    /** @type {(state: State) => void} the server's word on everything */
    this.onState = () => {};
    /** @type {(reached: boolean) => void} an outage begins, or ends */
    this.onReach = () => {};
    listener.onReach = (reached) => this.reached(reached);
    addEventListener("offline", () => this.reached(false));
  }

  /**
   * One sentence for each kind of trouble; an empty one ends it. Without a server nothing is said of its news.
   * @param {string} kind
   * @param {string} text
   */
  trouble(kind, text) {
    if (text) this.troubles.set(kind, text);
    else this.troubles.delete(kind);
    const troubles = [...this.troubles].filter(([each]) => each !== "stream" || !this.troubles.has("server"));
    showTrouble(troubles.map(([, sentence]) => sentence).join(" "));
  }

  /** @param {boolean} yes whether a server was there just now */
  reached(yes) {
    this.trouble("server", yes ? "" : navigator.onLine ? words.offlineServer : words.offlineNetwork);
    if (yes === this.isReached) return;
    this.isReached = yes;
    if (yes) this.cameBackAt = performance.now();
    this.onReach(yes);
  }

  /** An outage goes on, or may still have its consequences. */
  get isShaken() {
    return !this.isReached || performance.now() - this.cameBackAt < SHAKEN;
  }

  /**
   * What the work gave, or null and the reason on the page.
   * @template T
   * @param {() => Promise<T>} work
   * @returns {Promise<T | null>}
   */
  async attempt(work) {
    this.refused = "";
    try {
      const answer = await work();
      this.trouble("action", "");
      return answer;
    } catch (error) {
      if (error instanceof Refusal) this.refuse(error.message);
      else if (!(error instanceof Unreachable)) throw error;
      return null;
    }
  }

  /**
   * For a minute: a person may be on their way back to the page.
   * @param {string} kind
   * @param {string} text
   */
  note(kind, text) {
    this.trouble(kind, text);
    setTimeout(() => this.trouble(kind, ""), A_MINUTE);
  }

  /** @param {string} reason */
  refuse(reason) {
    this.refused = reason;
    this.trouble("action", reason);
    announce(reason);
    clearTimeout(this.forgetting);
    this.forgetting = setTimeout(() => this.trouble("action", ""), LONG_ENOUGH);
  }

  async refresh() {
    this.again = true;
    this.looking ??= this.lookUntilQuiet();
    await this.looking;
  }

  async lookUntilQuiet() {
    try {
      while (this.again) {
        const early = this.lookedAt + BETWEEN_LOOKS - performance.now();
        if (early > 0 && !document.hidden) await pause(early); // timers of a hidden page come late
        this.again = false;
        await this.look();
        this.lookedAt = performance.now();
      }
    } finally {
      this.looking = null;
    }
  }

  async look() {
    try {
      this.onState(await get("/state"));
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
    }
  }
}

export const contact = new Contact();

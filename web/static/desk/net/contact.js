// Asks the server: the page shows what goes wrong, and requests for news never overlap.

import { Refusal, Unreachable } from "../../shared/api.js";
import { announce, showTrouble, words } from "../../shared/dom.js";
import { get } from "./api.js";

/** @import { State } from "../types.js" */

const LONG_ENOUGH = 15000; // to read why something was refused

class Contact {
  constructor() {
    /** @type {Map<string, string>} */
    this.troubles = new Map();
    /** @type {Promise<void> | null} */
    this.looking = null;
    this.again = false;
    this.refused = ""; // why the last attempt was
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.forgetting = undefined;
    /** @type {(state: State) => void} the server's word on everything */
    this.onState = () => {};
  }

  /**
   * One sentence for each kind of trouble; an empty one ends it.
   * @param {string} kind
   * @param {string} text
   */
  trouble(kind, text) {
    if (text) this.troubles.set(kind, text);
    else this.troubles.delete(kind);
    showTrouble([...this.troubles.values()].join(" "));
  }

  /** @param {boolean} yes */
  reached(yes) {
    this.trouble("server", yes ? "" : words.offlineServer);
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
      this.reached(true);
      return answer;
    } catch (error) {
      if (error instanceof Unreachable) this.reached(false);
      else if (error instanceof Refusal) this.refuse(error.message);
      else throw error;
      return null;
    }
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
        this.again = false;
        await this.look();
      }
    } finally {
      this.looking = null;
    }
  }

  async look() {
    try {
      const state = await get("/state");
      this.reached(true);
      this.onState(state);
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      this.reached(false);
    }
  }
}

export const contact = new Contact();

// Of several desks in one browser, the one that the person was in last: it tells them of calls for all.

import { changed } from "../state/desk.js";

const LOCK = "filrouge-last-used";

class LastUsed {
  constructor() {
    this.isHere = false;
    /** @type {AbortController | undefined} while another page is it */
    this.waiting = undefined;
  }

  watch() {
    if (!navigator.locks) return; // where they are missing, so are notifications
    window.addEventListener("focus", () => this.take());
    if (document.hasFocus()) this.take();
    else this.wait();
  }

  take() {
    if (this.isHere) return;
    this.isHere = true;
    this.waiting?.abort();
    this.hold({ steal: true });
  }

  /** For the page before this one to be closed. */
  wait() {
    this.waiting = new AbortController();
    this.hold({ signal: this.waiting.signal });
  }

  /** @param {LockOptions} how */
  async hold(how) {
    const untilTaken = () => {
      this.become(true);
      return new Promise(() => {});
    };
    await navigator.locks.request(LOCK, how, untilTaken).catch(() => {});
    if (how.signal?.aborted) return; // to take it
    this.become(false);
    this.wait();
  }

  /** @param {boolean} isHere */
  become(isHere) {
    this.isHere = isHere;
    changed();
  }
}

export const lastUsed = new LastUsed();

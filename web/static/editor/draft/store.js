// Where a page keeps what the server has not got yet. Each page has a place of its own; the next page
// collects what closed pages left.

/** @import {Kept} from "../types.js" */

const PREFIX = "filrouge-editor:";

/** @param {string} key @returns {Kept | null} */
function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

export class Store {
  /** @param {string} draftId @param {string} userId */
  constructor(draftId, userId) {
    this.prefix = `${PREFIX}${userId}:${draftId}:`;
    this.place = this.prefix + (sessionStorage.getItem(this.prefix) ?? String(Math.random()).slice(2));
    /** @type {string[]} places of pages that are gone */
    this.abandoned = [];
    this.full = false;
  }

  /** What pages that are gone left behind, oldest first; this page's own place is first of all. */
  async collect() {
    const open = await this.openPages();
    if (open.has(this.place)) this.place = this.prefix + String(Math.random()).slice(2); // a copied page
    sessionStorage.setItem(this.prefix, this.place.slice(this.prefix.length));
    navigator.locks?.request(this.place, () => new Promise(() => {})); // as long as the page lives
    const abandoned = Object.keys(localStorage).filter((key) => key.startsWith(this.prefix) && !open.has(key));
    const kept = abandoned.sort((one) => (one === this.place ? -1 : 1)).map(read).filter((one) => one !== null);
    this.abandoned = abandoned.filter((key) => key !== this.place);
    return kept;
  }

  /** Once what they left is in this page's own place. */
  forgetOthers() {
    this.abandoned.forEach((key) => localStorage.removeItem(key));
  }

  async openPages() {
    const { held = [] } = (await navigator.locks?.query()) ?? {};
    return new Set(held.map((lock) => lock.name));
  }

  /** @param {Kept | null} kept */
  write(kept) {
    try {
      if (kept === null) localStorage.removeItem(this.place);
      else localStorage.setItem(this.place, JSON.stringify(kept));
      this.full = false;
    } catch {
      this.full = true; // the browser's storage is full: what is typed stays in the page
    }
  }
}

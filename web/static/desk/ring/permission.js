// Whether the person lets the page show notifications: asked when they press something, never before.

import { keep } from "../../shared/storage.js";
import { changed } from "../state/desk.js";

const HIDDEN = "filrouge-hides-notification-hint";

class Permission {
  constructor() {
    /** @type {PermissionState | "missing"} */
    this.state = "missing"; // no page has them without a secure address
    this.isAsking = false;
    this.wasAsked = false; // since the page was loaded
    this.isHintHidden = localStorage.getItem(HIDDEN) !== null;
  }

  async watch() {
    if (!("Notification" in window)) return;
    const status = await navigator.permissions?.query({ name: "notifications" }).catch(() => null);
    if (!status) return;
    const read = () => this.become(status.state);
    status.addEventListener("change", read);
    read();
  }

  /** @param {PermissionState} state */
  become(state) {
    this.state = state;
    if (state === "denied") changed();
    else this.showHint(); // the next time that they are refused
  }

  /** Once by itself: whoever closes the browser's question is not asked by each press. */
  async askOnce() {
    if (!this.wasAsked) await this.ask();
  }

  async ask() {
    if (this.state !== "prompt") return;
    this.wasAsked = true;
    this.isAsking = true;
    changed();
    const answer = await Notification.requestPermission();
    this.isAsking = false;
    this.become(answer === "default" ? "prompt" : answer);
  }

  /** Of a refusal the hint is not shown again, of a question until the next one. */
  hideHint() {
    if (this.isAsking) this.isAsking = false;
    else {
      this.isHintHidden = true;
      keep(HIDDEN, "yes");
    }
    changed();
  }

  showHint() {
    this.isHintHidden = false;
    localStorage.removeItem(HIDDEN);
    changed();
  }

  /** The person wants them. */
  allow() {
    if (this.state === "denied") this.showHint();
    else this.ask();
  }
}

export const permission = new Permission();

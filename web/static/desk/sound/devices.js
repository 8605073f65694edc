// Microphones and loudspeakers: which there are, and which were chosen at this place. A browser's ids of
// them mean nothing in another one, and headsets stay where they are: the choice is kept in the browser.

import { keep } from "../../shared/storage.js";
import { changed } from "../state/desk.js";

/** @typedef {"input" | "output"} Kind */
/** @typedef {{id: string, label: string}} Device */
/** @typedef {Record<Kind, Device | null>} Chosen null: what the system has chosen */

const KEPT = "filrouge-devices";
const OF_SYSTEM = "default"; // Chromium lists it as one more device
/** @type {Kind[]} */
const KINDS = ["input", "output"];

class Devices {
  constructor() {
    /** @type {MediaDeviceInfo[]} */
    this.found = [];
    this.chosen = kept();
    /** @type {Set<Kind>} of which the chosen one is not plugged in */
    this.lost = new Set();
    this.canChooseOutput = "setSinkId" in HTMLMediaElement.prototype;
    this.onUse = (/** @type {Record<Kind, string>} */ _ids) => {};
    this.onLost = (/** @type {string} */ _label) => {};
    this.onBack = (/** @type {string} */ _label) => {};
  }

  watch() {
    addEventListener("storage", ({ key }) => key === KEPT && this.use(kept())); // chosen in another page
    return this.refresh();
  }

  /** Looks which there are. Without permission a browser gives one of each kind at most, without a name. */
  async refresh() {
    this.found = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? [];
    this.noticeLost();
    this.onUse(this.ids);
    changed();
  }

  /** @param {Kind} kind */
  of(kind) {
    return this.found.filter((one) => one.kind === `audio${kind}`);
  }

  /** Those that can be chosen. @param {Kind} kind @returns {Device[]} */
  all(kind) {
    return this.of(kind).filter(({ deviceId: id }) => id && id !== OF_SYSTEM).map(({ deviceId: id, label }) => ({ id, label }));
  }

  /** What the system has chosen: Chromium says "Default - " and its name, or no name. @param {Kind} kind */
  ofSystem(kind) {
    const label = this.of(kind).find(({ deviceId: id }) => id === OF_SYSTEM)?.label ?? "";
    return label.split(" - ").slice(1).join(" - ");
  }

  /** Whether it is known which there are. @param {Kind} kind */
  areNamed(kind) {
    return this.of(kind).some(({ deviceId: id }) => id);
  }

  /** The chosen one, where it is there. Some browsers give it another id with each page. @param {Kind} kind */
  plugged(kind) {
    const chosen = this.chosen[kind];
    const all = this.all(kind);
    return all.find(({ id }) => id === chosen?.id) ?? all.find(({ label }) => label && label === chosen?.label);
  }

  /** What is to be used; "" for what the system has chosen. */
  get ids() {
    const [input, output] = KINDS.map((kind) => (this.areNamed(kind) ? this.plugged(kind) : this.chosen[kind])?.id ?? "");
    return { input, output };
  }

  noticeLost() {
    KINDS.forEach((kind) => {
      const { label } = this.chosen[kind] ?? { label: "" };
      const isLost = this.chosen[kind] !== null && this.areNamed(kind) && !this.plugged(kind);
      if (isLost && !this.lost.has(kind)) this.onLost(label);
      if (!isLost && this.lost.has(kind)) this.onBack(label);
      this.lost[isLost ? "add" : "delete"](kind);
    });
  }

  /** @param {Kind} kind @param {Device | null} device */
  choose(kind, device) {
    this.use({ ...this.chosen, [kind]: device });
    keep(KEPT, JSON.stringify(this.chosen));
  }

  /** @param {Chosen} chosen */
  use(chosen) {
    this.lost.clear();
    this.chosen = chosen;
    this.noticeLost();
    this.onUse(this.ids);
    changed();
  }
}

/** @returns {Chosen} */
const kept = () => ({ input: null, output: null, ...JSON.parse(localStorage.getItem(KEPT) ?? "{}") });

export const devices = new Devices();

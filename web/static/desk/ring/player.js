// The sound of the ring. A browser lets a page sound once the person has pressed something in it, or at
// once where they often listen to this site.

import { put } from "../net/api.js";
import { contact } from "../net/contact.js";
import { boot, changed } from "../state/desk.js";
import { cadence } from "./cadence.js";

/** @type {Record<string, number>} how much of what the sound card can do */
const GAINS = { quiet: 0.12, normal: 0.4, loud: 0.9 };
const FADE = 0.02; // seconds; a wave that is cut off cracks
const SHARED = "filrouge-ring"; // by the pages of one browser: whose turn it is, how loud it is
const ANSWERS_WITHIN = 1000; // ms for a browser to let the sound card begin
const PRESSES = ["pointerdown", "click", "keydown"];

class Player {
  constructor() {
    this.volume = boot.ring_volume ?? "normal";
    this.isAllowed = false;
    this.isBlocked = false; // the person has to press something first
    /** @type {AbortController | null} while a call rings */
    this.ringing = null;
    this.playing = 0;
    /** @type {AudioBuffer | undefined} made when it is needed first */
    this.round = undefined;
    this.outputId = ""; // of the loudspeaker; "": the system's
    this.endSample = () => {};
    this.allow = this.allow.bind(this);
  }

  /** Finds out whether the page may sound; if not, the person's first press lets it. */
  prepare() {
    try {
      this.context = new AudioContext();
    } catch {
      return; // this browser has no sound: calls are shown all the same
    }
    this.output = new GainNode(this.context, { gain: GAINS[this.volume] });
    this.output.connect(this.context.destination);
    this.playOn(this.outputId);
    this.pages = new BroadcastChannel(SHARED);
    this.pages.onmessage = ({ data }) => this.set(data);
    this.context.onstatechange = this.allow;
    PRESSES.forEach((name) => document.addEventListener(name, this.allow, { capture: true }));
    setTimeout(() => this.block(), ANSWERS_WITHIN);
  }

  block() {
    this.isBlocked = !this.isAllowed && !navigator.userActivation?.hasBeenActive;
    if (this.isBlocked) changed();
  }

  allow() {
    if (this.isAllowed) return;
    if (this.context?.state === "running") return this.begin();
    if (navigator.userActivation?.hasBeenActive === false) return;
    this.context?.resume();
    if (this.isBlocked) this.unblock();
  }

  begin() {
    PRESSES.forEach((name) => document.removeEventListener(name, this.allow, { capture: true }));
    this.isAllowed = true;
    this.rest();
    this.unblock();
  }

  unblock() {
    this.isBlocked = false;
    changed();
  }

  /** Rings until it is told to stop; of several pages of a browser one does. */
  start() {
    if (this.ringing || !this.isAllowed) return;
    this.endSample();
    this.ringing = new AbortController();
    const { signal } = this.ringing;
    const untilStopped = () =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve(undefined);
        const stop = this.play({ loop: true });
        return signal.addEventListener("abort", () => resolve(stop()));
      });
    if (!navigator.locks) untilStopped();
    else navigator.locks.request(SHARED, { signal }, untilStopped).catch(() => {}); // stopped before its turn
  }

  stop() {
    this.ringing?.abort();
    this.ringing = null;
  }

  /** @param {{loop: boolean}} how @returns {() => void} ends it */
  play({ loop }) {
    const { context, output } = this;
    if (!context || !output) return () => {};
    const source = new AudioBufferSourceNode(context, { buffer: (this.round ??= roundFor(context)), loop });
    const fade = new GainNode(context);
    source.connect(fade).connect(output);
    source.onended = () => {
      this.playing -= 1;
      this.rest();
    };
    this.playing += 1;
    context.resume();
    source.start();
    return () => {
      fade.gain.setTargetAtTime(0, context.currentTime, FADE / 4);
      source.stop(context.currentTime + FADE);
    };
  }

  /** Nothing sounds: the headset can sleep. */
  rest() {
    if (!this.playing) this.context?.suspend();
  }

  /** One round, so that the person hears how loud it is. */
  sample() {
    if (!this.isAllowed || this.ringing) return;
    this.endSample();
    this.endSample = this.play({ loop: false });
  }

  /**
   * Where calls are heard, they ring: the desk of an open office is not to ring from a loudspeaker. Firefox
   * cannot, and rings on the system's; so does every browser where the chosen one is gone.
   * @param {string} outputId
   */
  playOn(outputId) {
    this.outputId = outputId;
    /** @type {any} */
    const context = this.context;
    if (context?.setSinkId && context.sinkId !== outputId) context.setSinkId(outputId).catch(() => {});
  }

  /** @param {string} volume */
  set(volume) {
    this.volume = volume;
    if (this.output) this.output.gain.value = GAINS[volume];
    changed();
  }

  /** @param {string} volume the person's choice, kept with them */
  choose(volume) {
    this.set(volume);
    this.pages?.postMessage(volume);
    this.sample();
    return contact.attempt(() => put("/ring", { volume }));
  }
}

/** @param {AudioContext} context */
function roundFor({ sampleRate }) {
  const samples = cadence(sampleRate);
  const buffer = new AudioBuffer({ length: samples.length, sampleRate });
  buffer.copyToChannel(samples, 0);
  return buffer;
}

export const player = new Player();

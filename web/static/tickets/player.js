// The players of a ticket's recordings, with the words that can be heard.

import { isShortcut } from "../shared/list-keys.js";

const STEP = 5; // seconds
const BEFORE = 0.4; // seconds: the first word of a proof is not cut
const AFTER = 0.6;

/** @param {number} seconds */
const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

export class Player {
  /** @type {Map<string, Player>} by the recording */
  static all = new Map();
  /** @type {Player | null} the one that the keys move */
  static latest = null;
  /** @type {number | null} */
  stopAt = null;

  /** @param {HTMLElement} part the recording's place in the page */
  constructor(part) {
    /** @param {string} selector @returns {any} */
    const find = (selector) => part.querySelector(selector);
    /** @type {HTMLAudioElement} */
    this.audio = find("audio");
    /** @type {HTMLButtonElement} */
    this.button = find('[data-act="play"]');
    /** @type {HTMLInputElement} */
    this.position = find(".position");
    /** @type {HTMLOutputElement} */
    this.time = find(".time");
    /** @type {HTMLElement} */
    this.alert = find(".audio-error");
    /** @type {NodeListOf<HTMLElement>} */
    const words = part.querySelectorAll(".word");
    this.words = [...words].map((node) => ({ node, start: Number(node.dataset.start), end: Number(node.dataset.end) }));
    this.listen(part, find(".speed select"));
    Player.all.set(part.dataset.recording ?? "", this);
    Player.latest ??= this;
  }

  /** @param {HTMLElement} part @param {HTMLSelectElement} speed */
  listen(part, speed) {
    /** @type {Record<string, () => void>} */
    const acts = { back: () => this.move(-STEP), play: () => this.toggle(), forward: () => this.move(STEP) };
    /** @type {NodeListOf<HTMLElement>} */
    const buttons = part.querySelectorAll("[data-act]");
    for (const button of buttons) button.addEventListener("click", acts[button.dataset.act ?? ""]);
    /** @type {NodeListOf<HTMLElement>} */
    const places = part.querySelectorAll(".word, .from");
    for (const node of places) node.addEventListener("click", () => this.from(Number(node.dataset.start)));
    speed.addEventListener("change", () => { this.audio.playbackRate = Number(speed.value); });
    this.position.addEventListener("input", () => this.seek(Number(this.position.value)));
    this.audio.addEventListener("loadedmetadata", () => { this.position.max = String(this.audio.duration); });
    this.audio.addEventListener("seeked", () => this.show());
    this.audio.addEventListener("play", () => this.begin());
    this.audio.addEventListener("pause", () => this.rest());
    this.audio.addEventListener("error", () => this.fail());
  }

  toggle() {
    this.stopAt = null;
    if (this.audio.paused) this.start();
    else this.audio.pause();
  }

  start() {
    this.audio.play().catch((error) => {
      if (error.name !== "AbortError") this.fail(); // a pause that came first is no failure
    });
  }

  /** @param {number} seconds */
  move(seconds) {
    this.seek(Math.max(0, this.audio.currentTime + seconds));
  }

  /** @param {number} seconds */
  seek(seconds) {
    this.stopAt = null;
    this.audio.currentTime = seconds;
  }

  /** @param {number} seconds */
  from(seconds) {
    this.seek(seconds);
    this.start();
  }

  /**
   * A proof starts a little early and stops by itself.
   * @param {number} start
   * @param {number} end
   */
  proof(start, end) {
    this.seek(Math.max(0, start - BEFORE));
    this.stopAt = end + AFTER;
    this.start();
  }

  begin() {
    for (const other of Player.all.values()) if (other !== this) other.audio.pause();
    Player.latest = this;
    this.button.ariaPressed = "true";
    this.follow();
  }

  rest() {
    this.button.ariaPressed = "false";
    this.show();
  }

  /** Each frame: the browser's own time events are too rare to follow words. */
  follow() {
    if (this.audio.paused) return;
    if (this.stopAt !== null && this.audio.currentTime >= this.stopAt) {
      this.stopAt = null;
      this.audio.pause();
      return;
    }
    this.show();
    requestAnimationFrame(() => this.follow());
  }

  show() {
    const now = this.audio.currentTime;
    this.position.value = String(now);
    this.position.setAttribute("aria-valuetext", clock(now));
    this.time.textContent = clock(now);
    for (const word of this.words) {
      const spoken = !this.audio.paused && now >= word.start && now < word.end;
      word.node.classList.toggle("spoken", spoken);
    }
  }

  fail() {
    this.alert.hidden = false;
    this.alert.textContent = this.alert.dataset.text ?? "";
  }
}

export function playerKeys() {
  /** @type {Record<string, (player: Player) => void>} */
  const acts = {
    " ": (player) => player.toggle(),
    ArrowLeft: (player) => player.move(-STEP),
    ArrowRight: (player) => player.move(STEP),
  };
  document.addEventListener("keydown", (event) => {
    if (!isShortcut(event) || !acts[event.key] || !Player.latest) return;
    const target = /** @type {Element} */ (event.target);
    if (event.key === " " && target.closest("button, a, summary")) return;
    acts[event.key](Player.latest);
    event.preventDefault();
  });
}

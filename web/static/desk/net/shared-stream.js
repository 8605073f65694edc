// The stream of news that all pages of one browser share, since it has few connections to a host: the
// page that holds a lock opens it, and tells the others over a channel. Where nothing is heard of it,
// the pages ask.
//
// This runs in a worker of each page, whose timers go on while the page is hidden. It asks for nothing
// itself, it has its page ask: so the server hears of an agent only while a page of theirs is awake.

/** @import { News, Queue } from "../types.js" */
/** @typedef {"" | "down" | "replaced"} Trouble "replaced": newer browsers of the person have the streams */
/**
 * Have the page ask; how many callers wait; whether live updates work.
 * @typedef {{kind: "look"} | {kind: "queue", queue: Queue} | {kind: "trouble", trouble: Trouble}} ToPage
 */
/**
 * `number`: that of the last news in the state that the page has got. `lost`: it reaches no server.
 * @typedef {{kind: "looked", number: number, queue: Queue} | {kind: "changed"} | {kind: "lost"} | {kind: "awake"}} FromPage
 */
/**
 * What pages tell one another; `quiet`: for how long nothing was heard of the stream, in ms.
 * @typedef {{kind: "heartbeat", flows: boolean, quiet: number, isReplaced: boolean}
 *   | {kind: "news", number: number} | {kind: "looked", number: number, queue: Queue} | {kind: "queue", queue: Queue}
 *   | {kind: "changed"} | {kind: "awake"}} Between
 */

const EVENTS = ["call", "offers", "status", "alert", "ticket"];
const FOLLOWERS = 1.5; // a page without the stream waits so much longer, so that one asks for all
const MOST_PATIENCE = 6; // with streams that stay silent, in times of silence

export class SharedStream {
  /** @param {News} news @param {number} number @param {(message: ToPage) => void} tell the page */
  constructor(news, number, tell) {
    this.news = news;
    this.pace = news.pace;
    this.tell = tell;
    this.number = number; // of the last news that the page knows
    this.leads = false; // the stream is this page's
    this.flows = false; // it is heard as often as it should be
    this.isReplaced = false;
    this.isLost = false;
    /** @type {Trouble} */
    this.told = "";
    /** @type {EventSource | undefined} */
    this.source = undefined;
    this.openedAt = 0;
    this.beatAt = 0; // 0: none of this stream was heard yet
    this.patience = this.pace.silent; // with a silent stream, before another is opened
    /** @type {AbortController | undefined} */
    this.request = undefined; // for the lock
    const now = Date.now();
    this.tickedAt = now;
    this.lookedAt = now; // by any page of the browser
    this.heardAt = now; // of the stream, or from the page that has it
    this.leaderAt = now; // that page gave a sign of life
    this.channel = new BroadcastChannel(`filrouge-news-${news.person}`);
    this.channel.onmessage = ({ data }) => this.overhear(data);
    this.queue();
    setInterval(() => this.tick(), this.pace.look / 2);
  }

  /** @param {FromPage} message */
  hear(message) {
    if (message.kind === "looked") this.looked(message);
    else if (message.kind === "changed") this.share({ kind: "changed" });
    else if (message.kind === "lost") this.isLost = true;
    else if (!this.flows) this.reconnect();
  }

  /** Somebody is there: no reason to be patient. */
  reconnect() {
    this.patience = this.pace.silent;
    if (this.leads) this.connect();
    else this.share({ kind: "awake" });
  }

  /** @param {FromPage & {kind: "looked"}} message */
  looked(message) {
    this.number = message.number;
    this.lookedAt = Date.now();
    this.isLost = false;
    this.share(message);
  }

  /** @param {Between} message */
  share(message) {
    this.channel.postMessage(message);
  }

  /** @param {Between} message from another page of the browser */
  overhear(message) {
    const now = Date.now();
    if (message.kind === "changed") return this.look();
    if (message.kind === "awake") return this.leads && !this.flows ? this.reconnect() : undefined;
    if (message.kind === "heartbeat") {
      if (this.leads) return undefined; // it has lost the lock, and does not know yet
      Object.assign(this, { flows: message.flows, isReplaced: message.isReplaced, heardAt: now - message.quiet, leaderAt: now });
      return this.say();
    }
    if (message.kind === "looked" && !this.isLost) this.lookedAt = now;
    if (message.kind !== "news") this.tell({ kind: "queue", queue: message.queue });
    if (message.kind !== "queue" && message.number > this.number) this.look();
    return undefined;
  }

  look() {
    this.lookedAt = Date.now();
    this.tell({ kind: "look" });
  }

  /** Waits for the lock, or takes it from a page that is frozen. */
  queue({ steal = false } = {}) {
    if (!navigator.locks) return this.lead(); // not a secure context: each page has a stream
    this.request?.abort();
    const request = new AbortController();
    this.request = request;
    const forGood = () => {
      this.lead();
      return new Promise(() => {});
    };
    navigator.locks.request(this.channel.name, steal ? { steal } : { signal: request.signal }, forGood).catch(() => {
      if (request !== this.request) return; // waits no longer: it takes the lock
      this.follow();
      this.queue();
    });
    return undefined;
  }

  lead() {
    this.leads = true;
    this.connect();
  }

  /** Another page took the lock while this one was frozen. */
  follow() {
    this.leads = false;
    this.source?.close();
    this.leaderAt = Date.now();
  }

  connect() {
    this.source?.close();
    this.openedAt = Date.now();
    this.flows = false;
    this.isReplaced = false;
    const { stream, elsewhere } = this.news;
    const source = new EventSource(`${stream}?after=${this.number}`, { withCredentials: elsewhere });
    this.source = source;
    source.onopen = () => {
      this.beatAt = 0;
    };
    source.onerror = () => {
      this.flows = false;
    };
    source.addEventListener("heartbeat", () => this.beat());
    source.addEventListener("replaced", () => {
      source.close();
      this.flows = false;
      this.isReplaced = true;
    });
    source.addEventListener("queue", ({ data }) => {
      this.share({ kind: "queue", queue: JSON.parse(data) });
      this.tell({ kind: "queue", queue: JSON.parse(data) });
    });
    source.addEventListener("session", () => this.bring(Infinity)); // each page asks who it is
    EVENTS.forEach((name) => source.addEventListener(name, ({ lastEventId }) => this.bring(Number(lastEventId))));
    this.tend();
  }

  /** @param {number} number of news that the stream brought */
  bring(number) {
    this.share({ kind: "news", number });
    if (number > this.number) this.look();
  }

  /** One that comes too early or too late was held back on its way, and so is the news. */
  beat() {
    const now = Date.now();
    const gap = now - this.beatAt;
    this.flows = !this.beatAt || (gap > this.pace.heartbeat / 2 && gap < this.pace.silent);
    this.beatAt = now;
    if (this.flows) {
      this.heardAt = now;
      this.patience = this.pace.silent;
    }
    this.tend();
  }

  tick() {
    const now = Date.now();
    const gap = now - this.tickedAt;
    this.tickedAt = now;
    if (gap < 0 || gap > this.pace.silent) this.wake(now);
    if (this.leads) this.tend();
    else if (now - this.leaderAt >= this.pace.silent) this.takeOver(now);
    if (now - this.lookedAt >= this.every()) this.look();
    this.say();
  }

  /** Nothing ran here for a while: the machine was asleep, or this page, or its clock was set. @param {number} now */
  wake(now) {
    Object.assign(this, { lookedAt: 0, heardAt: now, leaderAt: now });
    this.reconnect();
  }

  /** @param {number} now */
  takeOver(now) {
    this.flows = false;
    this.leaderAt = now;
    this.queue({ steal: true });
  }

  /** Opens a stream that is down anew, and says how it stands. */
  tend() {
    const now = Date.now();
    const silent = now - Math.max(this.openedAt, this.heardAt);
    const isClosed = this.source?.readyState === EventSource.CLOSED;
    if (this.flows && silent >= this.pace.silent) this.flows = false;
    if (!this.flows && !this.isReplaced && silent >= (isClosed ? this.pace.look * 2 : this.patience)) {
      this.patience = Math.min(this.patience * 2, this.pace.silent * MOST_PATIENCE);
      return this.connect();
    }
    this.share({ kind: "heartbeat", flows: this.flows, quiet: now - this.heardAt, isReplaced: this.isReplaced });
    return this.say();
  }

  /** How long after the last look of any page this one looks, in ms. */
  every() {
    const { look, silent, slow } = this.pace;
    const every = this.isLost || !(this.flows || this.isReplaced) ? look : this.isReplaced ? silent : slow;
    return every * (this.leads || this.isLost ? 1 : FOLLOWERS);
  }

  say() {
    const isDown = !this.flows && Date.now() - this.heardAt >= this.pace.silent;
    const trouble = this.isReplaced ? "replaced" : isDown ? "down" : "";
    if (trouble === this.told) return;
    this.told = trouble;
    this.tell({ kind: "trouble", trouble });
  }
}

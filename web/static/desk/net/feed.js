// The page's end of the news: told by a worker when to ask the server, and tells it what happens here.

import { SharedStream } from "./shared-stream.js";

/** @import { News, Queue } from "../types.js" */
/** @import { FromPage, ToPage, Trouble } from "./shared-stream.js" */

/** What a browser fires when a page, its machine or its network may have been away. */
const AWAKE = ["focus", "online", "pageshow"];
const AWAKE_DOCUMENT = ["visibilitychange", "resume"];

export class Feed {
  /**
   * `onLook`: something changed, or may have. `onQueue`: how many callers wait now. `onTrouble`: live
   * updates do not work, or again ("").
   * @param {News} news
   * @param {{onLook: () => void, onQueue: (queue: Queue) => void, onTrouble: (trouble: Trouble) => void}} listener
   */
  constructor(news, { onLook, onQueue, onTrouble }) {
    this.news = news;
    this.onLook = onLook;
    this.onQueue = onQueue;
    this.onTrouble = onTrouble;
    /** @type {(message: FromPage) => void} */
    this.tell = () => {};
  }

  /** @param {number} number of the last news that the page knows */
  start(number) {
    const worker = new Worker(this.news.worker, { type: "module" });
    worker.onmessage = ({ data }) => this.hear(data);
    worker.onerror = () => {
      worker.terminate();
      this.startHere(number);
    };
    worker.postMessage({ news: this.news, number });
    this.tell = (message) => worker.postMessage(message);
    const awake = () => {
      if (document.hidden) return;
      this.onLook();
      this.tell({ kind: "awake" });
    };
    AWAKE.forEach((name) => addEventListener(name, awake));
    AWAKE_DOCUMENT.forEach((name) => document.addEventListener(name, awake));
  }

  /** Without a worker: better late news than none. @param {number} number */
  startHere(number) {
    const stream = new SharedStream(this.news, number, (message) => this.hear(message));
    this.tell = (message) => stream.hear(message);
  }

  /** @param {ToPage} message */
  hear(message) {
    if (message.kind === "look") this.onLook();
    else if (message.kind === "queue") this.onQueue(message.queue);
    else this.onTrouble(message.trouble);
  }
}

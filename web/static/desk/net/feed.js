// News from the server: a stream, and looking every two seconds where the stream is down. A person has
// a few streams at most: the page that has had its own longest gives it to a newer one, looks every ten
// seconds from then on, and takes one again only when the person comes to it.

const EVENTS = ["call", "offers", "status", "alert", "ticket", "session"];
const LOOK = 2000;
const LOOK_REPLACED = 10_000;
const PATIENCE = 5000; // the stream ends now and then by itself and comes back: no reason to worry

/** @import { Queue } from "../types.js" */
/** @typedef {"" | "down" | "replaced"} Polling */

export class Feed {
  /**
   * `onNews`: something changed. `onPolling`: live updates are down ("replaced": another page has them),
   * or up again (""). `onQueue`: how many callers wait now.
   * @param {{url: string, elsewhere: boolean, onNews: () => void, onQueue: (queue: Queue) => void, onPolling: (why: Polling) => void}} options
   */
  constructor({ url, elsewhere, onNews, onQueue, onPolling }) {
    this.url = url;
    this.elsewhere = elsewhere;
    this.onNews = onNews;
    this.onQueue = onQueue;
    this.onPolling = onPolling;
    this.number = 0; // of the last news
    this.isReplaced = false;
    /** @type {Polling} */
    this.polls = "";
    /** @type {EventSource | undefined} */
    this.source = undefined;
    /** @type {ReturnType<typeof setInterval> | undefined} */
    this.polling = undefined;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.again = undefined;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.worry = undefined;
  }

  /** @param {number} number */
  start(number) {
    this.number = number;
    this.isReplaced = false;
    this.source?.close();
    const source = new EventSource(`${this.url}?after=${number}`, { withCredentials: this.elsewhere });
    this.source = source;
    source.onopen = () => this.poll("");
    source.onerror = () => {
      this.poll("down");
      if (source.readyState !== EventSource.CLOSED) return;
      clearTimeout(this.again);
      this.again = setTimeout(() => this.start(this.number), LOOK * 2);
    };
    source.addEventListener("replaced", () => {
      source.close();
      this.isReplaced = true;
      this.poll("replaced");
    });
    source.addEventListener("queue", ({ data }) => this.onQueue(JSON.parse(data)));
    EVENTS.forEach((name) =>
      source.addEventListener(name, (event) => {
        this.number = Number(event.lastEventId) || this.number;
        this.onNews();
      }),
    );
  }

  /** The person came to this page: it takes a stream again. */
  resume() {
    if (this.isReplaced) this.start(this.number);
  }

  /** @param {Polling} why */
  poll(why) {
    if (why === this.polls) return;
    this.polls = why;
    clearInterval(this.polling);
    clearTimeout(this.worry);
    const every = why === "replaced" ? LOOK_REPLACED : LOOK;
    this.polling = why ? setInterval(() => this.onNews(), every) : undefined;
    if (why === "down") this.worry = setTimeout(() => this.onPolling(why), PATIENCE);
    else this.onPolling(why);
  }
}

// News from the server: a stream, and looking every two seconds where the stream is down.

const EVENTS = ["call", "offers", "status", "alert", "ticket", "session"];
const LOOK = 2000;
const PATIENCE = 5000; // the stream ends now and then by itself and comes back: no reason to worry

export class Feed {
  /**
   * `onNews`: something changed. `onPolling`: live updates are down, or up again.
   * @param {{url: string, elsewhere: boolean, onNews: () => void, onPolling: (on: boolean) => void}} options
   */
  constructor({ url, elsewhere, onNews, onPolling }) {
    this.url = url;
    this.elsewhere = elsewhere;
    this.onNews = onNews;
    this.onPolling = onPolling;
    this.number = 0; // of the last news
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
    this.source?.close();
    const source = new EventSource(`${this.url}?after=${number}`, { withCredentials: this.elsewhere });
    this.source = source;
    source.onopen = () => this.poll(false);
    source.onerror = () => {
      this.poll(true);
      if (source.readyState !== EventSource.CLOSED) return;
      clearTimeout(this.again);
      this.again = setTimeout(() => this.start(this.number), LOOK * 2);
    };
    EVENTS.forEach((name) =>
      source.addEventListener(name, (event) => {
        this.number = Number(event.lastEventId) || this.number;
        this.onNews();
      }),
    );
  }

  /** @param {boolean} on */
  poll(on) {
    if (on === Boolean(this.polling)) return;
    clearInterval(this.polling);
    clearTimeout(this.worry);
    this.polling = on ? setInterval(() => this.onNews(), LOOK) : undefined;
    if (on) this.worry = setTimeout(() => this.onPolling(true), PATIENCE);
    else this.onPolling(false);
  }
}

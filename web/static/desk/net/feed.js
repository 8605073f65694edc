// News from the server: a stream, and looking every two seconds where the stream is down.

const EVENTS = ["call", "offers", "status", "alert", "ticket"];
const LOOK = 2000;
const PATIENCE = 5000; // the stream ends now and then by itself and comes back: no reason to worry

export class Feed {
  // onNews(): something changed; onPolling(on): live updates are down, or up again
  constructor({ url, elsewhere, onNews, onPolling }) {
    Object.assign(this, { url, elsewhere, onNews, onPolling });
    this.timer = 0;
  }

  start(number) {
    this.number = number;
    this.source?.close();
    this.source = new EventSource(`${this.url}?after=${number}`, { withCredentials: this.elsewhere });
    this.source.onopen = () => this.poll(false);
    this.source.onerror = () => {
      this.poll(true);
      if (this.source.readyState === EventSource.CLOSED) {
        clearTimeout(this.again);
        this.again = setTimeout(() => this.start(this.number), LOOK * 2);
      }
    };
    EVENTS.forEach((name) =>
      this.source.addEventListener(name, (event) => {
        this.number = Number(event.lastEventId) || this.number;
        this.onNews();
      }),
    );
  }

  poll(on) {
    if (on === Boolean(this.timer)) return;
    clearInterval(this.timer);
    clearTimeout(this.worry);
    this.timer = on ? setInterval(() => this.onNews(), LOOK) : 0;
    if (on) this.worry = setTimeout(() => this.onPolling(true), PATIENCE);
    else this.onPolling(false);
  }
}

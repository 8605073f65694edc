// A notification of the system for each call that rings, while the person is not on this page.

import { fill, words } from "../../shared/dom.js";

/** @import { Offer } from "../types.js" */
/** @typedef {{state: string, notification: Notification | null}} Told */

const isAgain = (/** @type {Offer} */ offer, /** @type {Told | undefined} */ before) =>
  before?.state === "missed" && offer.state !== "missed";

class Notifications {
  constructor() {
    /** @type {Map<string, Told>} by offer; one that the person has closed does not come back */
    this.told = new Map();
    this.onTake = (/** @type {string} */ _offerId) => {};
  }

  /**
   * Shows those of these offers, and of no others. An offer that was missed is told anew when it comes again.
   * @param {Offer[]} offers
   * @param {{silent?: boolean}} [how] where the page itself sounds
   */
  show(offers, { silent = false } = {}) {
    const ids = offers.map((offer) => offer.id);
    [...this.told.keys()].filter((id) => !ids.includes(id)).forEach((id) => this.close(id));
    offers.forEach((offer) => {
      const before = this.told.get(offer.id);
      const comesAgain = isAgain(offer, before);
      const notification = before && !comesAgain ? before.notification : this.make(offer, { silent, renotify: comesAgain });
      this.told.set(offer.id, { state: offer.state, notification });
    });
  }

  /** @param {string} id */
  close(id) {
    this.told.get(id)?.notification?.close();
    this.told.delete(id);
  }

  /** @param {Offer} offer @param {{silent: boolean, renotify: boolean}} how @returns {Notification | null} */
  make(offer, how) {
    const client = offer.client.name || words.unassigned;
    const options = { ...how, body: body(offer), tag: `filrouge-${offer.id}`, requireInteraction: true, lang: document.documentElement.lang };
    try {
      const notification = new Notification(fill(words.offerArrived, { client }), options);
      notification.onclick = () => {
        window.focus();
        notification.close();
        this.onTake(offer.id);
      };
      return notification;
    } catch {
      return null; // a phone's browser has them for service workers alone
    }
  }
}

/** @param {Offer} offer */
function body({ line, withheld, caller_shown: caller, waiting_since: since, transferred_from: from, missed, again }) {
  const time = new Date(since).toLocaleTimeString(document.documentElement.lang);
  return [
    line,
    from ? fill(words.sentBy, { name: from.name }) : "",
    withheld ? words.withheld : caller,
    fill(words.waitsSince, { time }),
    !from && again ? words.again : !from && missed ? words.missed : "",
  ].filter(Boolean).join("\n");
}

export const notifications = new Notifications();

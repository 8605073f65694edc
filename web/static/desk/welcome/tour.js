// A short tour for somebody's first call: one sentence on what to do now, from what the desk knows.

import { fill, words } from "../../shared/dom.js";
import { html, nothing } from "../../shared/lit.js";
import { put } from "../net/api.js";
import { contact } from "../net/contact.js";
import { shortcuts } from "../keys/shortcuts.js";
import { boot, changed, desk, front, offers } from "../state/desk.js";

/** @import { CallInHand } from "../state/calls-in-hand.js" */

/** @typedef {"ring" | "take" | "answer" | "goOn" | "hangUp" | "close" | "ticket"} Place */

/** @type {Place[]} */
const PLACES = ["ring", "take", "answer", "goOn", "hangUp", "close", "ticket"];
const ENOUGH_ANSWERS = 3;

let isShown = Boolean(boot.tour);
let isThrough = false; // a call was closed

/** @returns {Place} */
function place() {
  const call = front();
  if (offers().length && (!call || call.isOver)) return "take";
  if (!call) return "ring";
  if (call.isOver) return "ticket";
  if (call.view.state === "wrapping") return "close";
  const answered = call.view.run?.steps.filter((step) => step.revision).length ?? ENOUGH_ANSWERS;
  return answered >= ENOUGH_ANSWERS ? "hangUp" : answered ? "goOn" : "answer";
}

/** @param {string} action */
const key = (action) => shortcuts.keyOf(action) || shortcuts.action(action)?.label;

/** @param {CallInHand | null} call */
function isByNumber(call) {
  const count = call?.step?.options.length ?? 0;
  return count > 0 && count < 10;
}

/** @type {Record<Place, () => string>} */
const SENTENCES = {
  ring: () => {
    if (boot.callers) return words.tourRing;
    return desk.server?.status === "available" ? words.tourWait : words.tourAvailable;
  },
  take: () => fill(words.tourTake, { key: key("take") }),
  answer: () => (isByNumber(front()) ? words.tourChoose : words.tourType),
  goOn: () => fill(words.tourGoOn, { key: key("stampNotes") }),
  hangUp: () => fill(words.tourHangUp, { key: key("hangUp") }),
  close: () => words.tourClose,
  ticket: () => words.tourTicket,
};

export function tour() {
  const here = place();
  if (isThrough && here !== "ticket") isShown = false;
  if (!isShown) return nothing;
  isThrough = here === "ticket";
  return html`<aside class="tour" aria-label=${words.tour} data-place=${here}>
    <p class="tour-count">${fill(words.tourCount, { number: PLACES.indexOf(here) + 1, all: PLACES.length })}</p>
    <p class="tour-text" role="status">${SENTENCES[here]()}</p>
    <button type="button" class="button quiet small" data-do="endTour">${isThrough ? words.tourDone : words.tourEnd}</button>
  </aside>`;
}

/** Whether Esc is for the tour: it is shown, and nothing else has the keyboard. @param {Element} target */
export const hasKeyboard = (target) => isShown && (target === document.body || target.closest(".tour") !== null);

export async function endTour() {
  isShown = false;
  changed();
  await contact.attempt(() => put("/tour", {}));
}

export function restartTour() {
  isShown = true;
  isThrough = false;
  changed();
}

// Why a key does nothing now: a sentence, or "" where it does something.

import { fill, words } from "../../shared/dom.js";
import { knowledge } from "../beside/knowledge.js";
import { notes } from "../call/notes.js";
import { desk, front, offers, openCall } from "../state/desk.js";

/** @import { CallInHand } from "../state/calls-in-hand.js" */

const JUST_GONE = 5000;

const wasJustThere = () => Date.now() - desk.offerGone.at < JUST_GONE;

const take = () => {
  if (offers().length) return "";
  if (wasJustThere()) return words.offerGone;
  if (desk.calls.open.some((call) => call.view.state !== "held")) return words.finishFirst;
  return desk.server?.status === "available" ? words.nobodyWaits : words.notAvailable;
};

/** @param {(call: CallInHand) => string} why not, of the call that the page shows */
const ofCall = (why) => () => {
  const call = front();
  if (!call) return words.noCall;
  return call.isOver ? words.callIsOver : why(call);
};

/** @param {(call: CallInHand) => string} [why] */
const ofTalk = (why = () => "") => ofCall((call) => (call.isLive ? why(call) : words.callerGone));

/** @param {CallInHand} call */
const isElsewhere = (call) => call.view.parked || (desk.calls.talking !== null && desk.calls.talking !== call);

const ofScript = ofCall(({ view }) => (view.run ? "" : words.noScriptHere));

/** @type {Record<string, () => string>} by the names of the keys */
export const whyNot = {
  take,
  /** Enter on the button of an offer that has gone must not answer a step instead. */
  enter: () => (desk.offerGone.hadFocus && wasJustThere() && document.activeElement === document.body ? words.offerGone : ""),
  holdOrResume: ofTalk(({ view }) => (view.state === "claimed" ? words.stillConnecting : "")),
  hangUp: ofTalk(),
  mute: ofTalk((call) => (isElsewhere(call) ? words.talkingElsewhere : "")),
  swap: () => (desk.calls.open.length > 1 ? "" : desk.calls.open.length ? words.noOtherCall : words.noCall),
  goTo: ofScript,
  articles: () => (knowledge.isThere ? "" : front() ? words.noScriptHere : words.noCall),
  askNext: ofCall(({ view: { run } }) => {
    if (!run) return words.noScriptHere;
    return run.meter.suggestions.some((one) => one.step) ? "" : words.nothingToAsk;
  }),
  joinTicket: ofCall(({ view: { ticket, history } }) => {
    if (ticket?.joined) return fill(words.joinedAlready, { number: ticket.number });
    return history.open.length ? "" : words.noOpenTickets;
  }),
  leaveTicket: ofCall(() => ""),
  switchScript: ofCall(({ view }) => (view.scripts.some((one) => !one.current) ? "" : words.noOtherScript)),
  stampNotes: () => (notes.isOpen ? "" : openCall() || !front() ? words.noCall : words.callIsOver),
  transfer: ofTalk(({ view }) => {
    if (view.state === "claimed") return words.stillConnecting;
    return view.transfer ? fill(words.transferWaits, { name: view.transfer.to }) : "";
  }),
  takeBack: ofTalk(),
  propose: ofScript,
};

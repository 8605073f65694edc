// The agent's desk: the server owns the state of the call, this page shows it and sends what is typed.

import { byId, fill, words } from "../shared/dom.js";
import { toast } from "../shared/toast.js";
import { act, claim, holdOrResume, setStatus, showCall, swap, talkTo } from "./acts/call.js";
import { leaveField, stampNotes, startSearch } from "./acts/fields.js";
import { propose } from "./acts/proposal.js";
import { askNext, back, goInto, goTo, next, switchScript } from "./acts/script.js";
import { join, joinByKey, leave } from "./acts/tickets.js";
import { takeBack, transfer } from "./acts/transfer.js";
import { whyNot } from "./acts/why-not.js";
import { notes } from "./call/notes.js";
import { draw } from "./drawing.js";
import { listenKeys } from "./keys/listening.js";
import { openSheet } from "./keys/sheet.js";
import { listener } from "./net/api.js";
import { contact } from "./net/contact.js";
import { Feed } from "./net/feed.js";
import { saver } from "./net/saver.js";
import { expectBack } from "./news/memory.js";
import { apply, take } from "./news/news.js";
import { isOfMicrophone } from "./phone/codes.js";
import { phone } from "./phone/phone.js";
import { notifications } from "./ring/notifications.js";
import { permission } from "./ring/permission.js";
import { player } from "./ring/player.js";
import { listenToAttention } from "./ring/ring.js";
import { conflicts } from "./script/conflicts.js";
import { panel } from "./script/panel.js";
import { devices } from "./sound/devices.js";
import { microphone } from "./sound/microphone.js";
import { openSound } from "./sound/panel.js";
import { boot, changed, desk, drawBy, front, offers } from "./state/desk.js";
import { isNext, pathOf, stepAt, withChanges } from "./state/views.js";
import { endTour, hasKeyboard, restartTour } from "./welcome/tour.js";

/** @import { Field } from "./net/saver.js" */

const CLOCK_MAY_CHANGE = 60_000; // hours, who is on call, reminders: nothing else tells of them

drawBy(draw);
notifications.onTake = claim;

/** @param {Field} field */
const isInFront = (field) => field.callId === front()?.id;
/** @param {Field} field */
const isOfStep = (field) => isInFront(field) && field.path === pathOf(front()?.place.key ?? "");
/** @param {Field} field */
const isOfNotes = (field) => isInFront(field) && field.path === "notes";

saver.listen({
  onSaved: (changes) => {
    const view = desk.calls.get(changes.id)?.view;
    if (!view) return;
    take(withChanges(view, changes));
    if (!isNext(view, changes)) contact.refresh();
  },
  onMark: (field, mark, message = "") => {
    const text = { saving: words.saving, saved: words.saved, waiting: words.notSaved, refused: message }[mark];
    if (isOfNotes(field)) notes.mark(text);
    else if (isOfStep(field)) panel.mark(mark, text);
  },
  onConflict: (field, current) => {
    const view = desk.calls.get(field.callId)?.view;
    const step = view && stepAt(view, field.path);
    const title = field.path === "notes" ? words.notes : step?.title;
    conflicts.add({ field, title: title ?? "", step, current });
  },
});

conflicts.onChoice = (field, keepOwn, current) => {
  saver.settle(field, keepOwn, current);
  if (!keepOwn && isOfStep(field)) panel.adopt(current.raw);
  if (!keepOwn && isOfNotes(field)) notes.adopt(current.raw);
  contact.refresh();
};

/** @type {HTMLElement | undefined} why the last key did nothing: at the next one it may be so no more */
let said;

/**
 * An action that says why, where it is not possible now.
 * @param {string} name
 * @param {() => unknown} work
 */
const orSay = (name, work) => () => {
  const reason = whyNot[name]();
  said?.remove();
  said = reason ? toast(reason) : undefined;
  if (!reason) work();
};

/** @type {Record<string, () => unknown>} what keys and buttons do */
const actions = {
  next,
  back,
  take: orSay("take", () => claim(offers()[0].id)),
  holdOrResume: orSay("holdOrResume", holdOrResume),
  hangUp: orSay("hangUp", () => act("hangup")),
  mute: orSay("mute", () => act("mute")),
  swap: orSay("swap", swap),
  goTo: orSay("goTo", goTo),
  articles: orSay("articles", startSearch),
  articlesAnywhere: orSay("articles", startSearch),
  askNext: orSay("askNext", askNext),
  joinTicket: orSay("joinTicket", joinByKey),
  leaveTicket: orSay("leaveTicket", () => leave()),
  switchScript: orSay("switchScript", switchScript),
  stampNotes: orSay("stampNotes", stampNotes),
  transfer: orSay("transfer", transfer),
  takeBack: orSay("takeBack", takeBack),
  propose: orSay("propose", propose),
  help: openSheet,
  tryRing: () => player.sample(),
  allowNotifications: () => permission.allow(),
  hideHint: () => permission.hideHint(),
  openSound,
  checkMicrophone: () => microphone.check(),
  hideMicrophoneHint: () => microphone.hideHint(),
  endTour,
  restartTour,
};

/** @type {Record<string, (value: string) => unknown>} what a press does, by the `data-…` of its button */
const presses = {
  act,
  do: (name) => actions[name](),
  take: claim,
  step: goInto,
  status: (status) => chooseStatus(status),
  volume: (volume) => player.choose(volume),
  tab: showCall,
  talk: talkTo,
  join,
};
const BUTTONS = Object.keys(presses).map((name) => `[data-${name}]`).join();

/** @param {string} status */
function chooseStatus(status) {
  if (status === "available") askForWhatCallsNeed();
  return setStatus(status);
}

/** One question of the browser after the other. */
async function askForWhatCallsNeed() {
  await microphone.askOnce();
  await permission.askOnce();
}

document.addEventListener("click", ({ target }) => {
  const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (target).closest(BUTTONS));
  const [name, value] = Object.entries(button?.dataset ?? {}).find(([key]) => key in presses) ?? [];
  if (name) presses[name](value ?? "");
});

byId("break").addEventListener("change", (/** @type {{target: HTMLSelectElement}} */ { target }) => {
  if (target.value) setStatus("break", target.value);
});

listenKeys(actions, {
  next: orSay("enter", next),
  back,
  leave: (target) => (hasKeyboard(target) ? endTour() : leaveField(target)),
  choose: (number) => panel.digit(number) && next(),
  close: () => act("close"),
});

setInterval(() => desk.calls.open.length && contact.refresh(), CLOCK_MAY_CHANGE);

const feed = new Feed(boot.news, {
  onLook: () => contact.refresh(),
  onQueue: (queue) => {
    if (desk.server) desk.server.queue = queue;
    changed();
  },
  onTrouble: (trouble) => contact.trouble("stream", { "": "", down: words.polling, replaced: words.replaced }[trouble]),
});
listener.onWritten = () => feed.tell({ kind: "changed" });

contact.onState = (state) => {
  feed.tell({ kind: "looked", number: state.number, queue: state.queue });
  apply(state, claim);
  if (state.status === "available") microphone.look();
};
contact.onReach = (reached) => {
  if (reached) comeBack();
  else feed.tell({ kind: "lost" });
  changed();
};
phone.onGone = (wasCut) => {
  if (isOfMicrophone(phone.trouble)) microphone.checkAnew(); // why exactly
  if (wasCut || contact.isShaken) comeBack();
  contact.refresh();
};

devices.onUse = (ids) => {
  phone.useDevices(ids);
  player.playOn(ids.output);
};
devices.onLost = (name) => toast(fill(words.deviceLost, { name }));
devices.onBack = (name) => toast(fill(words.deviceBack, { name }));
microphone.onWorking = () => {
  if (!isOfMicrophone(phone.trouble)) return;
  phone.forgive();
  contact.refresh();
};

/** The phone connects again, and calls that were lost with it are taken up again, at the next look. */
function comeBack() {
  expectBack();
  phone.forgive();
}

addEventListener("storage", ({ key }) => {
  if (document.hasFocus()) return; // whoever is here goes where they want
  desk.calls.open.filter((call) => !saver.unsent(call.id).length).forEach((call) => call.place.follow(key));
  changed();
});

listenToAttention();
microphone.watch();
draw();
contact.refresh().then(() => feed.start(desk.server?.number ?? 0));

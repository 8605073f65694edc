// The agent's desk: the server owns the state of the call, this page shows it and sends what is typed.

import { act, back, claim, goInto, holdOrResume, next, setStatus, showCall, swap, talkTo } from "./acts/call.js";
import { CheatSheet, renderKeysBar } from "./keys/sheet.js";
import { Conflicts } from "./script/conflicts.js";
import { Contact } from "./net/contact.js";
import { boot, desk, isQuiet, offers, pathOf, shown } from "./state/desk.js";
import { byId, isTyping, words } from "../shared/dom.js";
import { draw, drawCall } from "./drawing.js";
import { Feed } from "./net/feed.js";
import { listenKeys } from "./keys/listening.js";
import { Knowledge } from "./beside/knowledge.js";
import { apply, take } from "./news/news.js";
import { Notes } from "./call/notes.js";
import { Phone } from "./phone/phone.js";
import { Saver } from "./net/saver.js";
import { Shortcuts } from "./keys/shortcuts.js";
import { StepPanel } from "./script/step.js";
import { Tickets } from "./beside/tickets.js";
import { askNext, goTo, propose, switchScript, takeBack, transfer } from "./acts/script.js";

const saver = new Saver({
  onView: (view) => desk.hand.get(view.id) && take(view),
  onMark: (field, mark, message) => showMark(field, mark, message),
  onConflict: (field, current) => desk.conflicts.add(field, titleOf(field), current),
  onReach: (reached) => desk.contact.reached(reached),
});

Object.assign(desk, {
  claim,
  saver,
  contact: new Contact((state) => apply(state, claim)),
  phone: new Phone(() => drawCall()),
  knowledge: new Knowledge(),
  tickets: new Tickets(),
  notes: new Notes(saver),
  conflicts: new Conflicts((field, mine, current) => settle(field, mine, current)),
  panel: new StepPanel({
    onType: (key, raw) => saver.type(shown().id, pathOf(key), raw, shown().script.step(key)?.revision ?? 0),
    onNext: () => next(),
    onBack: () => back(),
  }),
  shortcuts: new Shortcuts(boot.shortcuts),
});

const isShown = (field) => field.callId === shown()?.id;
const isShownStep = (field) => isShown(field) && field.path === pathOf(shown().script.shown);

function titleOf({ callId, path }) {
  if (path === "notes") return words.notes;
  return desk.hand.get(callId)?.script.step(path.replace("answers/", ""))?.title ?? "";
}

function showMark(field, mark, message) {
  const text = { saving: words.saving, saved: words.saved, waiting: words.notSaved, refused: message }[mark];
  if (isShown(field) && field.path === "notes") desk.notes.mark(text);
  else if (isShownStep(field)) desk.panel.mark(mark, text);
}

function settle(field, mine, current) {
  saver.settle(field, mine, current);
  if (!mine && isShownStep(field)) desk.panel.adopt(current.raw);
  if (!mine && isShown(field) && field.path === "notes") desk.notes.adopt(current.raw);
  desk.contact.refresh();
}

// Esc: out of a search or the notes to where one was, out of another field to nowhere.
function leaveField({ target }) {
  if (target.id === "article-search") desk.knowledge.goBack();
  else if (target.id === "notes") desk.notes.goBack();
  else if (isTyping(target)) target.blur();
}

// Each says false where it is not possible now, and the key is left to the browser.
const whenever = (possible, work) => () => possible() && (work(), undefined);
const inCall = () => !isQuiet();
const acts = {
  take: whenever(() => offers().length > 0, () => claim(offers()[0].id)),
  holdOrResume: whenever(() => ["connected", "held"].includes(shown()?.view.state), holdOrResume),
  hangUp: whenever(() => Boolean(shown()?.isLive), () => act("hangup")),
  mute: whenever(() => Boolean(shown()?.isLive), () => act("mute")),
  swap: whenever(() => desk.hand.open.length > 1, swap),
  goTo: whenever(inCall, goTo),
  articles: () => desk.knowledge.startSearch(),
  articlesAnywhere: () => desk.knowledge.startSearch(),
  askNext: whenever(inCall, askNext),
  joinTicket: whenever(inCall, () => desk.tickets.joinByKey()),
  leaveTicket: whenever(inCall, () => desk.tickets.leave()),
  switchScript: whenever(inCall, switchScript),
  stampNotes: () => desk.notes.stamp(),
  transfer: whenever(inCall, transfer),
  takeBack: whenever(inCall, takeBack),
  propose: whenever(inCall, propose),
  help: () => new CheatSheet().open(),
};

const CLICKS = {
  act: (name) => act(name),
  do: (name) => acts[name](),
  step: (key) => goInto(key),
  status: (status) => setStatus(status),
  tab: (id) => showCall(id),
  talk: (id) => talkTo(id),
  join: (id) => desk.tickets.join(id),
};
const CLICKABLE = Object.keys(CLICKS).map((name) => `[data-${name}]`).join();

document.addEventListener("click", (event) => {
  const target = event.target.closest(CLICKABLE);
  const kind = target && Object.keys(CLICKS).find((name) => name in target.dataset);
  if (kind) CLICKS[kind](target.dataset[kind]);
});

byId("break").addEventListener("change", (event) => {
  if (event.target.value) setStatus("break", event.target.value);
});

listenKeys(desk.shortcuts, {
  ...acts,
  next,
  back,
  leave: leaveField,
  choose: (number) => desk.panel.digit(number) && next(),
  close: () => act("close"),
});

desk.shortcuts.onChange = () => {
  renderKeysBar();
  draw();
};
renderKeysBar();

window.addEventListener("focus", () => desk.contact.refresh());

const feed = new Feed({
  url: boot.stream,
  elsewhere: boot.elsewhere,
  onNews: () => desk.contact.refresh(),
  onPolling: (on) => desk.contact.trouble("stream", on ? words.polling : ""),
});

desk.contact.refresh().then(() => feed.start(desk.state?.number ?? 0));

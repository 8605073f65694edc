// A draft played as an agent would, with a simulated caller. The server keeps nothing of it.

import { createApi, sentence } from "../shared/api.js";
import { announce, byId, fill, isTyping, labelled, words } from "../shared/dom.js";
import { render } from "../shared/lit.js";
import { announceLevel, meterCard } from "../desk/script/meter.js";
import { StepPanel } from "../desk/script/step.js";
import { Place } from "../desk/state/place.js";
import { Conversation } from "./conversation.js";
import { isRemarkOpen, listenRemark, openRemark } from "./remark.js";
import { renderArticles, renderChat, renderMissing, renderOutcome, renderPath, renderReminders } from "./stage.js";
import { Voice } from "./voice.js";

const SOON = 250; // ms after the last letter
const boot = JSON.parse(byId("boot").textContent);

const { post } = createApi("");

const game = {
  answers: {},
  call: null, // shaped like a call of the desk
  seed: boot.seed,
  revision: null,
  asked: 0, // requests, so that a late answer does not undo a newer one
};

const script = new Place();
const conversation = new Conversation(labelled(""));
const voice = new Voice(() => showVoice());
const panel = new StepPanel((step, raw) => typed(step.key, raw));
let timer = null;

// The server's view

function request() {
  return {
    answers: game.answers,
    seed: game.seed,
    spoken: byId("spoken").value,
    moment: byId("moment").value,
    caller_known: byId("caller-known").checked,
    open_tickets: Number(byId("open-tickets").value) || 0,
  };
}

async function ask() {
  clearTimeout(timer);
  timer = null;
  const mine = ++game.asked;
  try {
    const told = await post(boot.url, request());
    if (mine !== game.asked) return false;
    trouble("");
    take(told);
    return true;
  } catch (error) {
    const told = sentence(error);
    if (mine === game.asked) trouble(told);
    return false;
  }
}

function take(told) {
  const call = { id: told.view.id, language: told.view.language, run: told.view };
  if (game.revision !== null && game.revision !== told.revision) announce(words.changed);
  game.revision = told.revision;
  game.call = call;
  game.caller = told.caller;
  byId("moment-told").textContent = fill(words.atMoment, { moment: told.moment });
  script.update(call);
}

function trouble(text) {
  byId("trouble").hidden = !text;
  byId("trouble").textContent = text;
}

// From the first word on

async function start() {
  game.answers = {};
  voice.hush();
  if (!(await ask())) return;
  script.begin(game.call);
  script.go(game.call.run.current);
  conversation.begin(game.caller, game.call.run);
  panel.clear();
  byId("seed").value = String(game.seed);
  showVoice();
  draw();
}

async function again() {
  if (!(await ask())) return;
  conversation.carryOn(game.caller);
  draw();
}

function another() {
  game.seed = (game.seed + 1 + Math.floor(Math.random() * 1000)) % boot.most;
  start().then(() => game.caller && announce(fill(words.newCaller, { name: game.caller.persona.name })));
}

// Answering

function typed(key, raw) {
  game.answers[key] = raw;
  panel.mark("pending", "");
  clearTimeout(timer);
  timer = setTimeout(again, SOON);
}

async function next() {
  const step = script.step();
  if (!step || step.kind === "end") return;
  if (timer !== null && !(await ask())) return;
  const fresh = script.step(step.key);
  const passing = script.passing(fresh, panel.raw);
  if (passing !== null && fresh.revision === 0) {
    game.answers[step.key] = passing;
    if (!(await ask())) return;
  }
  const settled = script.step(step.key);
  if (settled && script.isHeldUp(settled)) {
    draw();
    return panel.insist();
  }
  if (settled) conversation.leave(settled);
  go(script.following(step.key));
}

async function go(key) {
  if (timer !== null) await ask();
  if (key === null || !script.step(key)) return;
  script.go(key);
  draw();
}

function dig() {
  const step = script.step();
  if (step && conversation.dig(step)) draw();
}

// Drawing

function draw() {
  const { call } = game;
  const step = script.step();
  if (!call || !step) return;
  conversation.show(step);
  panel.render(step, call, null);
  const fresh = renderChat(conversation, call.language);
  fresh.forEach((line) => voice.say(line.text, call.language));
  byId("dig").disabled = !step.type;
  byId("dig").classList.toggle("is-wanted", conversation.isVague(step));
  renderPath(call.run, step.key);
  renderOutcome(call.run);
  renderMissing(call.run);
  render(meterCard({ ...call.run.meter, missing: [] }, call.language), byId("meter"));
  announceLevel(call.id, call.run.meter);
  renderReminders(call.run);
  renderArticles(call.run, step);
}

function showVoice() {
  const spoken = byId("spoken").value;
  byId("aloud-place").hidden = !voice.has(spoken);
}

// Keys and buttons

const presses = { next, back: () => go(script.before()), propose: () => openRemark(script.step()) };

function listen() {
  byId("another").addEventListener("click", another);
  byId("restart").addEventListener("click", start);
  byId("dig").addEventListener("click", dig);
  byId("aloud").addEventListener("change", (event) => voice.turn(event.target.checked));
  byId("stage").addEventListener("submit", (event) => event.preventDefault());
  byId("seed").addEventListener("change", (event) => {
    const wanted = Number.parseInt(event.target.value, 10);
    if (wanted >= 0 && wanted <= boot.most) game.seed = wanted;
    start();
  });
  byId("spoken").addEventListener("change", start);
  ["moment", "caller-known", "open-tickets"].forEach((id) => byId(id).addEventListener("change", again));
  document.addEventListener("click", (event) => {
    const wanted = event.target.closest("[data-step]");
    if (wanted) go(wanted.dataset.step);
    const button = event.target.closest("[data-do]");
    if (button) presses[button.dataset.do]();
  });
  document.addEventListener("keydown", pressed);
  listenRemark(boot.comments);
}

function pressed(event) {
  if (isRemarkOpen() || event.isComposing || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  const keys = { F2: another, F9: dig };
  if (keys[event.key]) {
    event.preventDefault();
    keys[event.key]();
  } else if (event.key === "Escape" && isTyping(event.target)) event.target.blur();
  else if (event.target === document.body || byId("step").contains(event.target)) stepKey(event);
}

function stepKey(event) {
  if (event.key === "Enter") {
    if (event.target.closest("button, a, summary") && event.target.id !== "next") return;
    event.preventDefault();
    if (event.shiftKey) go(script.before());
    else next();
  } else if (/^[1-9]$/.test(event.key) && !isTyping(event.target)) {
    event.preventDefault();
    if (panel.digit(Number(event.key))) next();
  }
}

byId("spoken").value = boot.spoken;
listen();
start();

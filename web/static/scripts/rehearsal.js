// A draft played as an agent would, with a simulated caller. The server keeps nothing of it.

import { bringsStep, forgetPresses, playBy, waits } from "../desk/keys/ahead.js";
import { isPlain, playKey, stepKey } from "../desk/keys/listening.js";
import { reminders } from "../desk/script/instructions.js";
import { announceLevel, meterCard } from "../desk/script/meter.js";
import { StepPanel } from "../desk/script/step.js";
import { Place } from "../desk/state/place.js";
import { createApi, sentence } from "../shared/api.js";
import { announce, byId, fill, isTyping, json, labelled, showTrouble, words } from "../shared/dom.js";
import { render } from "../shared/lit.js";
import { Conversation } from "./conversation.js";
import { isProposalOpen, listenProposal, openProposal } from "./propose-change.js";
import { articles, chat, missing, outcome, path } from "./rehearsal-view.js";
import { Voice } from "./voice.js";

/** @import {Caller, Played, PlayedRun, PlayedStep} from "./types.js" */

const SOON = 250; // ms after the last letter
/** @type {{url: string, comments: string, seed: number, most: number, spoken: string}} */
const boot = json("boot");
const { post } = createApi("");

const rehearsal = {
  /** @type {Record<string, string>} */
  answers: {},
  /** @type {{id: string, language: string, run: PlayedRun} | null} shaped like a call of the desk */
  call: null,
  /** @type {Caller | null} */
  caller: null,
  seed: boot.seed,
  revision: 0,
  asked: 0, // requests, so that a late answer does not undo a newer one
};

const script = new Place();
const conversation = new Conversation(labelled(""));
const voice = new Voice(showVoice);
const panel = new StepPanel((step, raw) => keepAnswer(step.key, raw));
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
let readUpTo = 0; // so many lines of the conversation were on the page already

const stepNow = () => /** @type {PlayedStep | undefined} */ (script.step());

// What the server makes of the answers

/** True when it has the newest. */
async function askServer() {
  clearTimeout(timer);
  timer = undefined;
  const mine = ++rehearsal.asked;
  try {
    /** @type {Played} */
    const played = await post(boot.url, {
      answers: rehearsal.answers,
      seed: rehearsal.seed,
      spoken: byId("spoken").value,
      moment: byId("moment").value,
      caller_known: byId("caller-known").checked,
      open_tickets: Number(byId("open-tickets").value) || 0,
    });
    if (mine !== rehearsal.asked) return false;
    showTrouble("");
    showPlayed(played);
    return true;
  } catch (error) {
    const text = sentence(error);
    if (mine === rehearsal.asked) { // else yet another caller is on the way
      forgetPresses();
      showTrouble(text);
    }
    return false;
  }
}

/** @param {Played} played */
function showPlayed({ view, caller, revision, moment }) {
  if (rehearsal.call && rehearsal.revision !== revision) announce(words.changed);
  rehearsal.revision = revision;
  rehearsal.caller = caller;
  rehearsal.call = { id: view.id, language: view.language, run: view };
  byId("moment-note").textContent = fill(words.atMoment, { moment });
  script.update(rehearsal.call);
}

// The beginning of the call

const start = bringsStep(async () => {
  rehearsal.answers = {};
  voice.stop();
  if (!(await askServer())) return;
  if (!rehearsal.call || !rehearsal.caller) return;
  script.begin(rehearsal.call);
  script.go(rehearsal.call.run.current);
  conversation.begin(rehearsal.caller, rehearsal.call.run);
  readUpTo = 0;
  panel.clear();
  byId("seed").value = String(rehearsal.seed);
  showVoice();
  draw();
});

async function refresh() {
  if (!(await askServer()) || !rehearsal.caller) return;
  conversation.replaceCaller(rehearsal.caller);
  draw();
}

async function callAnother() {
  rehearsal.seed = (rehearsal.seed + 1 + Math.floor(Math.random() * 1000)) % boot.most;
  await start();
  if (rehearsal.caller) announce(fill(words.newCaller, { name: rehearsal.caller.persona.name }));
}

// Answering

/** @param {string} key @param {string} raw */
function keepAnswer(key, raw) {
  rehearsal.answers[key] = raw;
  panel.mark("pending", "");
  clearTimeout(timer);
  timer = setTimeout(refresh, SOON);
}

const next = bringsStep(async () => {
  const step = stepNow();
  if (!step || step.kind === "end") return;
  if (timer !== undefined && !(await askServer())) return;
  const fresh = script.step(step.key);
  const passing = fresh ? script.passing(fresh, panel.raw) : null;
  if (passing !== null && fresh?.revision === 0) {
    rehearsal.answers[step.key] = passing;
    if (!(await askServer())) return;
  }
  const settled = /** @type {PlayedStep | undefined} */ (script.step(step.key));
  if (settled && script.isHeldUp(settled)) {
    forgetPresses();
    draw();
    return void panel.insist();
  }
  if (settled) conversation.finish(settled);
  await go(script.following(step.key));
});

const go = bringsStep(async (/** @type {string | null} */ key) => {
  if (timer !== undefined) await askServer();
  if (key === null || !script.step(key)) return;
  script.go(key);
  draw();
});

const back = () => go(script.before());

function askFurther() {
  const step = stepNow();
  if (step && conversation.askFurther(step)) draw();
}

// Drawing

function draw() {
  const { call } = rehearsal;
  const step = stepNow();
  if (!call || !step) return;
  const { run, language } = call;
  conversation.ask(step);
  panel.render(step, call, null);
  render(chat(conversation, language), byId("chat"));
  byId("dig").disabled = !step.type;
  byId("dig").classList.toggle("is-wanted", conversation.isVague(step));
  render(path(run, step.key), byId("steps"));
  render(outcome(run), byId("outcome"));
  render(missing(run), byId("missing"));
  render(meterCard({ ...run.meter, missing: [] }, language), byId("meter"));
  announceLevel(call.id, run.meter);
  render(reminders(run.instructions), byId("instructions"));
  render(articles(run, step), byId("knowledge"));
  readAloud(language);
}

/** @param {string} language */
function readAloud(language) {
  const fresh = conversation.lines.slice(readUpTo);
  readUpTo = conversation.lines.length;
  if (fresh.length) byId("chat").scrollTop = byId("chat").scrollHeight;
  fresh.filter(({ who }) => who === "caller").forEach(({ text }) => voice.say(text, language));
}

function showVoice() {
  byId("aloud-place").hidden = voice.find(byId("spoken").value) === null;
}

// Keys and buttons

const presses = { next, back, propose: () => stepNow() && openProposal(/** @type {PlayedStep} */ (stepNow())) };

function listen() {
  byId("another").addEventListener("click", callAnother);
  byId("restart").addEventListener("click", start);
  byId("dig").addEventListener("click", askFurther);
  byId("aloud").addEventListener("change", () => voice.setOn(byId("aloud").checked));
  byId("stage").addEventListener("submit", (/** @type {Event} */ event) => event.preventDefault());
  byId("seed").addEventListener("change", () => {
    const wanted = Number.parseInt(byId("seed").value, 10);
    if (wanted >= 0 && wanted <= boot.most) rehearsal.seed = wanted;
    start();
  });
  byId("spoken").addEventListener("change", start);
  ["moment", "caller-known", "open-tickets"].forEach((id) => byId(id).addEventListener("change", refresh));
  document.addEventListener("click", ({ target }) => {
    const button = /** @type {Element} */ (target).closest("[data-step], [data-do]");
    if (!(button instanceof HTMLElement)) return;
    const { step, do: name } = button.dataset;
    if (step) go(step);
    else presses[/** @type {keyof typeof presses} */ (name)]?.();
  });
  document.addEventListener("keydown", pressed);
  listenProposal(boot.comments);
}

const keys = {
  next,
  back,
  choose: (/** @type {number} */ number) => (panel.digit(number) ? next() : undefined),
};

/** @param {KeyboardEvent} event */
function pressed(event) {
  if (event.isComposing || event.defaultPrevented || !isPlain(event)) return;
  const target = /** @type {HTMLElement} */ (event.target);
  const work = { F2: callAnother, F9: askFurther }[event.key];
  if (work) event.preventDefault(); // F9 shows an article alone in Edge and Firefox
  if (isProposalOpen()) return;
  if (work) {
    if (!event.repeat) work();
  } else if (event.key === "Escape" && isTyping(target)) target.blur();
  else if (waits(event, target)) event.preventDefault();
  else stepKey(event, target, keys);
}

byId("spoken").value = boot.spoken;
playBy((press) => playKey(press, keys));
listen();
start();

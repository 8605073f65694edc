// The agent's desk: the server owns the state of the call, this page shows it and sends what is typed.

import { Refusal, Unreachable, get, post } from "./api.js";
import { refreshTimers, setServerTime } from "./clock.js";
import { announce, byId, fill, h, isTyping, labelled, quoted, show, words } from "./dom.js";
import { Feed } from "./feed.js";
import { renderOffers } from "./offers.js";
import { Knowledge, renderCall, renderClient, renderClosed, renderGate, renderInstructions, renderSteps } from "./panels.js";
import { Phone } from "./phone.js";
import { Saver } from "./saver.js";
import { StepPanel } from "./step.js";

const boot = JSON.parse(byId("boot").textContent);
const idleWords = JSON.parse(byId("idle-words").textContent);
const LIVE = ["claimed", "connected", "held"];
const TICKED = new Set(["instruction", "article", "action"]);

const desk = {
  state: null,
  call: null,
  shown: null, // key of the step that is shown large
  gateOpen: false,
  refused: "",
  muted: false,
  hangUpAt: 0,
  troubles: new Map(),
};

const phone = new Phone(() => drawCall());
const knowledge = new Knowledge();
const saver = new Saver({
  onView: (view) => take(view),
  onMark: (path, mark, message) => showMark(path, mark, message),
  onConflict: (field, mine, current) => conflict(field, mine, current),
  onReach: (reached) => trouble("server", reached ? "" : words.offlineServer),
});
const panel = new StepPanel({
  onType: (key, raw) => saver.type(desk.call.id, `answers/${key}`, raw, stepOf(key)?.revision ?? 0),
  onNext: () => next(),
  onBack: () => back(),
});
const feed = new Feed({
  url: boot.stream,
  elsewhere: boot.elsewhere,
  onNews: () => refresh(),
  onPolling: (on) => trouble("stream", on ? words.polling : ""),
});

const stepOf = (key) => desk.call?.run?.steps.find((step) => step.key === key);

function trouble(kind, text) {
  if (text) desk.troubles.set(kind, text);
  else desk.troubles.delete(kind);
  const place = byId("trouble");
  place.hidden = desk.troubles.size === 0;
  place.textContent = [...desk.troubles.values()].join(" ");
}

async function attempt(work) {
  try {
    const told = await work();
    trouble("action", "");
    trouble("server", "");
    return told;
  } catch (error) {
    if (error instanceof Unreachable) trouble("server", words.offlineServer);
    else if (error instanceof Refusal) {
      trouble("action", error.message);
      announce(error.message);
    } else throw error;
    return null;
  }
}

let refreshing = null;
let refreshAgain = false;

async function refresh() {
  if (refreshing) {
    refreshAgain = true;
    return refreshing;
  }
  refreshing = attempt(() => get("/state")).then((state) => state && apply(state));
  await refreshing;
  refreshing = null;
  if (refreshAgain) {
    refreshAgain = false;
    await refresh();
  }
  return undefined;
}

function apply(state) {
  const known = new Set(desk.state?.offers.map((offer) => offer.id) ?? []);
  setServerTime(state.now);
  desk.state = state;
  state.offers.filter((offer) => !known.has(offer.id)).forEach((offer) =>
    announce(fill(words.offerArrived, { client: offer.client.name || words.unassigned })));
  const mine = state.calls[0] ?? null;
  if (mine) take(mine);
  else if (desk.call && desk.call.state !== "closed") leave();
  draw();
}

// A newer view of the call in hand.
function take(view) {
  const before = desk.call;
  if (before?.id !== view.id) begin(view);
  desk.call = view;
  if (view.state === "wrapping" && before?.state !== "wrapping") desk.gateOpen = true;
  if (view.state === "closed") phone.disconnect();
  if (desk.shown && !stepOf(desk.shown)) desk.shown = view.run?.current ?? null;
  if (LIVE.includes(view.state) && view.leg) phone.connect(view.leg.id);
  adoptFromElsewhere(before, view);
  draw();
}

function begin(view) {
  desk.shown = sessionStorage.getItem(`step:${view.id}`) ?? view.run?.current ?? null;
  desk.gateOpen = false;
  desk.refused = "";
  panel.clear();
  view.run?.steps.forEach((step) => {
    if (saver.pending(view.id, `answers/${step.key}`) !== null) saver.resume(view.id, `answers/${step.key}`, step.revision);
  });
  drawNotes(view);
}

function adoptFromElsewhere(before, view) {
  if (!before || before.id !== view.id || !desk.shown || !view.run) return;
  const old = before.run?.steps.find((step) => step.key === desk.shown);
  const fresh = view.run.steps.find((step) => step.key === desk.shown);
  const typing = saver.pending(view.id, `answers/${desk.shown}`) !== null;
  if (fresh && old && fresh.revision > old.revision && !typing && panel.raw !== fresh.raw) panel.adopt(fresh.raw);
}

function leave() {
  phone.disconnect();
  desk.call = null;
  desk.shown = null;
  panel.clear();
}

function draw() {
  byId("desk").removeAttribute("aria-busy");
  drawStatus();
  renderOffers(desk.call && desk.call.state !== "closed" ? [] : (desk.state?.offers ?? []), claim);
  drawCall();
  drawScript();
  byId("idle").hidden = Boolean(desk.call);
  const [title, hint] = idleWords[desk.state?.status] ?? idleWords.offline;
  byId("idle-title").textContent = title;
  byId("idle-hint").textContent = hint;
  refreshTimers();
}

function drawStatus() {
  const { status, reason, since } = desk.state ?? {};
  document.querySelectorAll(".status").forEach((button) =>
    button.setAttribute("aria-pressed", String(button.dataset.status === status)));
  const menu = byId("break");
  menu.value = status === "break" ? reason : "";
  menu.classList.toggle("is-on", status === "break");
  const place = byId("since");
  if (since) place.dataset.since = since;
}

function drawCall() {
  if (!desk.call) return show(byId("call"));
  renderCall(desk.call, phone.state, desk.muted);
  refreshTimers();
  return undefined;
}

function drawScript() {
  const { call } = desk;
  if (!call) {
    ["steps", "gate", "instructions", "client"].forEach((id) => show(byId(id)));
    knowledge.render(null, null);
    panel.clear();
    show(byId("notes-place"));
    return;
  }
  renderInstructions(call);
  renderClient(call);
  if (call.state === "closed") {
    panel.clear();
    ["steps", "gate", "instructions"].forEach((id) => show(byId(id)));
    byId("step").dataset.shown = "";
    renderClosed(call);
    return;
  }
  delete byId("step").dataset.shown;
  const step = stepOf(desk.shown);
  if (step) panel.render(step, call, saver.pending(call.id, `answers/${step.key}`));
  else if (!call.run) byId("step").replaceChildren(h("p", { class: "notice" }, words.noScript));
  if (call.run) renderSteps(call, desk.shown);
  renderGate(call, desk.gateOpen, desk.refused);
  knowledge.render(call, step);
}

function drawNotes(view) {
  const place = byId("notes-place");
  if (!view.run) return place.replaceChildren();
  const label = byId("desk").dataset.notes;
  const field = h("textarea", { id: "notes", rows: "5" });
  field.value = saver.pending(view.id, "notes") ?? view.run.notes;
  field.addEventListener("input", () => saver.type(view.id, "notes", field.value, desk.call.run.notes_revision));
  place.dataset.shown = "notes";
  place.replaceChildren(h("label", { for: "notes", class: "zone-title" }, label), field, h("p", { class: "step-told", id: "notes-told" }));
  if (saver.pending(view.id, "notes") !== null) saver.resume(view.id, "notes", view.run.notes_revision);
  return undefined;
}

function showMark(path, mark, message) {
  const text = { saving: words.saving, saved: words.saved, waiting: words.notSaved, refused: message }[mark];
  if (path === "notes") {
    if (byId("notes-told")) byId("notes-told").textContent = text;
    return;
  }
  if (path === `answers/${desk.shown}` && byId("step-told")) {
    byId("step-told").dataset.mark = mark;
    if (mark !== "saved") byId("step-told").textContent = text;
    else panel.refresh();
  }
}

function conflict(field, mine, current) {
  const settle = (keep) => {
    saver.settle(field, keep ? mine : null, current);
    if (!keep && field.path === `answers/${desk.shown}`) panel.adopt(current.raw);
    if (!keep && field.path === "notes") byId("notes").value = current.raw;
    refresh();
  };
  if (field.path === `answers/${desk.shown}`) panel.conflict(mine, current, settle);
  else settle(window.confirm(`${words.conflict} ${quoted(current.raw)}. ${labelled(words.keepMine)}${quoted(mine)}?`));
}

async function claim(offerId) {
  const view = await attempt(() => post(`/offers/${offerId}/claim`));
  if (view) {
    announce(words.taken);
    desk.call = desk.call?.state === "closed" ? null : desk.call;
    take(view);
  } else await refresh();
}

function go(key) {
  desk.shown = key;
  desk.gateOpen = desk.call.state === "wrapping" || stepOf(key)?.kind === "end";
  sessionStorage.setItem(`step:${desk.call.id}`, key);
  draw();
}

async function next() {
  const step = stepOf(desk.shown);
  if (!step) return;
  const path = `answers/${step.key}`;
  if (step.kind === "end") return;
  if (TICKED.has(step.kind) && !step.is_done) saver.type(desk.call.id, path, "ok", step.revision);
  else if (saver.pending(desk.call.id, path) === null && !step.is_done && !step.mandatory && panel.raw === "") {
    saver.type(desk.call.id, path, "", step.revision); // passed over on purpose
  }
  const unsent = saver.pending(desk.call.id, path) !== null;
  if (unsent && !(await saver.flush(desk.call.id, path)) && saver.pending(desk.call.id, path) !== null) return;
  const now = stepOf(step.key);
  if (desk.shown !== step.key || now?.problem) return;
  go(following(step.key));
}

// The next step that is open; from a step that was skipped over, simply the next on the path.
function following(key) {
  const { steps, current } = desk.call.run;
  const path = steps.filter((step) => step.on_path);
  const at = path.findIndex((step) => step.key === key);
  const later = path.slice(at + 1);
  const open = later.find((step) => !step.is_done);
  return (open ?? later.at(-1) ?? stepOf(current)).key;
}

function back() {
  const path = desk.call.run.steps.filter((step) => step.on_path);
  const at = path.findIndex((step) => step.key === desk.shown);
  if (at > 0) go(path[at - 1].key);
}

async function act(name) {
  const { call } = desk;
  if (!call) return;
  if (name === "phone") return void phone.connect(call.leg?.id);
  if (name === "mute") {
    desk.muted = !desk.muted;
    phone.mute(desk.muted);
    return void drawCall();
  }
  if (name === "hangup") {
    if (Date.now() - desk.hangUpAt < 1000) return; // a double press is one
    desk.hangUpAt = Date.now();
  }
  const body = name === "close" ? { override_reason: byId("override")?.value ?? "" } : {};
  desk.refused = "";
  const view = await attempt(() => post(`/calls/${call.id}/${name}`, body));
  if (view) take(view);
  else if (name === "close") {
    desk.refused = desk.troubles.get("action") ?? "";
    desk.gateOpen = true;
    await refresh();
  }
}

async function setStatus(status, reason = "") {
  const told = await attempt(() => post("/status", { status, reason }));
  if (told) Object.assign(desk.state, told);
  await refresh();
}

document.addEventListener("click", (event) => {
  const target = event.target.closest("[data-act], [data-step], [data-status]");
  if (!target) return;
  if (target.dataset.act) act(target.dataset.act);
  else if (target.dataset.step) go(target.dataset.step);
  else setStatus(target.dataset.status);
});

byId("break").addEventListener("change", (event) => {
  if (event.target.value) setStatus("break", event.target.value);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "F2" && desk.state?.offers.length && !(desk.call && desk.call.state !== "closed")) {
    event.preventDefault();
    claim(desk.state.offers[0].id);
  } else if (event.key === "F4" && !event.altKey && desk.call) {
    event.preventDefault();
    act(desk.call.state === "held" ? "resume" : "hold");
  } else if (event.key === "F8" && desk.call && LIVE.includes(desk.call.state)) {
    event.preventDefault();
    act("hangup");
  } else if (event.key === "Escape" && isTyping(event.target)) {
    event.target.blur();
  } else if (event.key === "/" && !isTyping(event.target) && byId("article-search")) {
    event.preventDefault();
    byId("article-search").focus();
  } else if (desk.call?.run) scriptKeys(event);
});

function scriptKeys(event) {
  const inStep = event.target === document.body || byId("step").contains(event.target);
  if (!inStep || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Enter") {
    if (event.target.closest("button, a, summary") && event.target.id !== "next") return;
    event.preventDefault();
    if (event.shiftKey) back();
    else next();
  } else if (/^[1-9]$/.test(event.key) && !isTyping(event.target)) {
    event.preventDefault();
    if (panel.digit(Number(event.key))) next();
  }
}

window.addEventListener("focus", () => refresh());

refresh().then(() => feed.start(desk.state?.number ?? 0));

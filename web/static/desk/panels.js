// The panels around the step: call, list of steps, gate, client, articles, instructions.

import { byId, fill, h, labelled, quoted, show, words } from "./dom.js";
import { tickets } from "./offers.js";

const LIVE = ["claimed", "connected", "held"];

export function renderCall(call, { phone, muted, sure }) {
  const { timers } = call;
  const place = byId("call");
  const live = LIVE.includes(call.state);
  const row = (label, since, until) =>
    since && h("div", {}, h("dt", {}, label), h("dd", { "data-since": since, "data-until": until ?? null }, "0:00"));
  show(
    place,
    h("article", { class: "call-card", style: { "--client": call.client.colour } },
      h("p", { class: `call-state is-${call.state}` }, words[call.state]),
      h("h3", {}, call.client.name || words.unassigned),
      h("p", { class: "offer-line" }, call.line),
      call.greeting && h("p", { class: "offer-greeting", lang: call.language }, h("span", { class: "asking-label" }, words.sayFirst), quoted(call.greeting)),
      h("dl", { class: "timers" },
        row(words.waiting, timers.waiting_at ?? timers.started_at, timers.connected_at ?? timers.ended_at ?? (live ? null : timers.started_at)),
        row(words.connected, timers.connected_at, timers.ended_at),
        row(words.wrapping, timers.ended_at, timers.closed_at)),
      live && h("p", { class: `phone is-${phone}`, role: "status" }, phoneWord(phone)),
      live && ["off", "failed", "elsewhere"].includes(phone) && h("button", { type: "button", class: "button primary", "data-act": "phone" }, words.connectPhone),
      h("p", { class: "recording-state" }, recordingWord(call.recording)),
      live && h("div", { class: "call-buttons" },
        h("button", { type: "button", class: "button", "data-act": call.state === "held" ? "resume" : "hold", disabled: call.state === "claimed", "aria-keyshortcuts": "F4" },
          call.state === "held" ? words.resume : words.hold, h("kbd", {}, "F4")),
        h("button", { type: "button", class: "button", "data-act": "mute", "aria-pressed": String(Boolean(muted)) }, muted ? words.unmute : words.mute),
        call.recording.mode === "on_demand" && !call.recording.state && !call.recording.objected &&
          h("button", { type: "button", class: "button", "data-act": "recording" }, words.record),
        h("button", { type: "button", class: "button hang-up", "data-act": "hangup", "aria-keyshortcuts": "F8" }, words.hangUp, h("kbd", {}, "F8"))),
      !call.recording.objected && call.recording.mode !== "off" && (live || call.state === "wrapping") &&
        h("button", { type: "button", class: sure ? "button sure" : "link", "data-act": "objection" }, sure ? words.objectionSure : words.objection)),
  );
}

function phoneWord(state) {
  const said = { on: words.phoneOn, connecting: words.phoneConnecting, failed: words.phoneFailed, elsewhere: words.phoneElsewhere };
  return said[state] ?? words.phoneOff;
}

function recordingWord(recording) {
  if (recording.objected) return words.objected;
  if (recording.mode === "off") return words.notRecorded;
  if (recording.state || recording.mode === "always") return `● ${words.recorded}`;
  return words.onDemand;
}

export function renderSteps(call, shownKey) {
  const steps = call.run.steps.filter((step) => step.on_path || step.maybe);
  show(
    byId("steps"),
    h("h3", { class: "zone-title" }, words.steps),
    h("ol", { class: "steps" },
      steps.map((step) =>
        h("li", { class: classes(step, shownKey) },
          h("button", { type: "button", "data-step": step.key, "aria-current": step.key === shownKey ? "step" : null },
            h("span", { class: "step-mark", "aria-hidden": "true" }, mark(step)),
            h("span", { class: "step-name", title: step.title }, step.title, step.mandatory && !step.is_done && h("span", { class: "must-dot", title: words.mandatory }, "*")),
            h("span", { class: "step-value" }, step.maybe && !step.on_path ? words.maybe : step.display || step.raw))))),
  );
}

function classes(step, shownKey) {
  return [step.key === shownKey && "is-shown", step.is_done && "is-done", step.problem && "is-wrong", !step.on_path && "is-maybe"]
    .filter(Boolean).join(" ");
}

const mark = (step) => (step.problem ? "!" : step.is_done ? "✓" : step.kind === "end" ? "■" : "○");

export function renderGate(call, open, refused) {
  const place = byId("gate");
  const { missing } = call.run ?? { missing: [] };
  if (!open) return show(place);
  const reason = place.querySelector("#override")?.value ?? "";
  const changed = show(
    place,
    h("section", { class: "gate", "aria-labelledby": "gate-title" },
      h("h3", { id: "gate-title" }, missing.length ? words.missing : words.nothingMissing),
      missing.length > 0 && h("ul", { class: "missing" }, missing.map((one) =>
        h("li", {}, h("button", { type: "button", class: "button", "data-step": one.key, title: one.why || null }, one.title)))),
      refused && h("p", { class: "notice danger", role: "alert" }, refused),
      call.state === "wrapping" ? closing(missing) : h("p", { class: "muted" }, words.closeFirst)),
  );
  const field = place.querySelector("#override");
  if (changed && field) field.value = reason;
  return changed;
}

function closing(missing) {
  const button = h("button", { type: "button", class: "button primary", "data-act": "close" }, missing.length ? words.closeAnyway : words.close);
  if (!missing.length) return button;
  return [h("label", { for: "override" }, words.reason), h("div", { class: "gate-close" }, h("textarea", { id: "override", rows: "1" }), button)];
}

export function renderInstructions(call) {
  const rows = call.run?.instructions ?? [];
  show(byId("instructions"), rows.length > 0 &&
    h("ul", { class: "instructions" }, rows.map((one) => h("li", { class: `tone-${one.tone}` }, one.text))));
}

export function renderClient(call) {
  const { client } = call;
  show(
    byId("client"),
    h("div", { class: "client-card", style: { "--client": client.colour } },
      h("h3", {}, client.name || words.unassigned),
      h("p", {}, labelled(words.localTime), h("b", { "data-zone": client.timezone }, "")),
      h("p", {}, call.withheld ? words.withheld : call.caller_shown),
      call.ticket && h("p", {}, `${words.ticket} `, h("a", { href: `/tickets/${call.ticket.id}`, target: "_blank", rel: "noopener" }, String(call.ticket.number))),
      call.run && outcome(call.run.outcome),
      h("h4", {}, words.openTickets),
      tickets(call.open_tickets) ?? h("p", { class: "muted" }, words.noOpenTickets)),
  );
}

// What the ticket is going to say, as far as the answers go.
function outcome(told) {
  return h("div", { class: "outcome" },
    h("p", {}, h("span", { class: `priority p${told.priority}` }, `${words.priority} ${told.priority}`), " ", told.team),
    h("p", { class: "muted" }, told.title));
}

export function renderOver(call) {
  const title = call.state === "closed" ? words.closedTitle : words.abandonedTitle;
  show(byId("step"), h("article", { class: "step-card over" },
    h("h3", { tabindex: "-1", id: "step-title" }, fill(title, { number: call.ticket?.number ?? "" })),
    call.run && call.state === "closed" && outcome(call.run.outcome),
    call.ticket && h("p", {}, h("a", { href: `/tickets/${call.ticket.id}`, target: "_blank", rel: "noopener" }, words.seeTicket)),
    h("p", { class: "muted" }, words.nextCall)));
}

// Articles: those of the step first; the server has cleaned their HTML.
export class Knowledge {
  constructor() {
    this.call = null;
    this.open = new Set();
  }

  render(call, step) {
    this.call = call;
    this.attached = new Set(step?.articles ?? []);
    const place = byId("knowledge");
    if (!call?.run) return place.replaceChildren();
    if (!this.field) {
      this.field = h("input", { type: "search", id: "article-search", autocomplete: "off", "aria-keyshortcuts": "/", on: { input: () => this.list() } });
      this.rows = h("div", { class: "articles" });
      this.title = h("label", { for: "article-search", class: "zone-title" }, words.articles, " ", h("kbd", {}, "/"));
    }
    if (!place.contains(this.field)) place.replaceChildren(this.title, this.field, this.rows);
    this.list();
  }

  list() {
    const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    const wanted = folded(this.field.value).split(/\s+/).filter(Boolean);
    const found = this.call.run.articles.filter((article) => {
      const text = folded(`${article.title} ${article.body}`);
      return wanted.every((word) => text.includes(word));
    });
    found.sort((a, b) => this.attached.has(b.key) - this.attached.has(a.key));
    const mark = found.map((one) => `${one.key}${this.attached.has(one.key)}`).join();
    if (mark === this.shown) return;
    this.shown = mark;
    this.rows.replaceChildren(...(found.length ? found.map((one) => this.article(one)) : [h("p", { class: "muted" }, words.articlesNone)]));
  }

  article(one) {
    const cleaned = new DOMParser().parseFromString(one.html, "text/html").body;
    const open = this.attached.has(one.key) || this.open.has(one.key);
    const title = h("summary", {}, one.title);
    const node = h("details", { class: this.attached.has(one.key) ? "article attached" : "article", open },
      title, h("div", { class: "article-body" }, ...cleaned.childNodes));
    title.addEventListener("click", () => (node.open ? this.open.delete(one.key) : this.open.add(one.key))); // before it turns
    return node;
  }
}

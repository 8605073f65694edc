// The current step, large: what to ask, and the field for the answer.

import { desk } from "../state/desk.js";
import { byId, fill, h, labelled, words } from "../../shared/dom.js";
import { fieldOf } from "./fields.js";
import { TICKED } from "../state/place.js";
import { says } from "../parts/text.js";

export class StepPanel {
  // onType(key, raw), onNext(), onBack()
  constructor(handlers) {
    Object.assign(this, handlers);
    this.key = null;
  }

  render(step, call, pending) {
    const key = `${call.run.id}/${step.key}`;
    const changed = this.key !== key;
    this.step = step;
    this.call = call;
    if (!changed) return this.refresh();
    this.key = key;
    this.raw = pending ?? step.raw;
    this.insisting = false;
    this.marked = pending === null ? "" : words.notSaved;
    this.field = fieldOf(step, call, (raw) => this.typed(raw));
    byId("step").replaceChildren(this.card());
    this.field.show(this.raw);
    this.refresh();
    this.raise();
    this.focus();
  }

  clear() {
    this.release();
    byId("step").replaceChildren();
    delete byId("step").dataset.shown;
  }

  // Something else is drawn in its place.
  release() {
    this.key = null;
  }

  card() {
    const { step } = this;
    return h(
      "article",
      { class: `step-card kind-${step.kind}`, "aria-labelledby": "step-title" },
      h(
        "header",
        { class: "step-head" },
        h("h3", { id: "step-title", tabindex: "-1" }, step.title),
        h("span", { class: "flags" }, this.flags()),
      ),
      step.ask.length > 0 && this.asking(),
      step.help && h("p", { class: "step-help" }, step.help),
      step.why && h("p", { class: "step-why" }, h("b", {}, labelled(words.why)), step.why),
      h("div", { class: "step-field" }, this.field.nodes),
      h("p", { class: "step-told", id: "step-told", "aria-live": "polite" }),
      this.probes(),
      this.buttons(),
    );
  }

  flags() {
    const { step } = this;
    if (step.kind === "end") return [];
    const need = step.mandatory ? words.mandatory : words.optional;
    const flags = [h("span", { class: step.mandatory ? "flag must" : "flag" }, need)];
    if (step.read_back) flags.push(h("span", { class: "flag read-back" }, `↺ ${words.readBack}`));
    if (!step.on_path) flags.push(h("span", { class: "flag" }, words.offPath));
    return flags;
  }

  asking() {
    const { step, call } = this;
    return h(
      "div",
      { class: "asking" },
      h("p", { class: "asking-label" }, words.ask),
      step.ask.map((text, index) => h("p", { class: index ? "ask-also" : "ask", lang: call.language }, text)),
      step.meaning.length > 0 &&
        h("p", { class: "meaning" }, labelled(words.meaning), step.meaning[0]),
    );
  }

  probes() {
    if (!this.step.probes.length) return null;
    return h(
      "details",
      { class: "probes" },
      h("summary", {}, words.digDeeper),
      h("ul", {}, this.step.probes.map((probe) =>
        h("li", { lang: this.call.language }, h("b", {}, probe.ask), h("span", { class: "probe-words" }, ` (${probe.words.join(", ")})`)),
      )),
    );
  }

  buttons() {
    const last = this.step.kind === "end";
    return h(
      "div",
      { class: "step-buttons" },
      h("button", { type: "button", class: "button quiet", on: { click: () => this.onBack() } }, `← ${words.back}`),
      h("button", { type: "button", class: "link step-propose", "data-do": "propose", "aria-keyshortcuts": desk.shortcuts.ariaOf("propose") }, words.propose, " ", desk.shortcuts.hint("propose")),
      !last && h("button", { type: "button", class: "button primary", id: "next", on: { click: () => this.onNext() } },
        TICKED.has(this.step.kind) ? words.done : words.next, h("kbd", {}, words.key_Enter)),
    );
  }

  digit(number) {
    return this.key !== null && this.field.digit(number);
  }

  typed(raw) {
    this.raw = raw;
    this.insisting = false;
    this.raise();
    this.onType(this.step.key, raw);
  }

  // A vague word that was typed opens the question that digs deeper.
  raise() {
    const place = byId("step").querySelector(".probes");
    this.step.probes.forEach((probe, index) => {
      const raised = probe.words.some((word) => says(this.raw, word));
      place.querySelectorAll("li")[index].classList.toggle("raised", raised);
      if (raised) place.open = true;
    });
  }

  // Where saving stands; what the server made of the text is told by refresh().
  mark(kind, text) {
    const told = byId("step-told");
    if (!told) return;
    this.marked = kind === "saved" ? "" : text;
    this.refresh();
    told.classList.toggle("problem", kind === "refused");
  }

  insist() {
    this.insisting = true;
    this.refresh();
  }

  // The server's word on what is there: understood, a problem, or nothing yet.
  refresh() {
    const { step } = this;
    const told = byId("step-told");
    if (!told) return;
    const mine = this.raw === step.raw;
    told.classList.toggle("problem", Boolean(mine && step.problem));
    const problem = this.insisting ? `${step.problem} ${words.enterAgain}` : step.problem;
    const text = !mine ? this.marked : step.revision ? (step.problem ? problem : this.understood()) : "";
    if (told.textContent !== text) told.textContent = text;
    byId("answer")?.setAttribute("aria-invalid", String(Boolean(mine && step.problem)));
  }

  understood() {
    const { step, call } = this;
    const by = call.run.several_authors && step.author ? ` ${fill(words.by, { name: step.author, time: step.at_shown })}` : "";
    return (step.display && step.display !== step.raw ? `${words.understood} ${step.display}` : `✓ ${words.saved}`) + by;
  }

  // Another page saved it; take it over where nothing is being typed here.
  adopt(raw) {
    this.raw = raw;
    this.field.show(raw);
    this.refresh();
    this.raise();
  }

  focus() {
    if (this.key === null || this.field.focus()) return;
    (byId("next") ?? byId("step-title"))?.focus({ preventScroll: true });
  }
}

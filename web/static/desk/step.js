// The current step, large: what to ask, and the field for the answer.

import { byId, h, labelled, words } from "./dom.js";
import { TICKED } from "./script.js";

const folded = (text) => ` ${text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim()} `;

export class StepPanel {
  // onType(key, raw), onNext(), onBack()
  constructor(handlers) {
    Object.assign(this, handlers);
    this.key = null;
  }

  render(step, call, pending) {
    const changed = this.key !== `${call.id}/${step.key}`;
    this.step = step;
    this.call = call;
    if (!changed) return this.refresh();
    this.key = `${call.id}/${step.key}`;
    this.raw = pending ?? step.raw;
    this.insisting = false;
    this.marked = pending === null ? "" : words.notSaved;
    byId("step").replaceChildren(this.card());
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
      h("div", { class: "step-field" }, this.field()),
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
      !last && h("button", { type: "button", class: "button primary", id: "next", on: { click: () => this.onNext() } },
        TICKED.has(this.step.kind) ? words.done : words.next, h("kbd", {}, words.enterKey)),
    );
  }

  field() {
    const { step } = this;
    if (step.kind === "end" || TICKED.has(step.kind)) return null;
    if (step.type === "severity") return [this.choices("impact", step.impacts), this.choices("urgency", step.urgencies)];
    if (step.options.length && ["choice", "yes_no", "choices"].includes(step.type)) return this.choices("option", step.options);
    return this.text();
  }

  text() {
    const { step } = this;
    const long = ["long_text", "list"].includes(step.type);
    const kinds = { number: "decimal", phone: "tel", email: "email" };
    const shared = {
      id: "answer", class: "answer-field", autocomplete: "off", "aria-labelledby": "step-title", "aria-describedby": "step-told",
      lang: this.call.language, spellcheck: long ? "true" : "false",
      on: { input: (event) => this.typed(event.target.value), keydown: (event) => this.fieldKey(event) },
    };
    const node = long
      ? h("textarea", { ...shared, rows: "4" })
      : h("input", { ...shared, type: "text", inputmode: kinds[step.type], list: step.options.length ? "suggestions" : null });
    node.value = this.raw;
    const parts = [node];
    if (step.unit) parts.push(h("span", { class: "unit" }, step.unit));
    if (step.options.length) parts.push(h("datalist", { id: "suggestions" }, step.options.map((o) => h("option", { value: o.label }))));
    return parts;
  }

  fieldKey(event) {
    if (event.key !== "Enter" || !event.altKey || event.target.tagName !== "TEXTAREA") return;
    event.preventDefault();
    event.stopPropagation();
    event.target.setRangeText("\n", event.target.selectionStart, event.target.selectionEnd, "end");
    this.typed(event.target.value);
  }

  choices(name, options) {
    const many = this.step.type === "choices";
    const offset = name === "urgency" ? this.step.impacts.length : 0;
    return h(
      "fieldset",
      { class: "choices" },
      h("legend", { class: name === "option" ? "visually-hidden" : "" }, name === "option" ? this.step.title : words[name]),
      options.map((option, index) =>
        h(
          "label",
          { class: "choice" },
          h("input", { type: many ? "checkbox" : "radio", name, value: option.value, on: { change: () => this.chosen() } }),
          offset + index < 9 && h("kbd", {}, String(offset + index + 1)),
          h("span", {}, option.label, option.help && h("small", {}, option.help)),
        ),
      ),
    );
  }

  inputs(name) {
    return [...byId("step").querySelectorAll(`input[name="${name}"]`)];
  }

  // Draw the chosen ones from the text that stands for them.
  check() {
    const { type } = this.step;
    const parts = type === "severity" ? this.raw.split("/") : type === "choices" ? this.raw.split(",") : [this.raw];
    const wanted = new Set(parts.map((part) => part.trim()).filter(Boolean));
    const names = type === "severity" ? ["impact", "urgency"] : ["option"];
    names.forEach((name) => this.inputs(name).forEach((input) => (input.checked = wanted.has(input.value))));
  }

  chosen() {
    const values = (name) => this.inputs(name).filter((input) => input.checked).map((input) => input.value);
    const raw = this.step.type === "severity"
      ? [...values("impact"), ...values("urgency")].join("/")
      : values("option").join(", ");
    this.typed(raw);
  }

  // Digits 1 to 9; true when the answer is complete with it.
  digit(number) {
    const groups = this.step.type === "severity" ? ["impact", "urgency"] : ["option"];
    const inputs = groups.flatMap((name) => this.inputs(name));
    const input = inputs[number - 1];
    if (!input) return false;
    input.checked = input.type === "radio" ? true : !input.checked;
    input.focus();
    this.chosen();
    if (this.step.type === "severity") return groups.every((name) => this.inputs(name).some((one) => one.checked));
    return input.type === "radio";
  }

  typed(raw) {
    this.raw = raw;
    this.insisting = false;
    this.raise();
    this.onType(this.step.key, raw);
  }

  // A vague word that was typed opens the question that digs deeper.
  raise() {
    const said = folded(this.raw);
    const place = byId("step").querySelector(".probes");
    this.step.probes.forEach((probe, index) => {
      const raised = probe.words.some((word) => said.includes(folded(word)));
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
    if (step.type && step.options.length) this.check();
    if (step.type === "severity") this.check();
    const mine = this.raw === step.raw;
    told.classList.toggle("problem", Boolean(mine && step.problem));
    const understood = step.display && step.display !== step.raw ? `${words.understood} ${step.display}` : `✓ ${words.saved}`;
    const problem = this.insisting ? `${step.problem} ${words.enterAgain}` : step.problem;
    const settled = step.problem ? problem : understood;
    const text = !mine ? this.marked : step.revision ? settled : "";
    if (told.textContent !== text) told.textContent = text;
    byId("answer")?.setAttribute("aria-invalid", String(Boolean(mine && step.problem)));
  }

  // Another page saved it; take it over where nothing is being typed here.
  adopt(raw) {
    this.raw = raw;
    const field = byId("answer");
    if (field) field.value = raw;
    this.refresh();
    this.raise();
  }

  focus() {
    const first = byId("answer") ?? byId("step").querySelector("input:checked") ?? byId("step").querySelector("input") ?? byId("next") ?? byId("step-title");
    first?.focus({ preventScroll: true });
    if (first?.id === "answer") first.setSelectionRange(first.value.length, first.value.length);
  }
}

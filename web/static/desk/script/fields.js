// The field of a step, by the type of its answer. Each has: nodes, show(raw), focus(), digit(number).

import { get } from "../net/api.js";
import { Combobox } from "../parts/combobox.js";
import { h, words } from "../../shared/dom.js";
import { TICKED } from "../state/place.js";
import { fits } from "../parts/text.js";

const MOST_BUTTONS = 9; // as many as there are digits to choose with
const MOST_SHOWN = 8;
const IN_DIRECTORY = ["site", "asset", "person"];
const LONG = ["long_text", "list"];
const CHOSEN = ["choice", "yes_no", "choices"];
const KEYBOARDS = { number: "decimal", phone: "tel", email: "email" };

// onType(raw): what stands for the answer now
export function fieldOf(step, call, onType) {
  if (step.kind === "end" || TICKED.has(step.kind)) return new NoField();
  if (step.type === "severity") return new ChoiceField(step, onType, { impact: step.impacts, urgency: step.urgencies });
  const long = step.options.length > MOST_BUTTONS;
  if (CHOSEN.includes(step.type) && step.options.length && !(long && step.type !== "choices")) {
    return new ChoiceField(step, onType, { option: step.options });
  }
  const suggests = step.options.length || IN_DIRECTORY.includes(step.type);
  return suggests ? new SuggestingField(step, call, onType) : new TextField(step, call, onType);
}

class NoField {
  nodes = [];
  show() {}
  focus() {
    return false;
  }
  digit() {
    return false;
  }
}

class TextField extends NoField {
  constructor(step, call, onType) {
    super();
    this.onType = onType;
    this.input = this.make(step, call);
    this.nodes = [this.input, step.unit && h("span", { class: "unit" }, step.unit)];
  }

  make(step, call) {
    const long = LONG.includes(step.type);
    const shared = {
      id: "answer", class: "answer-field", autocomplete: "off", "aria-labelledby": "step-title", "aria-describedby": "step-told",
      lang: call.language, spellcheck: String(long),
      on: { input: (event) => this.onType(event.target.value), keydown: (event) => this.newLine(event) },
    };
    return long ? h("textarea", { ...shared, rows: "3" }) : h("input", { ...shared, type: "text", inputmode: KEYBOARDS[step.type] });
  }

  newLine(event) {
    const { target } = event;
    if (event.key !== "Enter" || !event.altKey || target.tagName !== "TEXTAREA") return;
    event.preventDefault();
    event.stopPropagation();
    target.setRangeText("\n", target.selectionStart, target.selectionEnd, "end");
    this.onType(target.value);
  }

  show(raw) {
    this.input.value = raw;
  }

  focus() {
    this.input.focus({ preventScroll: true });
    this.input.setSelectionRange(this.input.value.length, this.input.value.length);
    return true;
  }
}

// Text with what it could be: the step's own options at once, the client's directory as it replies.
class SuggestingField extends TextField {
  constructor(step, call, onType) {
    super(step, call, onType);
    this.step = step;
    const inDirectory = IN_DIRECTORY.includes(step.type);
    const combo = new Combobox(this.input, {
      label: step.title,
      local: (text) => this.options(text),
      remote: inDirectory ? async (text) => (await get(`/calls/${call.id}/suggest?${new URLSearchParams({ step: step.key, q: text })}`)).items : null,
      onPick: (option) => this.pick(option),
    });
    this.nodes = [combo.place, ...this.nodes.slice(1)];
  }

  options(text) {
    const all = this.step.options.map((one) => ({ label: one.label, detail: one.help, value: one.value }));
    return all.filter((one) => fits(`${one.label} ${one.value}`, text)).slice(0, this.step.type === "choice" ? all.length : MOST_SHOWN);
  }

  pick(option) {
    this.show(option.value);
    this.onType(option.value);
  }

  // A chosen option is kept by its value and read by its label.
  show(raw) {
    this.input.value = this.step.options.find((one) => one.value === raw)?.label ?? raw;
  }
}

// Buttons to choose one or several of; `groups` are the options by the name of their inputs.
class ChoiceField extends NoField {
  constructor(step, onType, groups) {
    super();
    Object.assign(this, { step, onType, groups });
    let number = 0;
    this.nodes = Object.entries(groups).map(([name, options]) =>
      this.fieldset(name, options.map((option) => this.choice(name, option, (number += 1)))));
    if (Object.values(groups).flat().length > MOST_BUTTONS && groups.option) this.nodes.unshift(this.filter());
  }

  fieldset(name, choices) {
    const own = name === "option";
    return h("fieldset", { class: "choices" },
      h("legend", { class: own ? "visually-hidden" : "" }, own ? this.step.title : words[name]), choices);
  }

  choice(name, option, number) {
    const type = this.step.type === "choices" ? "checkbox" : "radio";
    return h("label", { class: "choice" },
      h("input", { type, name, value: option.value, on: { change: () => this.chosen() } }),
      number <= MOST_BUTTONS && h("kbd", {}, String(number)),
      h("span", {}, option.label, option.help && h("small", {}, option.help)));
  }

  // Of many choices only those that fit what is typed; what is chosen stays in sight.
  filter() {
    const label = words.filterChoices;
    return h("input", { type: "search", class: "choices-filter", "aria-label": label, placeholder: label, on: { input: (event) => this.narrow(event.target.value) } });
  }

  narrow(text) {
    this.inputs().forEach((input) => {
      const choice = input.closest(".choice");
      choice.hidden = !input.checked && !fits(choice.textContent, text);
    });
  }

  inputs(name) {
    const all = this.nodes.flatMap((node) => [...node.querySelectorAll(".choice input")]);
    return name ? all.filter((input) => input.name === name) : all;
  }

  // Draw the chosen ones from the text that stands for them.
  show(raw) {
    const separator = { severity: "/", choices: "," }[this.step.type];
    const parts = separator ? raw.split(separator) : [raw];
    const wanted = new Set(parts.map((part) => part.trim()).filter(Boolean));
    this.inputs().forEach((input) => (input.checked = wanted.has(input.value)));
  }

  chosen() {
    const values = (name) => this.inputs(name).filter((input) => input.checked).map((input) => input.value);
    const all = Object.keys(this.groups).flatMap(values);
    this.onType(all.join(this.step.type === "severity" ? "/" : ", "));
  }

  // Digits 1 to 9; true when the answer is complete with it.
  digit(number) {
    const input = this.inputs()[number - 1];
    if (!input) return false;
    input.checked = input.type === "radio" ? true : !input.checked;
    input.focus();
    this.chosen();
    if (input.type === "checkbox") return false;
    return Object.keys(this.groups).every((name) => this.inputs(name).some((one) => one.checked));
  }

  focus() {
    const all = this.inputs();
    const first = all.find((input) => input.checked) ?? all[0];
    first?.focus({ preventScroll: true });
    return Boolean(first);
  }
}

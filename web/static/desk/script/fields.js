// The field of a step, by the type of its answer: what it shows is state, so that it may be drawn anew
// at any moment while somebody types in it.

import { words } from "../../shared/dom.js";
import { fits } from "../../shared/folding.js";
import { html, live, nothing, typed } from "../../shared/lit.js";
import { Combobox } from "../../shared/parts/combobox.js";
import { get } from "../net/api.js";
import { TICKED } from "../state/place.js";

/** @import { Option, ScriptedCall, Step } from "../types.js" */
/** @typedef {(raw: string) => void} OnType what stands for the answer now */
/** @typedef {{label: string, detail: string, value: string, fits: boolean}} Suggestion */

const MOST_BUTTONS = 9; // as many as there are digits to choose with
const MOST_SHOWN = 8;
const IN_DIRECTORY = ["site", "asset", "person"];
const LONG = ["long_text", "list"];
const CHOSEN = ["choice", "yes_no", "choices"];
/** @type {Record<string, string>} */
const KEYBOARDS = { number: "decimal", phone: "tel", email: "email" };

/**
 * @param {Step} step
 * @param {ScriptedCall} call
 * @param {OnType} onType
 * @param {() => void} draw the field anew
 */
export function fieldOf(step, call, onType, draw) {
  const type = step.type ?? "";
  if (step.kind === "end" || TICKED.has(step.kind)) return new NoField();
  if (type === "severity") return new ChoiceField(step, onType, draw, { impact: step.impacts, urgency: step.urgencies });
  const long = step.options.length > MOST_BUTTONS;
  if (CHOSEN.includes(type) && step.options.length && !(long && type !== "choices")) {
    return new ChoiceField(step, onType, draw, { option: step.options });
  }
  const suggests = step.options.length || IN_DIRECTORY.includes(type);
  return suggests ? new SuggestingField(step, call, onType) : new TextField(step, call, onType);
}

class NoField {
  /** Shows what stands for an answer. @param {string} _raw */
  adopt(_raw) {}

  /** Whether it could take the focus. */
  focus() {
    return false;
  }

  /** Whether the answer is complete with this digit. @param {number} _number */
  digit(_number) {
    return false;
  }

  /** @param {boolean} _wrong @returns {unknown} */
  template(_wrong) {
    return nothing;
  }
}

const answer = () => /** @type {HTMLInputElement | HTMLTextAreaElement | null} */ (document.getElementById("answer"));

class TextField extends NoField {
  /** @param {Step} step @param {ScriptedCall} call @param {OnType} onType */
  constructor(step, call, onType) {
    super();
    this.step = step;
    this.language = call.language;
    this.onType = onType;
    this.text = "";
  }

  /** @param {boolean} wrong */
  template(wrong) {
    return html`${this.input(wrong)}${this.step.unit ? html`<span class="unit">${this.step.unit}</span>` : nothing}`;
  }

  /** @param {boolean} wrong */
  input(wrong) {
    const onInput = (/** @type {InputEvent} */ event) => this.type(/** @type {HTMLInputElement} */ (event.target).value);
    if (LONG.includes(this.step.type ?? "")) {
      return html`<textarea id="answer" class="answer-field" rows="3" aria-labelledby="step-title" aria-describedby="step-told"
        lang=${this.language} spellcheck="true" aria-invalid=${wrong} .value=${typed(this.text)}
        @input=${onInput} @keydown=${(/** @type {KeyboardEvent} */ event) => this.newLine(event)}></textarea>`;
    }
    return html`<input id="answer" class="answer-field" type="text" autocomplete="off" aria-labelledby="step-title" aria-describedby="step-told"
      lang=${this.language} spellcheck="false" inputmode=${KEYBOARDS[this.step.type ?? ""] ?? nothing} aria-invalid=${wrong}
      .value=${typed(this.text)} @input=${onInput}>`;
  }

  /** @param {string} text */
  type(text) {
    this.text = text;
    this.onType(text);
  }

  /** @param {KeyboardEvent} event */
  newLine(event) {
    const field = /** @type {HTMLTextAreaElement} */ (event.target);
    if (event.key !== "Enter" || !event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    field.setRangeText("\n", field.selectionStart, field.selectionEnd, "end");
    this.type(field.value);
  }

  /** @param {string} raw */
  adopt(raw) {
    this.text = raw;
  }

  focus() {
    const field = answer();
    field?.focus({ preventScroll: true });
    field?.setSelectionRange(field.value.length, field.value.length);
    return field !== null;
  }
}

/** Text with what it could be: the step's own options at once, the client's directory as it replies. */
export class SuggestingField extends TextField {
  /** @param {Step} step @param {ScriptedCall} call @param {OnType} onType */
  constructor(step, call, onType) {
    super(step, call, onType);
    const address = (/** @type {string} */ text) => `/calls/${call.id}/suggest?${new URLSearchParams({ step: step.key, q: text })}`;
    /** @type {((text: string) => Promise<Suggestion[]>) | null} */
    this.remote = IN_DIRECTORY.includes(step.type ?? "") ? async (text) => (await get(address(text))).items : null;
    /** @type {Combobox<Suggestion>} */
    this.combo = new Combobox({
      label: step.title,
      local: (text) => this.options(text),
      remote: this.remote,
      onPick: (option) => this.pick(option),
    });
  }

  /** @param {Suggestion} option */
  pick(option) {
    this.adopt(option.value);
    this.onType(option.value);
  }

  /** Each word of what is typed begins one of theirs. @returns {Promise<Suggestion[]>} */
  async fitting() {
    const known = await this.remote?.(this.text).catch(() => null) ?? this.options(this.text);
    return known.filter((one, at) => one.fits && known.findIndex(({ label }) => label === one.label) === at);
  }

  /** What could be meant, to choose from. */
  show() {
    this.combo.look({ wait: 0 });
  }

  /** @param {boolean} wrong */
  input(wrong) {
    return this.combo.template(super.input(wrong));
  }

  /** @param {string} text */
  options(text) {
    const all = this.step.options.map((one) => ({ label: one.label, detail: one.help, value: one.value, fits: true }));
    return all.filter((one) => fits(`${one.label} ${one.value}`, text)).slice(0, this.step.type === "choice" ? all.length : MOST_SHOWN);
  }

  /** Shows the label of the option that is stored by its value. @param {string} raw */
  adopt(raw) {
    this.text = readable(this.step, raw);
  }
}

/**
 * What a saved text says to people: in place of values of choices, their labels.
 * @param {Step | undefined} step none where the text is no answer
 * @param {string} raw
 */
export function readable(step, raw) {
  if (step?.type === "severity") {
    const [impact = "", urgency = ""] = raw.split("/");
    return `${labelOf(step.impacts, impact)} × ${labelOf(step.urgencies, urgency)}`;
  }
  if (step?.type === "choices") return raw.split(",").map((value) => labelOf(step.options, value)).join(", ");
  return step ? labelOf(step.options, raw) : raw;
}

/** @param {Option[]} options @param {string} value */
const labelOf = (options, value) => options.find((one) => one.value === value.trim())?.label ?? value.trim();

/** Buttons to choose one or several of; `groups` are the options by the name of their inputs. */
class ChoiceField extends NoField {
  /** @param {Step} step @param {OnType} onType @param {() => void} draw @param {Record<string, Option[]>} groups */
  constructor(step, onType, draw, groups) {
    super();
    this.step = step;
    this.onType = onType;
    this.draw = draw;
    this.choices = Object.entries(groups).flatMap(([group, options]) => options.map((option) => ({ group, option })));
    this.groups = Object.keys(groups);
    this.several = step.type === "choices";
    /** @type {Set<string>} "group/value" */
    this.chosen = new Set();
    this.filter = "";
  }

  template() {
    const filtered = this.several && this.choices.length > MOST_BUTTONS;
    return html`${filtered ? this.filterField() : nothing}${this.groups.map((group) => html`<fieldset class="choices">
      <legend class=${group === "option" ? "visually-hidden" : ""}>${group === "option" ? this.step.title : words[group]}</legend>
      ${this.choices.map((choice, index) => (choice.group === group ? this.choice(choice, index + 1) : nothing))}
    </fieldset>`)}`;
  }

  /** Of many choices only those that fit what is typed; what is chosen stays in sight. */
  filterField() {
    const label = words.filterChoices;
    const onInput = (/** @type {InputEvent} */ event) => {
      this.filter = /** @type {HTMLInputElement} */ (event.target).value;
      this.draw();
    };
    return html`<input type="search" class="choices-filter" aria-label=${label} placeholder=${label} @input=${onInput}>`;
  }

  /** @param {{group: string, option: Option}} choice @param {number} number */
  choice({ group, option }, number) {
    const checked = this.chosen.has(`${group}/${option.value}`);
    const fitting = checked || fits(`${option.label} ${option.help}`, this.filter);
    return html`<label class="choice" ?hidden=${!fitting}>
      <input type=${this.several ? "checkbox" : "radio"} name=${group} value=${option.value} .checked=${live(checked)}
        @change=${() => this.choose(number)}>
      ${number <= MOST_BUTTONS ? html`<kbd>${number}</kbd>` : nothing}
      <span>${option.label}${option.help ? html`<small>${option.help}</small>` : nothing}</span>
    </label>`;
  }

  /** @param {string} raw */
  adopt(raw) {
    const separator = this.several ? "," : this.groups.length > 1 ? "/" : null;
    const parts = (separator ? raw.split(separator) : [raw]).map((part) => part.trim());
    const places = parts.length === this.groups.length ? parts : null; // of a severity: one for each group
    this.chosen = new Set(this.choices.filter(({ group, option }) =>
      (this.groups.length > 1 && places ? places[this.groups.indexOf(group)] === option.value : parts.includes(option.value)))
      .map(({ group, option }) => `${group}/${option.value}`));
  }

  get raw() {
    const values = this.choices.filter(({ group, option }) => this.chosen.has(`${group}/${option.value}`)).map(({ option }) => option.value);
    return values.join(this.groups.length > 1 ? "/" : ", ");
  }

  /** @param {number} number */
  choose(number) {
    const { group, option } = this.choices[number - 1];
    const mark = `${group}/${option.value}`;
    if (this.several && this.chosen.has(mark)) this.chosen.delete(mark);
    else {
      if (!this.several) this.choices.filter((one) => one.group === group).forEach((one) => this.chosen.delete(`${group}/${one.option.value}`));
      this.chosen.add(mark);
    }
    this.onType(this.raw);
  }

  /** @param {number} number from 1 to 9 */
  digit(number) {
    if (!this.choices[number - 1]) return false;
    this.choose(number);
    this.focusOn(number - 1);
    return !this.several && this.groups.every((group) => [...this.chosen].some((mark) => mark.startsWith(`${group}/`)));
  }

  focus() {
    const at = this.choices.findIndex(({ group, option }) => this.chosen.has(`${group}/${option.value}`));
    return this.focusOn(Math.max(at, 0));
  }

  /** @param {number} index */
  focusOn(index) {
    const input = /** @type {HTMLInputElement | undefined} */ (document.querySelectorAll("#step .choice input")[index]);
    input?.focus({ preventScroll: true });
    return input !== undefined;
  }
}

// One of many, found by typing a part of it. The field says what is chosen, and says it again when it
// is left with anything else in it.

import { fits, fold } from "../folding.js";
import { Directive, directive, html, ifDefined, typed } from "../lit.js";
import { Combobox } from "./combobox.js";

/** @typedef {{key: string, label: string, detail?: string}} Choice */

/**
 * @typedef {object} PickerAbout
 * @property {string} id
 * @property {string} label
 * @property {Choice[]} choices
 * @property {string} [chosen] its key
 * @property {(key: string) => void} onPick
 * @property {string} [placeholder]
 * @property {string} [describedby]
 * @property {boolean} [off]
 */

/** @extends {Combobox<Choice>} */
class Picker extends Combobox {
  constructor() {
    super({ label: "", first: "active", local: (text) => this.fitting(text), onPick: ({ key }) => this.take(key) });
    /** @type {PickerAbout} */
    this.about = { id: "", label: "", choices: [], onPick: () => {} };
    /** What somebody writes to find a choice. @type {string | null} */
    this.written = null;
  }

  /** @param {PickerAbout} about */
  draw(about) {
    Object.assign(this, { about, label: about.label });
    const { id, label, placeholder = "", describedby, off = false } = about;
    return this.template(html`<input id=${id} type="text" class="picker" dir="auto" autocomplete="off" spellcheck="false" aria-label=${label}
      placeholder=${placeholder} aria-describedby=${ifDefined(describedby)} ?readonly=${off} .value=${typed(this.written ?? this.text)}
      @input=${(/** @type {{target: HTMLInputElement}} */ { target }) => (this.written = target.value)}
      @click=${() => this.isOpen || off || this.open()}>`);
  }

  open() {
    this.input?.select();
    this.look();
  }

  /** What is chosen, in words; marked where it is none of the choices. */
  get text() {
    const { choices, chosen = "" } = this.about;
    return choices.find(({ key }) => key === chosen)?.label ?? (chosen && `⚠ ${chosen}`);
  }

  /** All of them until somebody writes; then first those that begin with it. @param {string} text */
  fitting(text) {
    const { choices, chosen } = this.about;
    if (this.written === null) return choices.map((one) => (one.key === chosen ? { ...one, class: "is-done" } : one));
    const begins = (/** @type {Choice} */ { label }) => Number(fold(label).startsWith(fold(text)));
    return choices.filter(({ label }) => fits(label, text)).sort((one, other) => begins(other) - begins(one));
  }

  /** That nothing fits can be read too. @override @param {Choice[]} choices */
  set(choices) {
    super.set(choices);
    this.status?.classList.toggle("visually-hidden", choices.length > 0 || !this.written);
  }

  /** @override @param {boolean} open */
  expand(open) {
    super.expand(open);
    if (!this.written) this.nav?.clearSelection();
  }

  /** What is written whole is chosen. @override */
  leave() {
    const written = fold(this.written ?? "");
    const isOther = written !== "" && written !== fold(this.text);
    const whole = isOther && this.about.choices.find(({ label }) => fold(label) === written);
    this.close();
    if (whole) this.take(whole.key);
  }

  /** What is chosen already stays as it is, with all that hangs on it. @param {string} key */
  take(key) {
    if (key !== this.about.chosen) this.about.onPick(key);
  }

  /** @override */
  close() {
    super.close();
    this.status?.classList.add("visually-hidden");
    this.written = null;
    if (this.input && this.input.value !== this.text) this.input.value = this.text;
  }
}

class Picking extends Directive {
  picker = new Picker();

  /** @param {PickerAbout} about */
  render(about) {
    return this.picker.draw(about);
  }
}

export const picker = directive(Picking);

// A text field that offers what could be meant: the combobox pattern of ARIA 1.2. The focus stays in
// the field. What is typed stays as it is unless an option is picked.

import ComboboxNav from "@github/combobox-nav";
import { fill, words } from "../dom.js";
import { Directive, directive, html, nothing, ref, render, repeat } from "../lit.js";

/** @typedef {{key?: string, label: string, detail?: string, content?: unknown, class?: string}} Option */

const PAUSE = 150;
let count = 0;

/** @template {Option} T */
export class Combobox {
  /**
   * @param {object} options
   * @param {string} options.label of the list
   * @param {(option: T) => void} options.onPick
   * @param {(text: string) => T[]} [options.local] gives options at once
   * @param {((text: string) => Promise<T[]>) | null} [options.remote] promises more, or fails
   * @param {boolean} [options.always] keeps the list open
   * @param {"none" | "active" | "selected"} [options.first] what the first option is as soon as the list opens
   */
  constructor({ label, onPick, local = () => [], remote = null, always = false, first = always ? "selected" : "none" }) {
    this.label = label;
    this.onPick = onPick;
    this.local = local;
    this.remote = remote;
    this.always = always;
    this.first = first;
    this.id = `options-${(count += 1)}`;
    /** @type {T[]} */
    this.options = [];
    this.isOpen = false;
    this.asked = 0; // replies to older questions are dropped
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    /** @type {ComboboxNav | null} */
    this.nav = null;
    this.attach = this.attach.bind(this);
  }

  /**
   * The field with its list.
   * @param {unknown} input the template of an input
   */
  template(input) {
    return html`<div class="combo" @input=${() => this.look()} @focusout=${() => this.leave()}
      @mousedown=${(/** @type {Event} */ event) => event.target !== this.input && event.preventDefault()}
      @combobox-commit=${(/** @type {CustomEvent} */ event) => this.pick(event)}>
      ${input}
      <ul class=${this.always ? "options is-steady" : "options"} id=${this.id} role="listbox" aria-label=${this.label} ?hidden=${!this.always}></ul>
      <span class="visually-hidden" role="status" ${ref(this.attach)}></span>
    </div>`;
  }

  /** @param {Element} [status] the last element of it; none: it is taken off the page */
  attach(status) {
    clearTimeout(this.timer);
    this.nav?.destroy();
    this.nav = null;
    this.isOpen = false;
    if (!status?.parentElement) return;
    const [input, list] = status.parentElement.children;
    this.input = /** @type {HTMLInputElement} */ (input);
    this.list = /** @type {HTMLElement} */ (list);
    this.status = /** @type {HTMLElement} */ (status);
    this.input.autocomplete = "off";
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.nav = new ComboboxNav(this.input, this.list, { tabInsertsSuggestions: false, firstOptionSelectionMode: this.first });
  }

  look({ wait = PAUSE } = {}) {
    const text = this.input?.value ?? "";
    this.set(this.local(text));
    if (!this.remote) return;
    const question = (this.asked += 1);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.askRemote(text, question), wait);
  }

  /** @param {string} text @param {number} question */
  async askRemote(text, question) {
    const more = await this.remote?.(text).catch(() => null);
    if (question !== this.asked || !more || !this.nav || document.activeElement !== this.input) return;
    const known = new Set(more.map((one) => one.label));
    this.set([...this.local(text).filter((one) => !known.has(one.label)), ...more]);
  }

  /** @param {T[]} options */
  set(options) {
    if (!this.list || !this.status) return;
    this.options = options;
    render(repeat(options, (one) => one.key ?? `${one.label} ${one.detail}`, row), this.list);
    this.expand(options.length > 0);
    const empty = this.first !== "none" && this.input?.value ? words.nothingFits : "";
    this.status.textContent = options.length ? fill(words.suggestions, { count: options.length }) : empty;
  }

  /** @param {boolean} open */
  expand(open) {
    if (!this.nav || !this.list) return;
    if (!this.always) this.list.hidden = !open;
    if (!this.always && open && !this.isOpen) this.list.scrollIntoView({ block: "nearest" });
    if (open && !this.isOpen) this.nav.start();
    else if (!open && this.isOpen) this.nav.stop();
    else if (open && this.first !== "none") this.nav.resetSelection();
    this.isOpen = open;
  }

  leave() {
    this.close();
  }

  /** A reply that is still on its way opens nothing any more. */
  close() {
    this.asked += 1;
    clearTimeout(this.timer);
    if (!this.always) this.expand(false);
  }

  /**
   * What the list does not do by itself: it opens with an arrow, and closes with Esc alone.
   * @param {KeyboardEvent} event
   */
  key(event) {
    if (this.always || event.isComposing || this.input?.readOnly) return;
    if (event.key === "Escape" && this.isOpen) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    } else if (["ArrowDown", "ArrowUp"].includes(event.key) && !this.isOpen) {
      event.preventDefault();
      this.look({ wait: 0 });
    }
  }

  /** @param {CustomEvent} event */
  pick(event) {
    const option = this.options[[...(this.list?.children ?? [])].indexOf(/** @type {Element} */ (event.target))];
    this.close();
    this.onPick(option);
  }
}

/** @param {Option} option */
const row = (option) => html`<li role="option" class=${option.class ?? nothing}><span class="option-label">${option.content ?? option.label}</span>${option.detail
  ? html`<small class="option-detail">${option.detail}</small>` : nothing}</li>`;

class Suggesting extends Directive {
  /** @type {Combobox<Option>} */
  combo = new Combobox({ label: "", onPick: () => {} });

  /**
   * @param {{label: string, local: (text: string) => Option[], onPick: (option: Option) => void}} about
   * @param {unknown} input
   */
  render(about, input) {
    return Object.assign(this.combo, about).template(input);
  }
}

/** The field with its list in a template that is drawn anew: both stay as long as their place does. */
export const suggesting = directive(Suggesting);

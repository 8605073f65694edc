// A text field that offers what could be meant: the combobox pattern of ARIA 1.2.
//
// The focus stays in the field; the active option is named by aria-activedescendant. What is typed
// stays as it is unless an option is picked.

import { h, words, fill } from "../../shared/dom.js";

const PAUSE = 150;
let count = 0;

export class Combobox {
  // `local(text)` gives options at once; `remote(text)` (may be absent) promises more, or fails.
  // An option is {label, detail, marks, …}. onPick(option); `always` keeps the list open.
  constructor(input, { local = () => [], remote = null, onPick, always = false, label }) {
    Object.assign(this, { input, local, remote, onPick, always });
    this.options = [];
    this.active = -1;
    this.asked = 0; // replies to older questions are dropped
    const id = `options-${(count += 1)}`;
    this.list = h("ul", { class: always ? "options is-steady" : "options", id, role: "listbox", "aria-label": label, hidden: !always });
    this.told = h("span", { class: "visually-hidden", role: "status" });
    this.wire(id);
    this.place = h("div", { class: "combo" }, input, this.list, this.told);
  }

  wire(id) {
    const { input } = this;
    const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": String(this.always), "aria-controls": id, autocomplete: "off" };
    Object.entries(attributes).forEach(([name, value]) => input.setAttribute(name, value));
    input.addEventListener("input", () => this.look());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.pick(Number(option.dataset.index));
    });
  }

  get isOpen() {
    return !this.list.hidden;
  }

  look({ wait = PAUSE } = {}) {
    const text = this.input.value;
    this.set(this.local(text), text);
    if (!this.remote) return;
    const question = (this.asked += 1);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.askRemote(text, question), wait);
  }

  async askRemote(text, question) {
    const more = await this.remote(text).catch(() => null);
    if (question !== this.asked || !this.input.isConnected || more === null) return;
    if (!this.always && document.activeElement !== this.input) return;
    const known = new Set(more.map((one) => one.label));
    this.set([...this.local(text).filter((one) => !known.has(one.label)), ...more], text, true);
  }

  set(options, text, keepActive = false) {
    const chosen = keepActive ? this.options[this.active]?.label : undefined;
    this.options = options;
    this.active = chosen === undefined ? -1 : options.findIndex((one) => one.label === chosen);
    if (this.always && this.active < 0 && options.length) this.active = 0;
    this.list.replaceChildren(...options.map((option, index) => this.row(option, index)));
    if (!this.always) this.expand(options.length > 0);
    this.point();
    const told = options.length ? fill(words.suggestions, { count: options.length }) : this.always && text ? words.nothingFits : "";
    if (this.told.textContent !== told) this.told.textContent = told;
  }

  row(option, index) {
    return h("li", { role: "option", id: `${this.list.id}-${index}`, "data-index": String(index), "aria-selected": "false", class: option.class },
      h("span", { class: "option-label" }, option.nodes ?? option.label), option.detail && h("small", { class: "option-detail" }, option.detail));
  }

  expand(open) {
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
  }

  // A reply that is still on its way opens nothing any more.
  close() {
    this.asked += 1;
    clearTimeout(this.timer);
    if (this.always) return;
    this.expand(false);
    this.active = -1;
    this.point();
  }

  key(event) {
    const plain = !event.ctrlKey && !event.metaKey && !event.isComposing;
    if (plain && ["ArrowDown", "ArrowUp"].includes(event.key)) this.move(event);
    else if (plain && event.key === "Enter" && !event.shiftKey && !event.altKey && this.isOpen && this.active >= 0) {
      this.stop(event);
      this.pick(this.active);
    } else if (event.key === "Escape" && this.isOpen && !this.always) {
      this.stop(event);
      this.close();
    }
  }

  stop(event) {
    event.preventDefault();
    event.stopPropagation();
  }

  move(event) {
    this.stop(event);
    if (!this.isOpen) return this.look({ wait: 0 });
    const step = event.key === "ArrowDown" ? 1 : -1;
    const size = this.options.length;
    if (size) this.active = this.active < 0 ? (step > 0 ? 0 : size - 1) : (this.active + step + size) % size;
    return this.point();
  }

  point() {
    [...this.list.children].forEach((row, index) => row.setAttribute("aria-selected", String(index === this.active)));
    const row = this.list.children[this.active];
    if (row) this.input.setAttribute("aria-activedescendant", row.id);
    else this.input.removeAttribute("aria-activedescendant");
    row?.scrollIntoView({ block: "nearest" });
  }

  pick(index) {
    const option = this.options[index];
    this.close();
    this.onPick(option);
  }
}

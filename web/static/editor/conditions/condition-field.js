// A condition by choosing: rows of [answer or fact] [is …] [value], all or any, and its text below.

import { h, words } from "../../shared/dom.js";
import { choicesFor, namesFor, needsList, needsValue, problemOf, read, rowsOf, textOf } from "./conditions.js";
import { iconButton, placeOf } from "../forms/fields.js";
import { settled } from "../forms/settled.js";

export const BLANK = " "; // a condition that nobody has chosen yet; without any it would always hold
const unfinished = new Map(); // part and field → rows of which some are not filled in yet

export function conditionField(bind, document, { label = words.condition, lead = "" } = {}) {
  return new ConditionField(bind, document, label, lead).draw();
}

class ConditionField {
  constructor(bind, document, label, lead) {
    Object.assign(this, { bind, document, label, lead });
    this.text = typeof bind.get() === "string" ? bind.get().trim() : "";
    this.place = h("div", { class: "condition" });
  }

  get mark() {
    return `${this.bind.part} ${this.bind.id}`;
  }

  draw() {
    const { bind, label, lead } = this;
    this.fill();
    return h("div", { class: "field", "data-place": placeOf(bind), role: "group", "aria-label": label }, lead && h("span", { class: "field-label" }, lead), this.place, h("div", { class: "marks" }));
  }

  // What is chosen; while a row is not filled in it is kept here and not in the script.
  known() {
    const kept = unfinished.get(this.mark);
    if (kept && textOf(kept) === this.text) return kept;
    unfinished.delete(this.mark);
    return rowsOf(this.text);
  }

  fill() {
    const told = this.known();
    const rows = told && (told.rows.length || !this.bind.mayEdit ? told : { join: "and", rows: [{ name: "", sign: "", value: null }] });
    const focused = this.place.contains(document.activeElement) ? document.activeElement.id : "";
    this.place.replaceChildren(...[rows ? this.choosing(rows) : this.typedOnly(told), this.expression()].flat().filter(Boolean));
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    if (told === undefined) this.ask();
  }

  async ask() {
    if (await read(this.text).catch(() => false)) this.place.isConnected && this.fill();
  }

  typedOnly(told) {
    const problem = problemOf(this.text);
    if (told === undefined || problem) return null;
    return h("p", { class: "hint" }, words.complexCondition);
  }

  choosing(rows) {
    const lines = rows.rows.map((row, at) => this.row(rows, row, at));
    const { mayEdit } = this.bind;
    return [
      rows.rows.length > 1 && this.join(rows),
      ...lines,
      mayEdit && h("button", { type: "button", class: "link add", on: { click: () => this.write({ ...rows, rows: [...rows.rows, { name: "", sign: "", value: null }] }, rows.rows.length) } }, `+ ${words.addCondition}`),
    ];
  }

  join(rows) {
    const node = h("select", { id: `${this.bind.id}-join`, class: "join", "aria-label": words.joinLabel, disabled: !this.bind.mayEdit, on: { change: (event) => this.write({ ...rows, join: event.target.value }) } },
      h("option", { value: "and" }, words.all), h("option", { value: "or" }, words.any));
    node.value = rows.join;
    return node;
  }

  write(rows, focus) {
    unfinished.set(this.mark, rows);
    this.text = textOf(rows);
    this.bind.set(this.text || BLANK);
    settled(() => this.fill());
    if (focus !== undefined) document.getElementById(`${this.bind.id}-${focus}-name`)?.focus();
  }

  row(rows, row, at) {
    const change = (next) => this.write({ ...rows, rows: rows.rows.map((one, index) => (index === at ? { ...one, ...next } : one)) });
    const { mayEdit } = this.bind;
    const remove = () => this.write({ ...rows, rows: rows.rows.filter((_, index) => index !== at) });
    return h("div", { class: "condition-row" },
      this.name(row, at, change), row.name ? this.sign(row, at, change) : null, row.name && needsValue(row.sign) ? this.value(row, at, change) : null,
      mayEdit && (rows.rows.length > 1 || row.name) && iconButton("×", words.removeCondition, remove));
  }

  menu(at, role, choices, chosen, label, onPick) {
    const one = ([value, name]) => (Array.isArray(name) ? h("optgroup", { label: value }, name.map(one)) : h("option", { value: String(value) }, name));
    const all = choices.flatMap(([value, name]) => (Array.isArray(name) ? name.map(([inner]) => String(inner)) : [String(value)]));
    const node = h("select", { id: `${this.bind.id}-${at}-${role}`, "aria-label": label, disabled: !this.bind.mayEdit, on: { change: (event) => onPick(event.target.value) } },
      !all.includes(String(chosen)) && h("option", { value: String(chosen) }, chosen === "" ? words.choose : `⚠ ${chosen}`), choices.map(one));
    node.value = String(chosen);
    return node;
  }

  name(row, at, change) {
    return this.menu(at, "name", namesFor(this.document), row.name, words.whatAnswer, (name) => {
      const { signs } = choicesFor(name, this.document);
      change({ name, sign: signs[0], value: needsList(signs[0]) ? [] : null });
    });
  }

  sign(row, at, change) {
    const { signs } = choicesFor(row.name, this.document);
    const listed = (signs.includes(row.sign) ? signs : [...signs, row.sign]).map((sign) => [sign, words.signs[sign]]);
    return this.menu(at, "sign", listed, row.sign, words.comparison, (sign) => {
      const list = Array.isArray(row.value) ? row.value : row.value === null ? [] : [row.value];
      change({ sign, value: needsList(sign) ? list : needsValue(sign) ? (list[0] ?? null) : null });
    });
  }

  value(row, at, change) {
    const choices = choicesFor(row.name, this.document);
    if (needsList(row.sign)) return this.many(row, at, change, choices);
    if (choices.values) {
      const back = (text) => choices.values.find(([value]) => String(value) === text)?.[0] ?? text;
      return this.menu(at, "value", choices.values, row.value ?? "", words.value, (text) => change({ value: back(text) }));
    }
    return this.typed(row, at, choices.kind, (value) => this.quietly(row, value));
  }

  // Typing leaves the row as it stands on the page.
  quietly(row, value) {
    row.value = value;
    const kept = unfinished.get(this.mark) ?? { join: rowsOf(this.text).join, rows: rowsOf(this.text).rows };
    unfinished.set(this.mark, { ...kept });
    this.text = textOf(kept);
    this.bind.set(this.text || BLANK);
    const shown = this.place.querySelector(".expression-text");
    if (shown) shown.value = this.text;
  }

  typed(row, at, kind, onType) {
    const read = (raw) => (kind === "number" ? (raw.trim() === "" ? null : Number.isNaN(Number(raw.replace(",", "."))) ? null : Number(raw.replace(",", "."))) : raw);
    const node = h("input", { id: `${this.bind.id}-${at}-value`, type: "text", inputmode: kind === "number" ? "decimal" : null, "aria-label": words.value, dir: "auto", autocomplete: "off", maxlength: 200, readonly: !this.bind.mayEdit, on: { input: (event) => onType(read(event.target.value)) } });
    node.value = row.value ?? "";
    return node;
  }

  many(row, at, change, choices) {
    const chosen = Array.isArray(row.value) ? row.value : [];
    if (!choices.values) {
      const node = this.typed({ ...row, value: chosen.join(", ") }, at, "text", (raw) => this.quietly(row, raw.split(",").map((one) => one.trim()).filter(Boolean)));
      node.setAttribute("aria-label", words.valuesByComma);
      return node;
    }
    const toggle = (value, on) => change({ value: on ? [...chosen, value] : chosen.filter((one) => one !== value) });
    return h("span", { class: "many", role: "group", "aria-label": words.value }, choices.values.map(([value, label], index) => {
      const box = h("input", { id: `${this.bind.id}-${at}-value-${index}`, type: "checkbox", disabled: !this.bind.mayEdit, on: { change: (event) => toggle(value, event.target.checked) } });
      box.checked = chosen.includes(value);
      return h("label", { class: "chip-choice" }, box, label);
    }));
  }

  expression() {
    const node = h("input", { id: this.bind.id, class: "expression-text mono", type: "text", dir: "ltr", spellcheck: "false", autocomplete: "off", maxlength: 500, readonly: !this.bind.mayEdit, on: { input: (event) => this.writeText(event.target.value), change: () => this.fill() } });
    node.value = this.text;
    const problem = problemOf(this.text);
    return h("div", { class: "expression" }, h("label", { for: this.bind.id }, words.expression), node, problem && h("p", { class: "mark is-error" }, problem));
  }

  writeText(text) {
    unfinished.delete(this.mark);
    this.text = text.trim();
    this.bind.set(this.text || BLANK);
    clearTimeout(this.asking);
    this.asking = setTimeout(() => read(this.text).catch(() => false), 300);
  }
}

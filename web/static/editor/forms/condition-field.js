// A condition by choosing: rows of [answer or fact] [is …] [value], all or any, and its text below.

import wrong from "lucide-static/icons/circle-alert.svg";

import { html, nothing, typed } from "../../shared/lit.js";
import { icon } from "../../shared/parts/icon.js";
import { picker } from "../../shared/parts/picker.js";
import { choicesFor, namesFor } from "../conditions/choices.js";
import { askServer, needsList, needsValue, problemOf, rowsOf, textOf } from "../conditions/rows.js";
import { words } from "../words.js";
import { adder, findingsPlace, listIn, onValue, removeButton, selectBox, text, tickBox } from "./fields.js";

/** @import {ConditionRow, ConditionRows, ScriptDocument} from "../types.js" */
/** @import {Comparing} from "../conditions/choices.js" */
/** @import {Binding} from "./binding.js" */

export const BLANK = " "; // a condition that nobody has chosen yet; without any it would always hold
const PAUSE = 300;
const EMPTY = { name: "", sign: "", value: null };

/** Rows of which some are not filled in yet, by place. @type {Map<string, ConditionRows>} */
const unfinished = new Map();
/** What stood above a text when somebody began to write in it. @type {Map<string, ConditionRows | null | undefined>} */
const writing = new Map();
/** @type {ReturnType<typeof setTimeout> | undefined} */
let asking;

/** @param {Binding} bind */
const keyOfPlace = (bind) => `${bind.part} ${bind.id}`;

/** @param {Binding} bind */
const textIn = (bind) => (typeof bind.get() === "string" ? bind.get().trim() : "");

/** What is chosen; while a row is not filled in it is kept here and not in the script. @param {Binding} bind */
function rowsIn(bind) {
  const kept = unfinished.get(keyOfPlace(bind));
  return kept && textOf(kept) === textIn(bind) ? kept : rowsOf(textIn(bind));
}

/**
 * @param {Binding} bind
 * @param {(now: ConditionRows) => Partial<ConditionRows>} change
 */
function write(bind, change) {
  const now = withRow(rowsIn(bind));
  const rows = { ...now, ...change(now) };
  unfinished.set(keyOfPlace(bind), rows);
  bind.set(textOf(rows) || BLANK);
}

/** With a row to begin with. @param {ConditionRows | null | undefined} rows @returns {ConditionRows} */
const withRow = (rows) => (rows?.rows.length ? rows : { join: "and", rows: [EMPTY] });

/**
 * @param {Binding} bind
 * @param {ScriptDocument} document
 * @param {{label?: string, lead?: string}} [more]
 */
export function conditionField(bind, document, { label = words.condition, lead = "" } = {}) {
  const now = rowsIn(bind);
  if (now === undefined && !writing.has(keyOfPlace(bind))) askForRows(bind);
  const rows = writing.has(keyOfPlace(bind)) ? writing.get(keyOfPlace(bind)) : now;
  const complex = rows === null && !problemOf(textIn(bind));
  return html`<div class="field" data-place=${bind.place} role="group" aria-label=${label}>
    ${lead ? html`<span class="field-label">${lead}</span>` : nothing}
    <div class="condition">
      ${rows ? choosing(bind, document, rows) : complex ? html`<p class="hint">${words.complexCondition}</p>` : nothing}
      ${expression(bind)}
    </div>
    ${findingsPlace(bind)}
  </div>`;
}

/** @param {Binding} bind */
const askForRows = (bind) => askServer(textIn(bind)).then((isNew) => isNew && bind.editor.drawSoon());

/** @param {Binding} bind @param {ScriptDocument} document @param {ConditionRows} known */
function choosing(bind, document, known) {
  const { mayEdit } = bind;
  const rows = mayEdit ? withRow(known) : known;
  const add = () => {
    write(bind, (now) => ({ rows: [...now.rows, EMPTY] }));
    bind.editor.draw();
    globalThis.document.getElementById(`${bind.id}-${rows.rows.length}-name`)?.focus();
  };
  return html`
    ${rows.rows.length > 1 ? join(bind, rows) : nothing}
    ${rows.rows.map((_, at) => row(bind, document, rows, at))}
    ${mayEdit ? adder(words.addCondition, add, "quiet small") : nothing}`;
}

/** @param {Binding} bind @param {ConditionRows} rows */
const join = (bind, rows) => selectBox(
  { id: `${bind.id}-join`, class: "join", label: words.joinLabel, disabled: !bind.mayEdit },
  [["and", words.all], ["or", words.any]], rows.join,
  (picked) => write(bind, () => ({ join: picked === "or" ? "or" : "and" })));

/** @param {Binding} bind @param {ScriptDocument} document @param {ConditionRows} rows @param {number} at */
function row(bind, document, rows, at) {
  const one = rows.rows[at];
  const id = `${bind.id}-${at}`;
  const disabled = !bind.mayEdit;
  const comparing = choicesFor(one.name, document);
  /** @param {(now: ConditionRow) => Partial<ConditionRow>} next */
  const change = (next) => write(bind, (now) => ({ rows: now.rows.with(at, { ...now.rows[at], ...next(now.rows[at]) }) }));
  const remove = () => write(bind, (now) => ({ rows: now.rows.filter((_, index) => index !== at) }));
  /** @param {string} name */
  const pickName = (name) => {
    const [sign] = choicesFor(name, document).signs;
    change(() => ({ name, sign, value: needsList(sign) ? [] : null }));
  };
  /** @param {string} sign */
  const pickSign = (sign) => change(({ value }) => {
    const list = Array.isArray(value) ? value : value === null ? [] : [value];
    return { sign, value: needsList(sign) ? list : needsValue(sign) ? (list[0] ?? null) : null };
  });
  const signs = [...new Set([...comparing.signs, one.sign])].map((sign) => /** @type {[string, string]} */ ([sign, words.signs[sign]]));
  return html`<div class="condition-row">
    ${picker({ id: `${id}-name`, label: words.whatAnswer, choices: namesFor(document), chosen: one.name, placeholder: words.choose, off: disabled, onPick: pickName })}
    ${one.name ? selectBox({ id: `${id}-sign`, label: words.comparison, disabled }, signs, one.sign, pickSign) : nothing}
    ${one.name && needsValue(one.sign) ? valueOf(bind, `${id}-value`, one, comparing, (value) => change(() => ({ value }))) : nothing}
    ${bind.mayEdit && (rows.rows.length > 1 || one.name) ? removeButton(words.removeCondition, remove) : nothing}
  </div>`;
}

/** @param {string} raw */
function numberIn(raw) {
  const number = Number(raw.replace(",", "."));
  return raw.trim() === "" || Number.isNaN(number) ? null : number;
}

/**
 * @param {Binding} bind
 * @param {string} id
 * @param {ConditionRow} one
 * @param {Comparing} comparing
 * @param {(value: any) => void} onPick
 */
function valueOf({ mayEdit }, id, one, { values, kind }, onPick) {
  const chosen = Array.isArray(one.value) ? one.value : [];
  const place = { id, mayEdit, get: () => (needsList(one.sign) ? chosen : one.value), set: onPick };
  if (needsList(one.sign)) {
    if (!values) return text(place, { label: words.valuesByComma, read: (raw) => listIn(raw, ","), write: (list) => list.join(", "), maxlength: 200 });
    return html`<span class="many" role="group" aria-label=${words.value}>${values.map(([value, label], at) =>
      tickBox(`${id}-${at}`, chosen.includes(value), label, mayEdit, (on) =>
        onPick(on ? [...chosen, value] : chosen.filter((other) => other !== value))))}</span>`;
  }
  if (values) {
    return selectBox({ id, label: words.value, disabled: !mayEdit }, values, one.value ?? "", (picked) =>
      onPick(values.find(([value]) => String(value) === picked)?.[0] ?? picked));
  }
  const numeric = kind === "number" ? { read: numberIn, inputmode: "decimal" } : {};
  return text(place, { label: words.value, maxlength: 200, ...numeric });
}

/**
 * The condition as text. The rows above stay as they were while somebody writes in it.
 * @param {Binding} bind
 */
function expression(bind) {
  const mark = keyOfPlace(bind);
  const problem = problemOf(textIn(bind));
  const input = onValue((raw) => {
    if (!writing.has(mark)) writing.set(mark, rowsIn(bind));
    unfinished.delete(mark);
    bind.set(raw.trim() || BLANK);
    clearTimeout(asking);
    asking = setTimeout(() => askForRows(bind), PAUSE);
  });
  const leave = () => writing.delete(mark) && bind.editor.drawSoon();
  return html`<div class="expression">
    <label for=${bind.id}>${words.expression}</label>
    <input id=${bind.id} class="expression-text mono" type="text" dir="ltr" spellcheck="false" autocomplete="off" maxlength="500"
      ?readonly=${!bind.mayEdit} .value=${typed(textIn(bind), (raw) => raw.trim())} @input=${input} @change=${leave} @blur=${leave}>
    ${problem && !writing.has(mark) ? html`<p class="field-error">${icon(wrong)} ${problem}</p>` : nothing}
  </div>`;
}

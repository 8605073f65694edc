// The form of one instruction: what it says, how loud, and when.

import { html, nothing, typed } from "../../shared/lit.js";
import { isObject, listOf, slug } from "../document/parts.js";
import { WEEKDAYS, inOrder } from "../document/titles.js";
import { words } from "../words.js";
import { BLANK, conditionField } from "./condition-field.js";
import {
  adder, describing, field, fieldGroup, hintText, keyField, onValue, radios, removeButton, screenLanguages, section,
  texts, tickBox, withKnown,
} from "./fields.js";

/** @import {ScriptDocument} from "../types.js" */
/** @import {Binding} from "./binding.js" */
/** @import {FormActs} from "./form-view.js" */

/** @param {Binding} bind @param {ScriptDocument} document @param {FormActs} acts */
export function instructionForm(bind, document, { rename, onTitle }) {
  const one = bind.get();
  return html`
    ${section(words.whatInstruction,
      field(bind.at("text"), words.instructionText,
        texts(bind.at("text"), screenLanguages(document, isObject(one.text) ? one.text : {}), { label: words.instructionText, long: true, onDone: onTitle }), { group: true }),
      tone(bind.at("tone")),
      topic(bind.at("topic"), document))}
    ${section(words.whenShown, hintText(words.whenShownHint),
      html`<div class="columns">${moment(bind.at("from"), words.from)}${moment(bind.at("until"), words.until)}</div>`,
      weekdays(bind.at("weekdays")),
      hours(bind.at("hours")),
      when(bind.at("when"), document))}
    ${section(words.key, keyField(bind.at("key"), words.keyHint, rename))}`;
}

/** @param {Binding} bind */
const tone = (bind) => fieldGroup(bind, words.tone,
  radios(bind, inOrder(["info", "warning", "danger"], words.tones), bind.get() ?? "info", (picked) => bind.set(picked === "info" ? undefined : picked)));

/** @param {Binding} bind @param {ScriptDocument} document */
function topic(bind, document) {
  const known = listOf(document, "instruction").map((one) => one.topic);
  const take = onValue((raw, input) => {
    input.value = slug(raw);
    bind.set(input.value || undefined);
  });
  return field(bind, words.topic, withKnown(bind, words.topic, known, html`<input id=${bind.id} type="text" class="mono" autocomplete="off" maxlength="40" aria-describedby=${describing(bind)}
    ?readonly=${!bind.mayEdit} .value=${bind.get() ?? ""} @change=${take}>`), { hint: words.topicHint, optional: true });
}

/**
 * @param {Binding} bind
 * @param {{id?: string, type: "date" | "time", value: string, label?: string, write: (value: string) => void, read?: (raw: string) => string}} more
 */
const clock = (bind, { id = bind.id, type, value, label, write, read }) => html`
  <input id=${id} type=${type} aria-label=${label ?? nothing} aria-describedby=${label ? nothing : describing(bind)} ?readonly=${!bind.mayEdit} .value=${typed(value, read)} @change=${onValue(write)}>`;

/** A day, or a moment: "2026-12-24" or "2026-12-24T18:00". @param {Binding} bind @param {string} label */
function moment(bind, label) {
  const [day, time = ""] = String(bind.get() ?? "").split("T");
  const timeId = `${bind.id}-time`;
  const timeIn = () => /** @type {HTMLInputElement} */ (document.getElementById(timeId)).value;
  /** @param {string} date @param {string} hour */
  const write = (date, hour) => bind.set(date && hour ? `${date}T${hour}` : date || undefined);
  return field(bind, label, html`<div class="moment">
    ${clock(bind, { type: "date", value: day, write: (date) => write(date, timeIn()) })}
    ${clock(bind, {
      id: timeId, type: "time", value: time.slice(0, 5), label: `${label} – ${words.clockTime}`,
      write: (hour) => write(day, hour), read: (raw) => (day ? raw : ""),
    })}
  </div>`);
}

/** @param {Binding} bind */
function weekdays(bind) {
  /** @param {string} day @param {boolean} on */
  const toggle = (day, on) => bind.set(WEEKDAYS.filter((one) => (one === day ? on : bind.list().includes(one))));
  return fieldGroup(bind, words.days, html`<div class="radios">${WEEKDAYS.map((day) =>
    tickBox(`${bind.id}-${day}`, bind.list().includes(day), words.weekdays[day], bind.mayEdit, (on) => toggle(day, on)))}</div>`);
}

/** @param {Binding} bind */
function hours(bind) {
  const [opens = "", closes = ""] = String(bind.get() ?? "").split("-");
  /** @param {string} from @param {string} to */
  const write = (from, to) => bind.set(from || to ? `${from || "00:00"}-${to || "23:59"}` : undefined);
  return field(bind, words.hours, html`<div class="moment">
    ${clock(bind, { type: "time", value: opens, label: words.hoursFrom, write: (from) => write(from, closes) })}
    <span>–</span>
    ${clock(bind, { id: `${bind.id}-to`, type: "time", value: closes, label: words.hoursTo, write: (to) => write(opens, to) })}
  </div>`, { hint: words.hoursHint });
}

/** @param {Binding} bind @param {ScriptDocument} document */
function when(bind, document) {
  if (bind.get() === undefined) return bind.mayEdit ? adder(words.addWhen, () => bind.set(BLANK)) : nothing;
  return html`<div class="with-remove">
    ${conditionField(bind, document, { lead: words.onlyIf, label: words.onlyIf })}
    ${bind.mayEdit ? removeButton(words.removeCondition, () => bind.set(undefined)) : nothing}
  </div>`;
}

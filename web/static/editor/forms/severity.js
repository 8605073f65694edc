// The severity matrix: for each impact and urgency the priority that follows.

import { fill } from "../../shared/dom.js";
import { html } from "../../shared/lit.js";
import { isObject } from "../document/parts.js";
import { localized } from "../document/titles.js";
import { words } from "../words.js";
import { findingsPlace, selectBox } from "./fields.js";
import { newOption, optionsField } from "./options.js";

/** @import {Choices, Option, ScriptDocument, Step} from "../types.js" */
/** @import {Binding} from "./binding.js" */
/** @typedef {"impacts" | "urgencies"} Side */

/** @type {Choices} */
const PRIORITIES = [1, 2, 3, 4].map((one) => [one, fill(words.priorityN, { n: one })]);

/** @param {Binding} bind @param {ScriptDocument} document */
export function severityField(bind, document) {
  /** @param {Side} name @param {string} label */
  const side = (name, label) => optionsField(bind.at(name), document, {
    label,
    onAdd: () => change(bind, name, (list) => [...list, newOption(list)]),
    onRemove: (at) => change(bind, name, (list) => list.filter((_, index) => index !== at)),
    onValue: (old, value) =>
      change(bind, name, (list) => list.map((option) => (option.value === old ? { ...option, value } : option)), { [old]: value }),
  });
  return [side("impacts", words.impacts), side("urgencies", words.urgencies), matrix(bind)];
}

/**
 * The matrix follows its sides: what is known stays, what is new begins with priority 3.
 * @param {Binding} bind
 * @param {Side} name
 * @param {(list: Option[]) => Option[]} edit
 * @param {Record<string, string>} [renamed] the new value of an old one
 */
function change(bind, name, edit, renamed = {}) {
  /** @type {Step} */
  const step = bind.get();
  const next = { ...step, [name]: edit(step[name] ?? []) };
  /** @param {string} value */
  const old = (value) => Object.keys(renamed).find((from) => renamed[from] === value) ?? value;
  /** @param {string} impact */
  const row = (impact) => Object.fromEntries((next.urgencies ?? []).map(({ value }) => [value, step.matrix?.[old(impact)]?.[old(value)] ?? 3]));
  next.matrix = Object.fromEntries((next.impacts ?? []).map(({ value }) => [value, row(value)]));
  bind.set(next);
}

/** @param {Option} option */
const nameOf = (option) => localized(option.label) || option.value;

/** @param {Binding} bind */
function matrix(bind) {
  /** @param {Side} name @returns {Option[]} */
  const side = (name) => /** @type {any} */ (bind.list(name).filter(isObject));
  /** @param {Option} impact @param {Option} urgency */
  const cell = (impact, urgency) => {
    const place = bind.at("matrix", impact.value, urgency.value);
    const chosen = place.get() ?? "";
    const label = fill(words.priorityFor, { impact: nameOf(impact), urgency: nameOf(urgency) });
    const about = { id: place.id, class: `priority p${chosen}`, label, disabled: !bind.mayEdit };
    return html`<td>${selectBox(about, PRIORITIES, chosen, (picked) => place.set(Number(picked)))}</td>`;
  };
  return html`<div class="field" data-place=${bind.at("matrix").place}>
    <table class="matrix">
      <caption>${words.matrix}</caption>
      <thead><tr><td></td>${side("urgencies").map((one) => html`<th scope="col" dir="auto">${nameOf(one)}</th>`)}</tr></thead>
      <tbody>${side("impacts").map((impact) => html`<tr>
        <th scope="row" dir="auto">${nameOf(impact)}</th>${side("urgencies").map((urgency) => cell(impact, urgency))}
      </tr>`)}</tbody>
    </table>
    ${findingsPlace(bind.at("matrix"))}
  </div>`;
}

// The options of a choice. An option's value is made of its first label, and stays from then on.

import { labelled } from "../../shared/dom.js";
import { html, nothing } from "../../shared/lit.js";
import { ownLanguage } from "../document/languages.js";
import { freeKey, isObject, slug } from "../document/parts.js";
import { localized } from "../document/titles.js";
import { words } from "../words.js";
import {
  adder, field, findingsPlace, foldable, hintText, isEnter, itemTools, phrases, screenLanguages, spokenLanguages,
  text, texts,
} from "./fields.js";

/** @import {Option, ScriptDocument} from "../types.js" */
/** @import {Binding} from "./binding.js" */

/**
 * @typedef {object} OptionsAbout
 * @property {string} label
 * @property {string} [hint]
 * @property {boolean} [fixed] options neither come nor go, and their values stay
 * @property {() => void} [onAdd]
 * @property {(at: number) => void} [onRemove]
 * @property {(old: string, value: string) => void} [onValue]
 */

const AUTOMATIC = /^option_\d+$/;

/** @param {Binding} bind @param {ScriptDocument} document @param {OptionsAbout} about */
export function optionsField(bind, document, about) {
  const { label, hint = "", fixed = false, onAdd = () => bind.push(newOption(bind.list())) } = about;
  const list = bind.list();
  /** @param {string} [language] */
  const add = (language) => {
    const at = bind.list().length;
    onAdd();
    bind.editor.draw();
    labelOf(bind, at, language ?? ownLanguage(document))?.focus();
  };
  // Enter in a label goes to the next one, and behind the last to a new one.
  /** @param {KeyboardEvent & {target: HTMLInputElement}} event */
  const key = (event) => {
    const at = list.findIndex((_, index) => event.target.id.startsWith(bind.at(index, "label").id));
    if (at < 0 || !bind.mayEdit || !isEnter(event)) return;
    const { lang, value } = event.target;
    if (at < list.length - 1) labelOf(bind, at + 1, lang)?.focus();
    else if (!fixed && value.trim()) {
      event.target.blur(); // what is typed is taken first
      add(lang);
    }
  };
  return html`<div class="field" data-place=${bind.place} role="group" aria-label=${label} @keydown=${key}>
    <span class="field-label">${label}</span>${hintText(hint)}
    ${list.map((option, at) => card(bind, at, isObject(option) ? option : {}, document, about))}
    ${findingsPlace(bind)}
    ${bind.mayEdit && !fixed ? adder(words.addOption, () => add()) : nothing}
  </div>`;
}

/** @param {Binding} bind @param {number} at @param {string} language */
const labelOf = (bind, at, language) => document.getElementById(bind.at(at, "label", language).id);

/** @param {Option[]} list @returns {Option} */
export function newOption(list) {
  let number = list.length + 1;
  while (list.some((option) => option.value === `option_${number}`)) number += 1;
  return { value: `option_${number}`, label: {} };
}

/** @param {Binding} bind @param {number} at @param {Partial<Option>} option @param {ScriptDocument} document @param {OptionsAbout} about */
function card(bind, at, option, document, { fixed = false, onValue, onRemove }) {
  const place = bind.at(at);
  const name = localized(option.label) || `${words.option} ${at + 1}`;
  const heard = isObject(option.heard) ? Object.values(option.heard).flat().slice(0, 4).join(", ") : "";
  /** @param {string} typed */
  const valueFromLabel = (typed) => {
    const old = place.get("value") ?? "";
    if (fixed || !AUTOMATIC.test(old) || !typed.trim()) return;
    const taken = bind.list().filter((_, index) => index !== at).map((other) => other.value);
    const value = freeKey(slug(typed) || "option", taken);
    if (onValue) onValue(old, value);
    else place.put("value", value);
  };
  const remove = fixed ? null : onRemove ? () => onRemove(at) : undefined;
  return html`<div class="card option" role="group" aria-label=${name} data-place=${place.place}>
    ${itemTools(bind, at, name, { remove })}
    <div class="field" data-place=${place.at("label").place} role="group" aria-label=${words.label}>
      ${texts(place.at("label"), screenLanguages(document, option.label), { label: words.label, onDone: valueFromLabel })}${findingsPlace(place.at("label"))}
    </div>
    ${foldable({ id: `${place.id}-more`, class: "more" }, heard ? html`${labelled(words.optionHeard)}<span dir="auto">${heard}</span>` : words.optionMore,
      field(place.at("heard"), words.heard,
        phrases(place.at("heard"), spokenLanguages(document, option.heard), { label: words.heard, add: words.addPhrase }),
        { group: true, hint: words.heardHint, optional: true }),
      field(place.at("help"), words.help, texts(place.at("help"), screenLanguages(document, option.help), { label: words.help }), { group: true, optional: true }),
      fixed ? nothing : field(place.at("value"), words.optionValue, text(place.at("value"), { mono: true, maxlength: 60 }), { hint: words.optionValueHint }))}
    ${findingsPlace(place)}
  </div>`;
}

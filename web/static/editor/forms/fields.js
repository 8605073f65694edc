// The pieces that every form is built of. Each has its label, its hint, and room for what the linter says.

import down from "lucide-static/icons/arrow-down.svg";
import up from "lucide-static/icons/arrow-up.svg";
import plus from "lucide-static/icons/plus.svg";
import cross from "lucide-static/icons/x.svg";

import { fill } from "../../shared/dom.js";
import { fits } from "../../shared/folding.js";
import { html, live, nothing, typed } from "../../shared/lit.js";
import { button, iconButton } from "../../shared/parts/button.js";
import { suggesting } from "../../shared/parts/combobox.js";
import { picker } from "../../shared/parts/picker.js";
import { languagesOf, readOnScreens } from "../document/languages.js";
import { words } from "../words.js";

/** @import {Choice} from "../../shared/parts/picker.js" */
/** @import {ChoiceGroups, Choices, ScriptDocument} from "../types.js" */
/** @import {Binding} from "./binding.js" */

const names = new Intl.DisplayNames([document.documentElement.lang], { type: "language" });

/** @param {string} code */
export function languageName(code) {
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}

/** What callers hear is in the script's languages. @param {ScriptDocument} script @param {any} [value] */
export const spokenLanguages = (script, value) => [...new Set([...languagesOf(script), ...Object.keys(value ?? {})])];

/** What people read is in those of them that screens have, the home language first. @param {ScriptDocument} script @param {any} [value] */
export const screenLanguages = (script, value) => [...new Set([...readOnScreens(languagesOf(script)), ...Object.keys(value ?? {})])];

/** A listener that is given what the field says. @param {(value: string, field: HTMLInputElement) => void} act */
export const onValue = (act) => (/** @type {{target: HTMLInputElement}} */ { target }) => act(target.value, target);
/** @param {(on: boolean) => void} act */
export const onTick = (act) => (/** @type {{target: HTMLInputElement}} */ { target }) => act(target.checked);

/** Room for what the linter says of a place; see page/findings.js. @param {Binding} bind */
export const findingsPlace = (bind) => html`<div class="marks" id="${bind.id}-error"></div>`;

/** What helps with a field, and what is wrong with it. @param {{id: string}} bind */
export const describing = (bind) => `${bind.id}-hint ${bind.id}-error`;

/** @param {unknown} label @param {() => void} act @param {string} [kind] */
export const adder = (label, act, kind = "small") => button(label, act, { kind, sign: plus });
/** @param {string} label @param {() => void} act */
export const upButton = (label, act) => iconButton(up, label, act);
/** @param {string} label @param {() => void} act */
export const downButton = (label, act) => iconButton(down, label, act);
/** @param {string} label @param {() => void} act */
export const removeButton = (label, act) => iconButton(cross, label, act);

/**
 * @param {Binding} bind the list
 * @param {number} at
 * @param {string} name
 * @param {{remove?: (() => void) | null}} [more] null where it stays
 */
export function itemTools(bind, at, name, { remove = () => bind.removeAt(at) } = {}) {
  if (!bind.mayEdit) return nothing;
  return html`<div class="card-tools">
    ${at > 0 ? upButton(fill(words.moveUp, { name }), () => bind.swap(at, at - 1)) : nothing}
    ${at < bind.list().length - 1 ? downButton(fill(words.moveDown, { name }), () => bind.swap(at, at + 1)) : nothing}
    ${remove ? removeButton(fill(words.removeThis, { name }), remove) : nothing}
  </div>`;
}

/** @param {string} hint @param {Binding} [bind] */
export const hintText = (hint, bind) => (hint ? html`<p class="hint" id=${bind ? `${bind.id}-hint` : nothing}>${hint}</p>` : nothing);

/**
 * A field with its label above and marks of the linter below; a group where it has several inputs.
 * @param {Binding} bind
 * @param {string} label
 * @param {unknown} control
 * @param {{hint?: string, group?: boolean, optional?: boolean}} [more]
 */
export function field(bind, label, control, { hint = "", group = false, optional = false } = {}) {
  const title = optional ? html`${label} <small>${words.optional}</small>` : label;
  const head = group
    ? html`<span class="field-label" id="${bind.id}-label">${title}</span>`
    : html`<label class="field-label" for=${bind.id}>${title}</label>`;
  const content = html`${head}${hintText(hint, bind)}${control}${findingsPlace(bind)}`;
  if (!group) return html`<div class="field" data-place=${bind.place}>${content}</div>`;
  return html`<div class="field" data-place=${bind.place} role="group" aria-labelledby="${bind.id}-label" aria-describedby=${describing(bind)}>${content}</div>`;
}

/**
 * Several inputs below one title.
 * @param {Binding} bind
 * @param {string} label
 * @param {unknown} content
 * @param {string} [hint]
 */
export const fieldGroup = (bind, label, content, hint = "") => html`
  <div class="field" data-place=${bind.place} role="group" aria-label=${label} aria-describedby=${describing(bind)}>
    <span class="field-label">${label}</span>${hintText(hint, bind)}${content}${findingsPlace(bind)}
  </div>`;

/** @param {any} value */
const asText = (value) =>
  value === undefined || value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);

/** What a field of text reads and writes. @typedef {{id: string, mayEdit: boolean, get: () => any, set: (value: any) => void}} Place */

/**
 * A text; a long one grows with what is in it.
 * @param {Place} bind
 * @param {object} [more]
 * @param {string} [more.lang]
 * @param {boolean} [more.long]
 * @param {string} [more.label] where the field is one of a group
 * @param {boolean} [more.mono]
 * @param {(raw: string) => any} [more.read] what the text stands for
 * @param {(value: any) => string} [more.write]
 * @param {(typed: string) => void} [more.onDone]
 * @param {() => void} [more.onEnter] of a short one
 * @param {string} [more.inputmode]
 * @param {number} [more.maxlength]
 */
export function text(bind, more = {}) {
  const { lang, long = false, label, mono = false, read = (raw) => raw, write = asText, onDone, onEnter, inputmode, maxlength = 20000 } = more;
  const value = typed(write(bind.get()), (raw) => write(read(raw)));
  const input = onValue((raw) => bind.set(read(raw)));
  const change = onValue((raw) => onDone?.(raw));
  /** @param {KeyboardEvent} event */
  const key = (event) => onEnter && isEnter(event) && bind.mayEdit && onEnter();
  const describedby = label ? nothing : describing(bind);
  if (long) {
    return html`<textarea id=${bind.id} rows="2" aria-describedby=${describedby} class=${mono ? "mono" : nothing} lang=${lang ?? nothing} dir="auto" aria-label=${label ?? nothing}
      autocomplete="off" maxlength=${maxlength} ?readonly=${!bind.mayEdit} .value=${value} @input=${input} @change=${change}></textarea>`;
  }
  return html`<input id=${bind.id} type="text" class=${mono ? "mono" : nothing} lang=${lang ?? nothing} dir=${mono ? "ltr" : "auto"}
    aria-label=${label ?? nothing} aria-describedby=${describedby} placeholder=" " inputmode=${inputmode ?? nothing} autocomplete="off"
    spellcheck=${mono ? "false" : "true"} maxlength=${maxlength} ?readonly=${!bind.mayEdit} .value=${value} @input=${input} @change=${change} @keydown=${key}>`;
}

/** @param {string} language @param {unknown} input */
const inLanguage = (language, input) => html`
  <div class="in-language"><span class="tag" title=${languageName(language)} aria-hidden="true">${language}</span>${input}</div>`;

/**
 * One text for each language, side by side.
 * @param {Binding} bind
 * @param {string[]} languages
 * @param {{long?: boolean, label?: string, onDone?: (typed: string) => void}} [more]
 */
export const texts = (bind, languages, { long = false, label = "", onDone } = {}) => html`
  <div class="by-language">${languages.map((lang) =>
    inLanguage(lang, text(bind.at(lang), { lang, long, label: `${label} – ${languageName(lang)}`, onDone })))}</div>`;

/**
 * Several wordings for each language; behind the last comes a new one.
 * @param {Binding} bind
 * @param {string[]} languages
 * @param {{label?: string, add?: string, long?: boolean}} [more]
 */
export const phrases = (bind, languages, { label = "", add = words.addWording, long = false } = {}) => html`
  <div class="by-language">${languages.map((language) => wordings(bind.at(language), language, label, add, long))}</div>`;

/** @param {Binding} bind @param {string} language @param {string} label @param {string} add @param {boolean} long */
function wordings(bind, language, label, add, long) {
  const rows = bind.list();
  /** @param {any[]} list */
  const write = (list) => bind.set(list.length === 1 ? list[0] : list);
  const more = () => {
    if (bind.list().at(-1)) write([...bind.list(), ""]);
    bind.editor.draw();
    document.getElementById(`${bind.id}-${bind.list().length - 1}`)?.focus();
  };
  /** @param {any} value @param {number} at */
  const row = (value, at) => {
    /** @param {string} raw */
    const set = (raw) => write(bind.list().length ? bind.list().with(at, raw) : [raw]);
    const place = { id: `${bind.id}-${at}`, mayEdit: bind.mayEdit, get: () => String(value), set };
    const control = text(place, { lang: language, long, label: `${label} – ${languageName(language)} ${at + 1}`, onEnter: more });
    const remove = rows.length > 1 && bind.mayEdit
      ? removeButton(fill(words.removeThis, { name: `${label} ${at + 1}` }), () => write(bind.list().filter((_, one) => one !== at)))
      : nothing;
    return inLanguage(language, html`${control}${remove}`);
  };
  return html`<div class="wordings" data-place=${bind.place}>
    ${(rows.length ? rows : [""]).map(row)}
    ${bind.mayEdit && rows.length && rows.at(-1) !== ""
      ? adder(html`${add}<span class="visually-hidden"> – ${languageName(language)}</span>`, more, "quiet small")
      : nothing}
    ${findingsPlace(bind)}
  </div>`;
}

/**
 * Enter alone, and not the one that ends a syllable.
 * @param {KeyboardEvent} event
 */
export function isEnter(event) {
  if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey) return false;
  event.preventDefault();
  return true;
}

/** @param {string} raw @param {string} separator */
export const listIn = (raw, separator) => raw.split(separator).map((one) => one.trim()).filter(Boolean);

/**
 * Words, one a line, for each language: for lists that are long.
 * @param {Binding} bind
 * @param {string[]} languages
 * @param {string} label
 */
export function wordLists(bind, languages, label) {
  /** @param {string} raw */
  const read = (raw) => {
    const list = listIn(raw, "\n");
    return list.length === 1 ? list[0] : list;
  };
  /** @param {any} value */
  const write = (value) => (Array.isArray(value) ? value.join("\n") : (value ?? ""));
  return html`<div class="by-language">${languages.map((lang) => {
    const place = bind.at(lang);
    return html`<div data-place=${place.place}>
      ${inLanguage(lang, text(place, { lang, long: true, read, write, label: `${label} – ${languageName(lang)}`, maxlength: 40000 }))}${findingsPlace(place)}
    </div>`;
  })}</div>`;
}

/**
 * A list to choose from. What is chosen and is not in it is shown all the same.
 * @param {{id: string, label?: string, describedby?: string, disabled?: boolean, class?: string}} about
 * @param {Choices | ChoiceGroups} choices
 * @param {any} chosen
 * @param {(picked: string) => void} onPick
 */
export function selectBox({ id, label, describedby, disabled = false, class: name }, choices, chosen, onPick) {
  let known = false;
  /** @param {[any, string]} choice */
  const one = ([value, title]) => {
    const is = String(value) === String(chosen);
    known ||= is;
    return html`<option value=${String(value)} .selected=${live(is)}>${title}</option>`;
  };
  const all = choices.map(([value, inner]) =>
    Array.isArray(inner) ? html`<optgroup label=${value}>${inner.map(one)}</optgroup>` : one([value, inner]));
  const unknown = known
    ? nothing
    : html`<option value=${String(chosen)} .selected=${live(true)}>${chosen === "" ? words.choose : `⚠ ${chosen}`}</option>`;
  return html`<select id=${id} class=${name ?? nothing} aria-label=${label ?? nothing} aria-describedby=${describedby ?? nothing} ?disabled=${disabled}
    @change=${onValue(onPick)}>
    ${unknown}${all}
  </select>`;
}

/**
 * @param {Binding} bind
 * @param {Choices | ChoiceGroups} choices
 * @param {{value?: any, onPick?: (picked: string) => void}} [more]
 */
export const select = (bind, choices, { value, onPick = (picked) => bind.set(picked) } = {}) =>
  selectBox({ id: bind.id, describedby: describing(bind), disabled: !bind.mayEdit }, choices, value ?? bind.get() ?? "", onPick);

/**
 * A choice of many, by typing.
 * @param {Binding} bind
 * @param {string} label
 * @param {Choice[]} choices
 */
export const pick = (bind, label, choices) =>
  picker({
  id: bind.id, label, choices, chosen: bind.get() ?? "", placeholder: words.choose, describedby: describing(bind), off: !bind.mayEdit, onPick: (key) => bind.set(key),
});

/**
 * Something to do with what is picked.
 * @param {{id: string, label: string, title?: string}} about
 * @param {Choice[]} choices
 * @param {(picked: string) => void} act
 */
export const pickToDo = ({ id, label, title = label }, choices, act) =>
  picker({ id, label, choices, placeholder: `+ ${title}…`, onPick: act });

/**
 * A short name, with those that are known already.
 * @param {Binding} bind
 * @param {string} label
 * @param {unknown[]} known
 * @param {unknown} input
 */
export const withKnown = (bind, label, known, input) => {
  const others = [...new Set(known)].filter((name) => name && name !== bind.get()).map((name) => ({ label: String(name) }));
  return suggesting({
    label, local: (written) => others.filter((one) => fits(one.label, written)), onPick: (one) => bind.set(one.label),
  }, input);
};

/**
 * What is in a list, each to be taken out, and a field to add another.
 * @param {{id: string, label: string, mayEdit: boolean, more?: (one: Choice, at: number) => unknown}} about `label` of the field
 * @param {Choice[]} chosen
 * @param {Choice[]} others
 * @param {(key: string) => void} add
 * @param {((key: string) => void) | null} remove
 */
export const chips = ({ id, label, mayEdit, more = () => nothing }, chosen, others, add, remove) => html`
  <ul class="chips">${chosen.map((one, at) => html`<li class="chip"><span dir="auto">${one.label}</span>${mayEdit ? more(one, at) : nothing}${mayEdit && remove
    ? removeButton(fill(words.removeThis, { name: one.label }), () => remove(one.key)) : nothing}</li>`)}</ul>
  ${mayEdit ? pickToDo({ id, label }, others, add) : nothing}`;

/** @param {string} id @param {boolean} checked @param {string} label @param {boolean} mayEdit @param {(on: boolean) => void} act */
export const tickBox = (id, checked, label, mayEdit, act) => html`<label class="chip-choice">
  <input id=${id} type="checkbox" ?disabled=${!mayEdit} .checked=${live(checked)} @change=${onTick(act)}>${label}</label>`;

/**
 * One of a few, all in sight.
 * @param {Binding} bind
 * @param {Choices} choices
 * @param {string} chosen
 * @param {(picked: string) => void} onPick
 */
export const radios = (bind, choices, chosen, onPick) => html`<div class="radios">${choices.map(([value, label]) => html`
  <label class="chip-choice is-${value}">
    <input type="radio" id="${bind.id}-${value}" name=${bind.id} value=${value} ?disabled=${!bind.mayEdit}
      .checked=${live(value === chosen)} @change=${() => onPick(value)}>${label}</label>`)}</div>`;

/** @param {Binding} bind @param {string} label @param {string} [hint] */
export const checkbox = (bind, label, hint = "") => html`<div class="field" data-place=${bind.place}>
  <label class="check"><input id=${bind.id} type="checkbox" ?disabled=${!bind.mayEdit} .checked=${live(bind.get() === true)}
    @change=${onTick((on) => bind.set(on || undefined))}><span>${label}${hint ? html`<small>${hint}</small>` : nothing}</span></label>
  ${findingsPlace(bind)}
</div>`;

/**
 * A number as people type it; what is none stays as it was typed, and the linter says so. So does an
 * integer that JavaScript would round: the server reads it whole.
 * @param {Binding} bind
 */
export function number(bind) {
  /** @param {string} raw */
  const read = (raw) => {
    const plain = raw.trim().replace(",", ".");
    const value = Number(plain);
    const isSame = Number.isSafeInteger(value) || !Number.isInteger(value);
    return plain === "" ? undefined : /^-?\d+(\.\d+)?$/.test(plain) && isSame ? value : raw;
  };
  return text(bind, { read, inputmode: "decimal", maxlength: 20 });
}

/**
 * The key of a part. It is another one when the field is left.
 * @param {Binding} bind
 * @param {string} hint
 * @param {(to: string, field: HTMLInputElement) => void} onRename
 */
export const keyField = (bind, hint, onRename) => field(bind, words.key, html`
  <input id=${bind.id} class="mono key" type="text" dir="ltr" spellcheck="false" autocomplete="off" maxlength="40" aria-describedby=${describing(bind)}
    ?readonly=${!bind.mayEdit} .value=${bind.get()} @change=${onValue((to, input) => onRename(to.trim(), input))}>`, { hint });

/** @param {string} title @param {unknown[]} content */
export const section = (title, ...content) => html`<fieldset class="card section"><legend>${title}</legend>${content}</fieldset>`;

/** Which folds somebody opened or closed, by id; the form forgets it with its part. @type {Map<string, boolean>} */
export const folds = new Map();

/** @param {{target: HTMLDetailsElement}} event */
const toggled = ({ target }) => folds.set(target.id, target.open);

/**
 * Rarely needed: folded away while it is blank.
 * @param {{id: string, class?: string, open?: boolean}} about
 * @param {unknown} title
 * @param {unknown[]} content
 */
export const foldable = ({ id, class: name = "card section", open = false }, title, ...content) => html`
  <details class=${name} id=${id} ?open=${folds.get(id) ?? open} @toggle=${toggled}><summary>${title}</summary>${content}</details>`;

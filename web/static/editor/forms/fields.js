// The pieces that every form is built of. Each has its label, its hint, and room for what the linter says.

import { fill, h, words } from "../../shared/dom.js";

const SCREENS = ["fr", "en"];
const names = new Intl.DisplayNames([document.documentElement.lang], { type: "language" });

export function languageName(code) {
  try {
    return names.of(code);
  } catch {
    return code;
  }
}

// What people read on screens: French and English; what callers hear: the script's languages.
export const shownIn = (value) => [...new Set([...SCREENS, ...Object.keys(value ?? {})])];
export const spokenIn = (document, value) => [...new Set([...(Array.isArray(document.languages) ? document.languages : []), ...Object.keys(value ?? {})])];

export const button = (label, act, more = {}) => h("button", { type: "button", class: "button small", ...more, on: { click: act } }, label);
export const iconButton = (icon, label, act, more = {}) => h("button", { type: "button", class: "icon", "aria-label": label, title: label, ...more, on: { click: act } }, h("span", { "aria-hidden": "true" }, icon));

// A field with its label above and marks of the linter below.
export function field(bind, label, control, { hint = "", group = false, optional = false } = {}) {
  const head = group ? { id: `${bind.id}-label` } : { for: bind.id };
  return h("div", { class: "field", "data-place": placeOf(bind), ...(group ? { role: "group", "aria-labelledby": `${bind.id}-label` } : {}) },
    h(group ? "span" : "label", { class: "field-label", ...head }, label, optional && h("small", {}, ` ${words.optional}`)),
    hint && h("p", { class: "hint", id: `${bind.id}-hint` }, hint),
    control,
    h("div", { class: "marks" }));
}

export const placeOf = (bind) => JSON.stringify([bind.scope, ...bind.path]);

const grow = (node) => {
  node.style.height = "auto";
  node.style.height = `${Math.min(node.scrollHeight + 2, 420)}px`;
};

// A text; a long one grows with what is in it.
export function text(bind, { lang, long = false, label, list, mono = false, placeholder = "", type = "text", read = (raw) => raw, onDone, inputmode, maxlength = 20000 } = {}) {
  const value = bind.get();
  const node = h(long ? "textarea" : "input", {
    id: bind.id, class: mono ? "mono" : null, type: long ? null : type, rows: long ? "2" : null, lang, dir: mono ? "ltr" : "auto", list, placeholder, inputmode, maxlength,
    "aria-label": label, autocomplete: "off", spellcheck: mono ? "false" : "true", readonly: !bind.mayEdit,
    on: { input: (event) => (bind.set(read(event.target.value)), long && grow(event.target)), change: (event) => onDone?.(event.target.value) },
  });
  node.value = value === undefined || value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);
  if (long) requestAnimationFrame(() => node.isConnected && grow(node));
  return node;
}

// One text for each language, side by side.
export function texts(bind, languages, { long = false, label = "", onDone, mono = false } = {}) {
  return h("div", { class: "by-language" }, languages.map((language) =>
    h("div", { class: "in-language" },
      h("span", { class: "tag", title: languageName(language), "aria-hidden": "true" }, language),
      text(bind.at(language), { lang: language, long, mono, label: `${label} – ${languageName(language)}`, onDone: onDone && ((typed) => onDone(typed, language)) }))));
}

// Several wordings for each language; the last row is always blank and becomes a new one.
export function phrases(bind, languages, { label = "", add = words.addWording, long = false } = {}) {
  return h("div", { class: "by-language" }, languages.map((language) => oneLanguage(bind.at(language), language, label, add, long)));
}

function oneLanguage(bind, language, label, add, long) {
  const rows = bind.list();
  const shown = rows.length ? rows : [""];
  const write = (list, redraw) => bind.set(list.length === 1 ? list[0] : list, { redraw });
  const row = (value, at) => h("div", { class: "in-language" },
    h("span", { class: "tag", title: languageName(language), "aria-hidden": "true" }, language),
    wordingInput(bind, value, at, { language, long, label: `${label} – ${languageName(language)} ${at + 1}`, write, onEnter: () => more() }),
    rows.length > 1 && bind.mayEdit && iconButton("×", fill(words.removeThis, { name: `${label} ${at + 1}` }), () => write(rows.filter((_, one) => one !== at), true)));
  const more = () => {
    const now = bind.list();
    if (now.at(-1)) write([...now, ""], true);
    document.getElementById(`${bind.id}-${bind.list().length - 1}`)?.focus();
  };
  return h("div", { class: "wordings", "data-place": placeOf(bind) }, shown.map(row),
    bind.mayEdit && rows.length > 0 && rows.at(-1) !== "" && h("button", { type: "button", class: "link add", on: { click: more } }, `+ ${add}`, h("span", { class: "visually-hidden" }, ` – ${languageName(language)}`)),
    h("div", { class: "marks" }));
}

function wordingInput(bind, value, at, { language, long, label, write, onEnter }) {
  const typed = (event) => {
    const list = bind.list();
    const redraw = (list.length === 0) !== (event.target.value === "" && list.length <= 1) || (at === list.length - 1 && (list[at] === "") !== (event.target.value === ""));
    const next = list.length ? list.map((old, one) => (one === at ? event.target.value : old)) : [event.target.value];
    write(next.length === 1 && next[0] === "" ? [] : next, redraw);
  };
  const node = h(long ? "textarea" : "input", { id: `${bind.id}-${at}`, type: long ? null : "text", rows: long ? "2" : null, lang: language, dir: "auto", "aria-label": label, autocomplete: "off", maxlength: 20000, readonly: !bind.mayEdit, on: { input: typed, keydown: (event) => !long && isEnter(event) && bind.mayEdit && onEnter() } });
  node.value = String(value);
  return node;
}

// Enter alone, and not the one that ends a syllable.
export function isEnter(event) {
  if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey) return false;
  event.preventDefault();
  return true;
}

// Words, one a line, for each language: for lists that are long.
export function wordLists(bind, languages, { label = "" } = {}) {
  return h("div", { class: "by-language" }, languages.map((language) => {
    const place = bind.at(language);
    const node = h("textarea", { id: place.id, rows: "3", lang: language, dir: "auto", "aria-label": `${label} – ${languageName(language)}`, readonly: !place.mayEdit, maxlength: 40000,
      on: { input: (event) => {
        const list = event.target.value.split("\n").map((line) => line.trim()).filter(Boolean);
        place.set(list.length === 1 ? list[0] : list);
      } } });
    node.value = place.list().join("\n");
    return h("div", { class: "in-language", "data-place": placeOf(place) }, h("span", { class: "tag", "aria-hidden": "true" }, language), node, h("div", { class: "marks" }));
  }));
}

// choices: [[value, label]] or [[group, [[value, label]]]]
export function select(bind, choices, { value, onPick, label } = {}) {
  const chosen = value ?? bind.get() ?? "";
  const one = ([of, name]) => (Array.isArray(name) ? h("optgroup", { label: of }, name.map(one)) : h("option", { value: of }, name));
  const known = choices.some(([of, name]) => of === chosen || (Array.isArray(name) && name.some(([inner]) => inner === chosen)));
  const node = h("select", { id: bind.id, "aria-label": label, disabled: !bind.mayEdit, on: { change: (event) => (onPick ?? ((picked) => bind.set(picked, { redraw: true })))(event.target.value) } },
    !known && h("option", { value: chosen }, chosen === "" ? words.choose : `⚠ ${chosen}`), choices.map(one));
  node.value = chosen;
  return node;
}

export function checkbox(bind, label, { hint = "" } = {}) {
  const box = h("input", { id: bind.id, type: "checkbox", disabled: !bind.mayEdit, on: { change: (event) => bind.set(event.target.checked || undefined) } });
  box.checked = bind.get() === true;
  return h("div", { class: "field check", "data-place": placeOf(bind) }, h("label", {}, box, h("span", {}, label, hint && h("small", {}, hint))), h("div", { class: "marks" }));
}

// A number as people type it; what is none stays as it was typed, and the linter says so.
export function number(bind, label) {
  const read = (raw) => {
    const plain = raw.trim().replace(",", ".");
    return plain === "" ? undefined : /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : raw;
  };
  return text(bind, { read, inputmode: "decimal", label, maxlength: 20 });
}

export function section(title, ...children) {
  return h("fieldset", { class: "section" }, h("legend", {}, title), ...children);
}

// Rarely needed: folded away while it is blank.
export function folded(id, title, open, ...children) {
  return h("details", { class: "section folded", id, open }, h("summary", {}, title), ...children);
}

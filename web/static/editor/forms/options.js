// The options of a choice. An option's value is made of its first label, and stays from then on.

import { fill, h, labelled, words } from "../../shared/dom.js";
import { saying } from "../conditions/conditions.js";
import { button, field, iconButton, isEnter, phrases, placeOf, shownIn, spokenIn, text, texts } from "./fields.js";
import { freeKey, isObject, slug } from "../document/parts.js";

const AUTOMATIC = /^option_\d+$/;

export function optionsField(bind, document, { label, hint, fixed = false, onValue, onAdd, onRemove }) {
  const list = bind.list();
  const tools = { document, fixed, onValue, onRemove, count: list.length };
  const add = (language) => {
    (onAdd ?? (() => addOption(bind)))();
    const go = () => labelOf(bind, list.length, language)?.focus();
    if (labelOf(bind, list.length, language)) go();
    else setTimeout(go); // it is drawn a moment later
  };
  const node = h("div", { class: "field options", "data-place": placeOf(bind), role: "group", "aria-label": label },
    h("span", { class: "field-label" }, label), hint && h("p", { class: "hint" }, hint),
    list.map((option, at) => card(bind, at, isObject(option) ? option : {}, tools)),
    h("div", { class: "marks" }),
    bind.mayEdit && !fixed && button(`+ ${words.addOption}`, () => add()));
  // Enter in a label goes to the next one, and behind the last to a new one.
  node.addEventListener("keydown", (event) => {
    const at = list.findIndex((_, index) => event.target.id.startsWith(bind.at(index, "label").id));
    if (at < 0 || !bind.mayEdit || !isEnter(event)) return;
    const { lang, value } = event.target;
    if (at < list.length - 1) return void labelOf(bind, at + 1, lang)?.focus();
    if (fixed || !value.trim()) return;
    event.target.blur(); // what is typed is taken first
    add(lang);
  });
  return node;
}

const labelOf = (bind, at, language = words.language) => document.getElementById(bind.at(at, "label", language).id);

function addOption(bind) {
  bind.push(newOption(bind.list()));
}

export function newOption(list) {
  let number = list.length + 1;
  while (list.some((option) => option.value === `option_${number}`)) number += 1;
  return { value: `option_${number}`, label: {} };
}

function card(bind, at, option, { document, fixed, onValue, onRemove, count }) {
  const place = bind.at(at);
  const name = saying(option.label) || `${words.option} ${at + 1}`;
  const heard = isObject(option.heard) ? Object.values(option.heard).flat().slice(0, 4).join(", ") : "";
  const title = (typed) => {
    if (!fixed && AUTOMATIC.test(place.get("value") ?? "") && typed.trim()) rename(place, freeValue(bind, at, slug(typed).slice(0, 40)), onValue);
  };
  return h("div", { class: "card option", role: "group", "aria-label": name, "data-place": placeOf(place) },
    h("div", { class: "card-tools" },
      bind.mayEdit && at > 0 && iconButton("↑", fill(words.moveUp, { name }), () => bind.swap(at, at - 1)),
      bind.mayEdit && at < count - 1 && iconButton("↓", fill(words.moveDown, { name }), () => bind.swap(at, at + 1)),
      bind.mayEdit && !fixed && iconButton("×", fill(words.removeThis, { name }), () => (onRemove ?? ((index) => bind.removeAt(index)))(at))),
    h("div", { class: "field", "data-place": placeOf(place.at("label")), role: "group", "aria-label": words.label },
      texts(place.at("label"), shownIn(option.label), { label: words.label, onDone: title }), h("div", { class: "marks" })),
    h("details", { id: `${place.id}-more`, class: "more" },
      h("summary", {}, heard ? [labelled(words.optionHeard), h("span", { dir: "auto" }, heard)] : words.optionMore),
      field(place.at("heard"), words.heard, phrases(place.at("heard"), spokenIn(document, option.heard), { label: words.heard, add: words.addPhrase }), { group: true, hint: words.heardHint, optional: true }),
      field(place.at("help"), words.help, texts(place.at("help"), shownIn(option.help), { label: words.help }), { group: true, optional: true }),
      !fixed && field(place.at("value"), words.optionValue, text(place.at("value"), { mono: true, maxlength: 60 }), { hint: words.optionValueHint })),
    h("div", { class: "marks" }));
}

function freeValue(bind, at, wanted) {
  const taken = bind.list().filter((_, index) => index !== at).map((option) => option.value);
  return freeKey(wanted || "option", taken);
}

function rename(place, value, onValue) {
  const old = place.get("value");
  if (onValue) onValue(old, value);
  else place.put("value", value, { redraw: "soon" });
}

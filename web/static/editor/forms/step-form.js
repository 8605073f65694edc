// The form of one step.

import { fill, h, words } from "../../shared/dom.js";
import { answerSections } from "./answer-form.js";
import { branchesField } from "./branches.js";
import { saying, titleOf } from "../conditions/conditions.js";
import { BLANK, conditionField } from "../conditions/condition-field.js";
import { sortOf, asSort, takesAnswer, TYPES } from "../document/step-kinds.js";
import { button, checkbox, field, folded, iconButton, phrases, placeOf, section, select, shownIn, spokenIn, texts } from "./fields.js";
import { isObject, listOf } from "../document/parts.js";

export function stepForm(bind, { document, onRename, onTitle, isNew }) {
  const step = bind.get();
  const spoken = (name) => spokenIn(document, isObject(step[name]) ? step[name] : {});
  const shown = (name) => shownIn(isObject(step[name]) ? step[name] : {});
  const asks = takesAnswer(step);
  const end = step.kind === "end";
  return [
    section(words.whatStep,
      field(bind.at("title"), words.title, texts(bind.at("title"), shown("title"), { label: words.title, onDone: onTitle }), { group: true, hint: words.titleHint }),
      h("div", { class: "columns two" }, sortField(bind), keyField(bind, onRename, isNew))),
    section(asks ? words.asking : words.saying,
      field(bind.at("ask"), asks ? words.ask : words.say, phrases(bind.at("ask"), spoken("ask"), { label: asks ? words.ask : words.say, long: !asks }), { group: true, hint: asks ? words.askHint : words.sayHint }),
      asks && field(bind.at("why"), words.why, texts(bind.at("why"), shown("why"), { label: words.why }), { group: true, hint: words.whyHint, optional: true }),
      field(bind.at("help"), words.help, texts(bind.at("help"), shown("help"), { label: words.help, long: true }), { group: true, hint: words.helpHint, optional: true })),
    ...(asks ? answerSections(bind, document) : []),
    !end && section(words.when_section,
      !["instruction", "article"].includes(step.kind) && mandatoryField(bind, document),
      whenField(bind, document),
      asks && checkbox(bind.at("read_back"), words.readBack, { hint: words.readBackHint })),
    !end && section(words.whereNext, branchesField(bind.at("next"), document, step)),
    asks && probesField(bind.at("probes"), document),
    asks && folded(`${bind.id}-cues-fold`, words.cues, Boolean(step.cues),
      field(bind.at("cues"), words.cues, phrases(bind.at("cues"), spoken("cues"), { label: words.cues, add: words.addWord }), { group: true, hint: words.cuesHint })),
    articlesField(bind.at("articles"), document, step),
  ];
}

function sortField(bind) {
  const step = bind.get();
  const sort = sortOf(step);
  const choices = Object.entries(TYPES).map(([group, sorts]) => [words.sortGroups[group], sorts.map((one) => [one, words.sorts[one]])]);
  const pick = (picked) => bind.set(asSort(bind.get(), picked), { redraw: true });
  return field(bind.at("type"), words.sort, select(bind.at("type"), choices, { value: sort, onPick: pick }), { hint: words.sortHints[sort] ?? "" });
}

function keyField(bind, onRename, isNew) {
  const key = bind.get("key");
  const node = h("input", { id: bind.at("key").id, class: "mono key", type: "text", dir: "ltr", spellcheck: "false", autocomplete: "off", maxlength: 40, readonly: !bind.mayEdit, on: { change: (event) => onRename(event.target.value.trim(), event.target) } });
  node.value = key;
  return field(bind.at("key"), words.key, node, { hint: isNew ? words.keyNewHint : words.keyHint });
}

function mandatoryField(bind, document) {
  const rule = bind.get("mandatory");
  const chosen = typeof rule === "string" ? "if" : rule === true ? "yes" : "no";
  const pick = (value) => bind.put("mandatory", { no: undefined, yes: true, if: typeof rule === "string" ? rule : BLANK }[value], { redraw: true });
  const radio = (value) => {
    const node = h("input", { type: "radio", id: value === chosen ? bind.at("mandatory").id + "-pick" : `${bind.id}-mandatory-${value}`, name: `${bind.id}-mandatory`, value, disabled: !bind.mayEdit, on: { change: () => pick(value) } });
    node.checked = value === chosen;
    return h("label", { class: "chip-choice" }, node, words.mandatoryChoices[value]);
  };
  return h("div", {},
    h("div", { class: "field", "data-place": placeOf(bind.at("mandatory")), role: "group", "aria-label": words.mandatory },
      h("span", { class: "field-label" }, words.mandatory), h("p", { class: "hint" }, words.mandatoryHint),
      h("div", { class: "radios" }, ["no", "yes", "if"].map(radio)), chosen !== "if" && h("div", { class: "marks" })),
    chosen === "if" && conditionField(bind.at("mandatory"), document, { label: words.mandatoryChoices.if }));
}

function whenField(bind, document) {
  const has = bind.get("when") !== undefined;
  if (has) {
    return h("div", { class: "with-remove" }, conditionField(bind.at("when"), document, { label: words.onlyWhen, lead: words.onlyWhen }),
      bind.mayEdit && iconButton("×", words.alwaysAsk, () => bind.put("when", undefined, { redraw: true })));
  }
  return h("div", { class: "field", "data-place": placeOf(bind.at("when")) }, h("span", { class: "field-label" }, words.onlyWhen), h("p", { class: "hint" }, words.alwaysAsked),
    bind.mayEdit && button(`+ ${words.addWhen}`, () => bind.put("when", BLANK, { redraw: true })), h("div", { class: "marks" }));
}

function probesField(bind, document) {
  const list = bind.list();
  const rows = list.map((probe, at) => {
    const place = bind.at(at);
    const of = isObject(probe) ? probe : {};
    return h("div", { class: "card", role: "group", "aria-label": `${words.probe} ${at + 1}` },
      bind.mayEdit && iconButton("×", fill(words.removeThis, { name: `${words.probe} ${at + 1}` }), () => bind.removeAt(at), { class: "icon corner" }),
      field(place.at("words"), words.vagueWords, phrases(place.at("words"), spokenIn(document, of.words), { label: words.vagueWords, add: words.addWord }), { group: true }),
      field(place.at("ask"), words.probeAsk, texts(place.at("ask"), spokenIn(document, of.ask), { label: words.probeAsk }), { group: true }));
  });
  return folded(`${bind.id}-fold`, words.probes, list.length > 0, h("p", { class: "hint" }, words.probesHint), ...rows,
    bind.mayEdit && button(`+ ${words.addProbe}`, () => bind.push({ words: {}, ask: {} })));
}

function articlesField(bind, document, step) {
  const chosen = bind.list();
  const all = listOf(document, "article");
  const lost = chosen.filter((key) => !all.some((article) => article.key === key));
  const toggle = (key, on) => bind.set(on ? [...bind.list(), key] : bind.list().filter((one) => one !== key), { redraw: true });
  const box = (key, label, at) => {
    const node = h("input", { id: `${bind.id}-${at}`, type: "checkbox", disabled: !bind.mayEdit, on: { change: (event) => toggle(key, event.target.checked) } });
    node.checked = chosen.includes(key);
    return h("label", { class: "chip-choice" }, node, label);
  };
  return folded(`${bind.id}-fold`, words.stepArticles, chosen.length > 0 || step.kind === "article",
    h("div", { class: "field", "data-place": placeOf(bind), role: "group", "aria-label": words.stepArticles },
      h("p", { class: "hint" }, all.length ? words.stepArticlesHint : words.noArticles),
      h("div", { class: "radios" }, all.map((article, at) => box(article.key, titleOf(article), at)), lost.map((key, at) => box(key, `⚠ ${key}`, all.length + at))),
      h("div", { class: "marks" })));
}


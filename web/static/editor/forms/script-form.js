// What belongs to the whole script: its name and languages, the greeting, and what becomes of the ticket.

import { fill, h, words } from "../../shared/dom.js";
import { Binding } from "./binding.js";
import { BLANK, conditionField } from "../conditions/condition-field.js";
import { titleOf } from "../conditions/conditions.js";
import { button, field, iconButton, languageName, number, placeOf, section, select, shownIn, spokenIn, text, texts } from "./fields.js";
import { isObject, listOf } from "../document/parts.js";
import { takesAnswer } from "../document/step-kinds.js";

const LANGUAGES = ["fr", "en", "ko", "de", "es", "it", "nl", "pt", "pl", "ar", "tr", "uk", "zh", "ja"];

export function scriptForm(editor, document) {
  const bind = (name) => new Binding(editor, `settings:${name}`);
  const outcome = bind("outcome");
  return [
    section(words.settings.name,
      field(bind("name"), words.scriptName, texts(bind("name"), shownIn(document.name), { label: words.scriptName }), { group: true }),
      languagesField(bind("languages"))),
    section(words.settings.greeting,
      field(bind("greeting"), words.greeting, texts(bind("greeting"), spokenIn(document, document.greeting), { label: words.greeting, long: true }), { group: true, hint: words.greetingHint })),
    section(words.settings.outcome, h("p", { class: "hint" }, words.templateHint),
      template(outcome.at("title"), document, words.ticketTitle, false),
      template(outcome.at("summary"), document, words.ticketSummary, true)),
    section(words.priority, rules(outcome.at("priority"), document, priorityValue, { is: 3 })),
    section(words.team, rules(outcome.at("team"), document, teamValue, { is: "" })),
    section(words.deadline, rules(outcome.at("deadline"), document, deadlineValue, { minutes: 240 })),
  ];
}

function languagesField(bind) {
  const list = bind.list();
  const rest = LANGUAGES.filter((language) => !list.includes(language));
  const add = (language) => language && bind.set([...list, language], { redraw: true });
  return h("div", { class: "field", "data-place": placeOf(bind), role: "group", "aria-label": words.languages },
    h("span", { class: "field-label" }, words.languages), h("p", { class: "hint" }, words.languagesHint),
    h("ul", { class: "chips" }, list.map((language, at) => h("li", { class: "chip" }, `${languageName(String(language))}${at ? "" : ` (${words.mainLanguage})`}`,
      bind.mayEdit && at > 0 && iconButton("↑", fill(words.moveUp, { name: languageName(String(language)) }), () => bind.swap(at, at - 1)),
      bind.mayEdit && list.length > 1 && iconButton("×", fill(words.removeThis, { name: languageName(String(language)) }), () => bind.removeAt(at))))),
    bind.mayEdit && h("select", { id: bind.id, "aria-label": words.addLanguage, on: { change: (event) => add(event.target.value) } }, h("option", { value: "" }, `+ ${words.addLanguage}…`), rest.map((language) => h("option", { value: language }, languageName(language)))),
    h("div", { class: "marks" }));
}

function template(bind, document, label, long) {
  const languages = shownIn(isObject(bind.get()) ? bind.get() : {});
  const inputs = texts(bind, languages, { label, long });
  let last = null;
  inputs.addEventListener("focusin", (event) => (last = event.target));
  const answers = listOf(document, "step").filter(takesAnswer).map((step) => [step.key, titleOf(step)]);
  const insert = (key) => {
    const target = last?.isConnected ? last : inputs.querySelector("input, textarea");
    target.setRangeText(`{${key}}`, target.selectionStart ?? target.value.length, target.selectionEnd ?? target.value.length, "end");
    target.dispatchEvent(new Event("input", { bubbles: true }));
    target.focus();
  };
  return field(bind, label, h("div", {}, inputs,
    bind.mayEdit && h("select", { id: `${bind.id}-insert`, class: "insert", "aria-label": `${words.insertAnswer} – ${label}`, on: { change: (event) => (insert(event.target.value), (event.target.value = "")) } },
      h("option", { value: "" }, `{ } ${words.insertAnswer}…`), answers.map(([key, title]) => h("option", { value: key }, title)))), { group: true });
}

// Rules in their order, the first that holds counts.
function rules(bind, document, valueField, begin) {
  const list = bind.list();
  const name = (at) => `${words.rule} ${at + 1}`;
  const open = !list.some(holdsAlways);
  return h("div", { class: "field", "data-place": placeOf(bind) },
    list.map((rule, at) => {
      const place = bind.at(at);
      const always = !isObject(rule) || rule.when === undefined;
      const kind = h("select", { id: `${place.id}-kind`, "aria-label": words.ruleKind, disabled: !bind.mayEdit, on: { change: (event) => place.put("when", event.target.value === "if" ? BLANK : undefined, { redraw: true }) } },
        h("option", { value: "if" }, words.if), h("option", { value: "always" }, at ? words.otherwise : words.inAnyCase));
      kind.value = always ? "always" : "if";
      return h("div", { class: "card rule", role: "group", "aria-label": name(at), "data-place": placeOf(place) },
        h("div", { class: "card-tools" },
          bind.mayEdit && at > 0 && iconButton("↑", fill(words.moveUp, { name: name(at) }), () => bind.swap(at, at - 1)),
          bind.mayEdit && at < list.length - 1 && iconButton("↓", fill(words.moveDown, { name: name(at) }), () => bind.swap(at, at + 1)),
          bind.mayEdit && iconButton("×", fill(words.removeThis, { name: name(at) }), () => bind.removeAt(at))),
        h("div", { class: "branch-if" }, kind, !always && conditionField(place.at("when"), document, { label: `${name(at)} – ${words.condition}` })),
        valueField(place, document, isObject(rule) ? rule : {}),
        h("div", { class: "marks" }));
    }),
    open && h("p", { class: "hint" }, list.length ? words.noDefault : words.noRules),
    bind.mayEdit && button(`+ ${words.addRule}`, () => add(bind, list, open, begin)),
    h("div", { class: "marks" }));
}

// A severity that is not known yet leaves it to the next rule.
const holdsAlways = (rule) => isObject(rule) && rule.when === undefined && rule.from === undefined;

// A new rule goes before the one that always holds.
function add(bind, list, open, begin) {
  const at = list.findIndex(holdsAlways);
  const made = list.length && !open ? { when: BLANK, ...begin } : { ...begin };
  bind.set(at < 0 ? [...list, made] : [...list.slice(0, at), made, ...list.slice(at)], { redraw: true });
}

function priorityValue(place, document, rule) {
  const fixed = [1, 2, 3, 4].map((one) => [String(one), words.priorities[one]]);
  const severities = listOf(document, "step").filter((step) => step.type === "severity").map((step) => [`from ${step.key}`, fill(words.asIn, { title: titleOf(step) })]);
  const chosen = rule.from === undefined ? String(rule.is ?? "") : `from ${rule.from}`;
  const pick = (picked) => {
    const when = rule.when === undefined ? {} : { when: rule.when };
    place.set(picked.startsWith("from ") ? { ...when, from: picked.slice(5) } : { ...when, is: Number(picked) }, { redraw: true });
  };
  return field(place.at("is"), words.priority, select(place.at("is"), [...fixed, ...severities], { value: chosen, onPick: pick }));
}

function teamValue(place, document) {
  const known = [...new Set((document.outcome?.team ?? []).map((rule) => rule?.is).filter(Boolean))];
  const list = `${place.id}-teams`;
  return h("div", {}, field(place.at("is"), words.team, text(place.at("is"), { mono: true, list, maxlength: 40 }), { hint: words.teamHint }),
    h("datalist", { id: list }, known.map((team) => h("option", { value: team }))));
}

const deadlineValue = (place) => field(place.at("minutes"), words.minutes, number(place.at("minutes")), { hint: words.minutesHint });

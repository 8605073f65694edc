// What belongs to the whole script: its name and languages, the greeting, and what becomes of the ticket.

import { fill } from "../../shared/dom.js";
import { html, nothing } from "../../shared/lit.js";
import { isObject, stepsOf } from "../document/parts.js";
import { takesAnswer } from "../document/step-kinds.js";
import { inOrder, titleOf, titled } from "../document/titles.js";
import { words } from "../words.js";
import { Binding } from "./binding.js";
import { BLANK } from "./condition-field.js";
import {
  adder, chips, field, fieldGroup, findingsPlace, hintText, languageName, number, pickToDo, screenLanguages, section,
  select, spokenLanguages, text, texts, upButton, withKnown,
} from "./fields.js";
import { whenCard } from "./when-card.js";

/** @import {Choices, Editor, Rule, ScriptDocument} from "../types.js" */

const LANGUAGES = ["fr", "en", "ko", "de", "es", "it", "nl", "pt", "pl", "ar", "tr", "uk", "zh", "ja"];

/** @param {Editor} editor @param {ScriptDocument} document */
export function scriptForm(editor, document) {
  /** @param {string} name */
  const bind = (name) => new Binding(editor, `settings:${name}`);
  const outcome = bind("outcome");
  const { greeting } = words;
  return html`
    ${section(words.settings.name,
      field(bind("name"), words.scriptName, texts(bind("name"), screenLanguages(document, document.name), { label: words.scriptName }), { group: true }),
      languagesField(bind("languages")))}
    ${section(words.settings.greeting,
      field(bind("greeting"), greeting, texts(bind("greeting"), spokenLanguages(document, document.greeting), { label: greeting, long: true }),
        { group: true, hint: words.greetingHint }))}
    ${section(words.settings.outcome, hintText(words.templateHint),
      template(outcome.at("title"), document, words.ticketTitle, false),
      template(outcome.at("summary"), document, words.ticketSummary, true))}
    ${section(words.priority, rules(outcome.at("priority"), document, priorityValue, { is: 3 }))}
    ${section(words.team, rules(outcome.at("team"), document, teamValue, { is: "" }))}
    ${section(words.deadline, rules(outcome.at("deadline"), document, deadlineValue, { minutes: 240 }))}`;
}

/** @param {Binding} bind */
function languagesField(bind) {
  const list = bind.list().map(String);
  const named = (/** @type {string} */ key) => ({ key, label: languageName(key) });
  const chosen = list.map((key, at) => (at ? named(key) : { key, label: `${languageName(key)} (${words.mainLanguage})` }));
  /** @param {{label: string}} one @param {number} at */
  const more = ({ label }, at) => (at ? upButton(fill(words.moveUp, { name: label }), () => bind.swap(at, at - 1)) : nothing);
  return fieldGroup(bind, words.languages, chips({ id: bind.id, label: words.addLanguage, mayEdit: bind.mayEdit, more },
    chosen, LANGUAGES.filter((key) => !list.includes(key)).map(named), (key) => bind.push(key),
    list.length > 1 ? (key) => bind.removeAt(list.indexOf(key)) : null), words.languagesHint);
}

/** Where the caret was last in each template. @type {Map<string, HTMLInputElement>} */
const carets = new Map();

/** @param {Binding} bind @param {ScriptDocument} document @param {string} label @param {boolean} long */
function template(bind, document, label, long) {
  const languages = screenLanguages(document, isObject(bind.get()) ? bind.get() : {});
  /** @param {string} key */
  const insert = (key) => {
    const last = carets.get(bind.id);
    const target = last?.isConnected ? last : /** @type {HTMLInputElement} */ (globalThis.document.getElementById(bind.at(languages[0]).id));
    const end = target.value.length;
    target.setRangeText(`{${key}}`, target.selectionStart ?? end, target.selectionEnd ?? end, "end");
    target.dispatchEvent(new Event("input", { bubbles: true }));
    target.focus();
  };
  const about = { id: `${bind.id}-insert`, title: words.insertAnswer, label: `${words.insertAnswer} – ${label}` };
  const remember = (/** @type {{target: HTMLInputElement}} */ { target }) => carets.set(bind.id, target);
  return field(bind, label, html`
    <div @focusin=${remember}>${texts(bind, languages, { label, long })}</div>
    ${bind.mayEdit ? pickToDo(about, titled(stepsOf(document).filter(takesAnswer)), insert) : nothing}`, { group: true });
}

/** A severity that is not known yet leaves it to the next rule. @param {any} rule */
const holdsAlways = (rule) => isObject(rule) && rule.when === undefined && rule.from === undefined;

/**
 * Rules in their order, the first that holds counts.
 * @param {Binding} bind
 * @param {ScriptDocument} document
 * @param {(place: Binding, document: ScriptDocument, rule: Partial<Rule>) => unknown} content
 * @param {Rule} blank
 */
function rules(bind, document, content, blank) {
  const list = bind.list();
  const hasDefault = list.some(holdsAlways);
  /** @param {any} rule @param {number} at */
  const card = (rule, at) => whenCard(bind, at, document, {
    kind: "rule", name: `${words.rule} ${at + 1}`, label: words.ruleKind, always: at ? words.otherwise : words.inAnyCase,
    content: content(bind.at(at), document, isObject(rule) ? rule : {}),
  });
  const add = () => { // before the one that always holds
    const now = bind.list();
    const at = now.findIndex(holdsAlways);
    bind.set(now.toSpliced(at < 0 ? now.length : at, 0, at < 0 ? { ...blank } : { when: BLANK, ...blank }));
  };
  return html`<div class="field" data-place=${bind.place}>
    ${list.map(card)}
    ${hasDefault ? nothing : hintText(list.length ? words.noDefault : words.noRules)}
    ${bind.mayEdit ? adder(words.addRule, add) : nothing}${findingsPlace(bind)}
  </div>`;
}

/** @type {Choices} */
const PRIORITIES = inOrder(["1", "2", "3", "4"], words.priorities);

/** @param {Binding} place @param {ScriptDocument} document @param {Partial<Rule>} rule */
function priorityValue(place, document, rule) {
  const severities = stepsOf(document).filter((step) => step.type === "severity")
    .map((step) => /** @type {[string, string]} */ ([`from ${step.key}`, fill(words.asIn, { title: titleOf(step) })]));
  const value = rule.from === undefined ? String(rule.is ?? "") : `from ${rule.from}`;
  /** @param {string} picked */
  const onPick = (picked) => {
    const what = picked.startsWith("from ") ? { from: picked.slice(5) } : { is: Number(picked) };
    const { from: _from, is: _is, ...rest } = place.get() ?? {};
    place.set({ ...rest, ...what });
  };
  return field(place.at("is"), words.priority, select(place.at("is"), [...PRIORITIES, ...severities], { value, onPick }));
}

/** @param {Binding} place @param {ScriptDocument} document @param {Partial<Rule>} rule */
function teamValue(place, document, rule) {
  const team = place.at("is");
  const known = (document.outcome?.team ?? []).map((one) => one?.is);
  const name = place.at("name");
  return html`${field(team, words.team, withKnown(team, words.team, known, text(team, { mono: true, maxlength: 40 })), { hint: words.teamHint })}
    ${field(name, words.teamName, texts(name, screenLanguages(document, isObject(rule.name) ? rule.name : {}), { label: words.teamName }), { group: true, optional: true, hint: words.teamNameHint })}`;
}

/** @param {Binding} place */
const deadlineValue = (place) => field(place.at("minutes"), words.minutes, number(place.at("minutes")), { hint: words.minutesHint });

// What belongs to the whole script: its name and languages, the greeting, and what becomes of the ticket.

import { fill } from "../../shared/dom.js";
import { html, nothing } from "../../shared/lit.js";
import { isObject, stepsOf } from "../document/parts.js";
import { takesAnswer } from "../document/step-kinds.js";
import { inOrder, titleOf } from "../document/titles.js";
import { words } from "../words.js";
import { Binding } from "./binding.js";
import { BLANK } from "./condition-field.js";
import {
  actMenu, button, field, fieldGroup, hinted, iconButton, languageName, marks, number, screenLanguages, section, select,
  spokenLanguages, text, texts,
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
      field(bind("name"), words.scriptName, texts(bind("name"), screenLanguages(document.name), { label: words.scriptName }), { group: true }),
      languagesField(bind("languages")))}
    ${section(words.settings.greeting,
      field(bind("greeting"), greeting, texts(bind("greeting"), spokenLanguages(document, document.greeting), { label: greeting, long: true }),
        { group: true, hint: words.greetingHint }))}
    ${section(words.settings.outcome, hinted(words.templateHint),
      template(outcome.at("title"), document, words.ticketTitle, false),
      template(outcome.at("summary"), document, words.ticketSummary, true))}
    ${section(words.priority, rules(outcome.at("priority"), document, priorityValue, { is: 3 }))}
    ${section(words.team, rules(outcome.at("team"), document, teamValue, { is: "" }))}
    ${section(words.deadline, rules(outcome.at("deadline"), document, deadlineValue, { minutes: 240 }))}`;
}

/** @param {Binding} bind */
function languagesField(bind) {
  const list = bind.list().map(String);
  const rest = LANGUAGES.filter((language) => !list.includes(language)).map((language) => /** @type {[string, string]} */ ([language, languageName(language)]));
  /** @param {string} language @param {number} at */
  const chip = (language, at) => {
    const name = languageName(language);
    return html`<li class="chip">${name}${at ? "" : ` (${words.mainLanguage})`}
      ${bind.mayEdit && at > 0 ? iconButton("↑", fill(words.moveUp, { name }), () => bind.swap(at, at - 1)) : nothing}
      ${bind.mayEdit && list.length > 1 ? iconButton("×", fill(words.removeThis, { name }), () => bind.removeAt(at)) : nothing}</li>`;
  };
  return fieldGroup(bind, words.languages, html`
    <ul class="chips">${list.map(chip)}</ul>
    ${bind.mayEdit
      ? actMenu({ id: bind.id, label: words.addLanguage }, `+ ${words.addLanguage}…`, rest, (language) => bind.push(language))
      : nothing}`, words.languagesHint);
}

/** Where the caret was last in each template. @type {Map<string, HTMLInputElement>} */
const carets = new Map();

/** @param {Binding} bind @param {ScriptDocument} document @param {string} label @param {boolean} long */
function template(bind, document, label, long) {
  const languages = screenLanguages(isObject(bind.get()) ? bind.get() : {});
  const answers = stepsOf(document).filter(takesAnswer).map((step) => /** @type {[string, string]} */ ([step.key, titleOf(step)]));
  /** @param {string} key */
  const insert = (key) => {
    const last = carets.get(bind.id);
    const target = last?.isConnected ? last : /** @type {HTMLInputElement} */ (globalThis.document.getElementById(bind.at(languages[0]).id));
    const end = target.value.length;
    target.setRangeText(`{${key}}`, target.selectionStart ?? end, target.selectionEnd ?? end, "end");
    target.dispatchEvent(new Event("input", { bubbles: true }));
    target.focus();
  };
  const about = { id: `${bind.id}-insert`, class: "insert", label: `${words.insertAnswer} – ${label}` };
  const remember = (/** @type {{target: HTMLInputElement}} */ { target }) => carets.set(bind.id, target);
  return field(bind, label, html`
    <div @focusin=${remember}>${texts(bind, languages, { label, long })}</div>
    ${bind.mayEdit ? actMenu(about, `{ } ${words.insertAnswer}…`, answers, insert) : nothing}`, { group: true });
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
    ${hasDefault ? nothing : hinted(list.length ? words.noDefault : words.noRules)}
    ${bind.mayEdit ? button(`+ ${words.addRule}`, add) : nothing}${marks()}
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

/** @param {Binding} place @param {ScriptDocument} document */
function teamValue(place, document) {
  const known = [...new Set((document.outcome?.team ?? []).map((rule) => rule?.is).filter(Boolean))];
  const list = `${place.id}-teams`;
  return html`<div>
    ${field(place.at("is"), words.team, text(place.at("is"), { mono: true, list, maxlength: 40 }), { hint: words.teamHint })}
    <datalist id=${list}>${known.map((team) => html`<option value=${String(team)}></option>`)}</datalist>
  </div>`;
}

/** @param {Binding} place */
const deadlineValue = (place) => field(place.at("minutes"), words.minutes, number(place.at("minutes")), { hint: words.minutesHint });

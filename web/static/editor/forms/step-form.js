// The form of one step.

import { html, nothing } from "../../shared/lit.js";
import { languagesOf, readOnScreens } from "../document/languages.js";
import { isObject, listOf } from "../document/parts.js";
import { KINDS, asKind, canBeMandatory, kindOfStep, takesAnswer } from "../document/step-kinds.js";
import { inOrder, titled } from "../document/titles.js";
import { words } from "../words.js";
import { answerSection } from "./answer-form.js";
import { branchesField } from "./branches.js";
import { BLANK, conditionField } from "./condition-field.js";
import {
  adder, checkbox, chips, field, fieldGroup, findingsPlace, foldable, hintText, itemTools, keyField, phrases, radios,
  removeButton, screenLanguages, section, select, spokenLanguages, texts,
} from "./fields.js";

/** @import {Probe, ScriptDocument, Step} from "../types.js" */
/** @import {Binding} from "./binding.js" */
/** @import {FormActs} from "./form-view.js" */

/** @param {Binding} bind @param {ScriptDocument} document @param {FormActs} acts */
export function stepForm(bind, document, { rename, onTitle, isNew }) {
  /** @type {Step & Record<string, any>} */
  const step = bind.get();
  const asks = takesAnswer(step);
  const end = step.kind === "end";
  /** @param {string} name @param {{label: string, hint: string, long?: boolean, optional?: boolean, onDone?: (typed: string) => void}} more */
  const onScreen = (name, { label, hint, long, optional, onDone }) => field(bind.at(name), label,
    texts(bind.at(name), screenLanguages(document, isObject(step[name]) ? step[name] : {}), { label, long, onDone }), { group: true, hint, optional });
  /** @param {string} name */
  const spoken = (name) => spokenLanguages(document, isObject(step[name]) ? step[name] : {});
  const ask = asks ? words.ask : words.say;
  return html`
    ${section(words.whatStep,
      onScreen("title", { label: words.title, hint: words.titleHint, onDone: onTitle }),
      html`<div class="columns two">${kindField(bind, document)}${keyField(bind.at("key"), isNew ? words.keyNewHint : words.keyHint, rename)}</div>`)}
    ${section(asks ? words.asking : words.saying,
      field(bind.at("ask"), ask, phrases(bind.at("ask"), spoken("ask"), { label: ask, long: !asks }), { group: true, hint: asks ? words.askHint : words.sayHint }),
      asks ? onScreen("why", { label: words.why, hint: words.whyHint, optional: true }) : nothing,
      onScreen("help", { label: words.help, hint: words.helpHint, long: true, optional: true }))}
    ${asks ? answerSection(bind, document) : nothing}
    ${end ? nothing : section(words.whenSection,
      canBeMandatory(step) ? mandatoryField(bind.at("mandatory"), document) : nothing,
      whenField(bind.at("when"), document),
      asks ? checkbox(bind.at("read_back"), words.readBack, words.readBackHint) : nothing)}
    ${end ? nothing : section(words.whereNext, branchesField(bind.at("next"), document, step))}
    ${asks ? probesField(bind.at("probes"), document) : nothing}
    ${asks ? foldable({ id: `${bind.id}-cues-fold`, open: Boolean(step.cues) }, words.cues,
      field(bind.at("cues"), words.cues, phrases(bind.at("cues"), spoken("cues"), { label: words.cues, add: words.addWord }), { group: true, hint: words.cuesHint })) : nothing}
    ${articlesField(bind.at("articles"), document, step)}`;
}

/** What a menu of kinds was entered with: typing the name of a kind passes through others. @type {Step | null} */
let entered = null;

/** @param {Binding} bind @param {ScriptDocument} document */
function kindField(bind, document) {
  const kind = kindOfStep(bind.get());
  const groups = Object.entries(KINDS).map(([group, kinds]) => /** @type {[string, any]} */ ([words.kindGroups[group], inOrder(kinds, words.kinds)]));
  /** @param {string} picked */
  const pick = (picked) => {
    const step = bind.get();
    bind.set(asKind(entered?.key === step.key ? { ...entered, ...step } : step, picked, readOnScreens(languagesOf(document))));
  };
  return html`<div class="contents" @focusin=${() => (entered = bind.get())} @focusout=${() => (entered = null)}>
    ${field(bind.at("type"), words.kind, select(bind.at("type"), groups, { value: kind, onPick: pick }), { hint: words.kindHints[kind] ?? "" })}
  </div>`;
}

/** @param {Binding} bind @param {ScriptDocument} document */
function mandatoryField(bind, document) {
  const rule = bind.get();
  const chosen = typeof rule === "string" ? "if" : rule === true ? "yes" : "no";
  /** @type {Record<string, any>} */
  const values = { no: undefined, yes: true, if: typeof rule === "string" ? rule : BLANK };
  return html`<div>
    <div class="field" data-place=${bind.place} role="group" aria-label=${words.mandatory}>
      <span class="field-label">${words.mandatory}</span>${hintText(words.mandatoryHint)}
      ${radios(bind, inOrder(Object.keys(values), words.mandatoryChoices), chosen, (picked) => bind.set(values[picked]))}
      ${chosen === "if" ? nothing : findingsPlace(bind)}
    </div>
    ${chosen === "if" ? conditionField(bind, document, { label: words.mandatoryChoices.if }) : nothing}
  </div>`;
}

/** @param {Binding} bind @param {ScriptDocument} document */
function whenField(bind, document) {
  if (bind.get() === undefined) {
    return html`<div class="field" data-place=${bind.place}>
      <span class="field-label">${words.onlyWhen}</span>${hintText(words.alwaysAsked)}
      ${bind.mayEdit ? adder(words.addWhen, () => bind.set(BLANK)) : nothing}${findingsPlace(bind)}
    </div>`;
  }
  return html`<div class="with-remove">
    ${conditionField(bind, document, { label: words.onlyWhen, lead: words.onlyWhen })}
    ${bind.mayEdit ? removeButton(words.alwaysAsk, () => bind.set(undefined)) : nothing}
  </div>`;
}

/** @param {Binding} bind @param {ScriptDocument} document */
function probesField(bind, document) {
  /** @param {Probe} probe @param {number} at */
  const row = (probe, at) => {
    const name = `${words.probe} ${at + 1}`;
    const [vague, ask] = [bind.at(at, "words"), bind.at(at, "ask")];
    return html`<div class="card probe" role="group" aria-label=${name}>
      ${itemTools(bind, at, name)}
      ${field(vague, words.vagueWords, phrases(vague, spokenLanguages(document, probe?.words), { label: words.vagueWords, add: words.addWord }), { group: true })}
      ${field(ask, words.probeAsk, texts(ask, spokenLanguages(document, probe?.ask), { label: words.probeAsk }), { group: true })}
    </div>`;
  };
  return foldable({ id: `${bind.id}-fold`, open: bind.list().length > 0 }, words.probes, hintText(words.probesHint), bind.list().map(row),
    bind.mayEdit ? adder(words.addProbe, () => bind.push({ words: {}, ask: {} })) : nothing);
}

/** @param {Binding} bind @param {ScriptDocument} document @param {Step} step */
function articlesField(bind, document, step) {
  const all = titled(listOf(document, "article"));
  const chosen = bind.list().map((key) => all.find((one) => one.key === key) ?? { key, label: `⚠ ${key}` });
  const others = all.filter(({ key }) => !bind.list().includes(key));
  return foldable({ id: `${bind.id}-fold`, open: chosen.length > 0 || step.kind === "article" }, words.stepArticles,
    fieldGroup(bind, words.stepArticles, chips({ id: bind.id, label: words.addArticle, mayEdit: bind.mayEdit },
      chosen, others, (key) => bind.push(key), (key) => bind.removeAt(bind.list().indexOf(key))),
    all.length ? words.stepArticlesHint : words.noArticles));
}

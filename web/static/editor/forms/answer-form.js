// What belongs to one type of answer: options, bounds, patterns, severity; and a place to try it.

import { fill } from "../../shared/dom.js";
import { html, nothing, typed } from "../../shared/lit.js";
import { DelayedRequests } from "../delayed-requests.js";
import { languagesOf, readOnScreens } from "../document/languages.js";
import { yesAndNo } from "../document/step-kinds.js";
import { inOrder } from "../document/titles.js";
import { words } from "../words.js";
import {
  adder, checkbox, field, findingsPlace, hintText, number, onValue, removeButton, screenLanguages, section, select,
  spokenLanguages, text, texts,
} from "./fields.js";
import { optionsField } from "./options.js";
import { severityField } from "./severity.js";

/** @import {ScriptDocument, Step} from "../types.js" */
/** @import {Binding} from "./binding.js" */

/** @param {Binding} bind @param {ScriptDocument} document */
export function answerSection(bind, document) {
  const own = OWN[bind.get("type")]?.(bind, document) ?? nothing;
  return section(words.answerSection, own, tryField(bind, document));
}

/** @type {Record<string, (bind: Binding, document: ScriptDocument) => unknown>} */
const OWN = {
  yes_no: (bind, document) => yesNo(bind, document),
  choice: (bind, document) => options(bind, document, words.optionsHint),
  choices: (bind, document) => options(bind, document, words.optionsHint),
  severity: (bind, document) => severityField(bind, document),
  number: (bind, document) => [bounds(bind), unit(bind, document)],
  date_time: (bind) => moment(bind.at("moment")),
  text: (bind) => pattern(bind),
  person: (bind, document) => listed(bind, document),
  site: (bind, document) => listed(bind, document),
  asset: (bind, document) => [pattern(bind), checkDigit(bind.at("check_digit")), listed(bind, document)],
};

/** @param {Binding} bind @param {ScriptDocument} document @param {string} hint */
const options = (bind, document, hint) => optionsField(bind.at("options"), document, { label: words.options, hint });

/** @param {Binding} bind @param {ScriptDocument} document */
const listed = (bind, document) => [
  options(bind, document, words.suggestionsHint), checkbox(bind.at("only_listed"), words.onlyListed, words.onlyListedHint),
];

/** @param {Binding} bind @param {ScriptDocument} document */
function yesNo(bind, document) {
  if (bind.get("options")) {
    return html`<div class="with-remove">
      ${optionsField(bind.at("options"), document, { label: words.options, hint: words.yesNoHint, fixed: true })}
      ${bind.mayEdit ? removeButton(words.usualYesNo, () => bind.put("options", undefined)) : nothing}
    </div>`;
  }
  return html`<div class="field" data-place=${bind.at("options").place}>
    ${hintText(words.usualYesNoHint)}
    ${bind.mayEdit ? adder(words.ownYesNo, () => bind.put("options", yesAndNo(readOnScreens(languagesOf(document))))) : nothing}${findingsPlace(bind)}
  </div>`;
}

/** @param {Binding} bind */
const bounds = (bind) => html`<div class="columns">
  ${field(bind.at("minimum"), words.minimum, number(bind.at("minimum")))}
  ${field(bind.at("maximum"), words.maximum, number(bind.at("maximum")))}
  ${checkbox(bind.at("whole"), words.whole)}
</div>`;

/** @param {Binding} bind @param {ScriptDocument} document */
const unit = (bind, document) => field(bind.at("unit"), words.unit,
  texts(bind.at("unit"), screenLanguages(document, bind.get("unit")), { label: words.unit }), { group: true, optional: true, hint: words.unitHint });

/** @param {Binding} bind */
const pattern = (bind) => field(bind.at("pattern"), words.pattern,
  text(bind.at("pattern"), { mono: true, maxlength: 120 }), { optional: true, hint: words.patternHint });

/** @param {Binding} bind */
const moment = (bind) => field(bind, words.moment, select(bind, inOrder(["any", "past", "future"], words.moments),
  { value: bind.get() ?? "any", onPick: (picked) => bind.set(picked === "any" ? undefined : picked) }));

/** @param {Binding} bind */
const checkDigit = (bind) => field(bind, words.checkDigit, select(bind, inOrder(["", "luhn", "mod97"], words.checkDigits),
  { onPick: (picked) => bind.set(picked || undefined) }), { hint: words.checkDigitHint });

/** What was typed to try a step, by part. @type {Map<string, string>} */
const tried = new Map();
/** @type {DelayedRequests<{problem: string, display: string, sample: string}> | undefined} */
let requests;

/** @param {Binding} bind @param {ScriptDocument} document */
function tryField(bind, document) {
  requests ??= new DelayedRequests("/try", bind.editor.drawSoon);
  const id = `${bind.id}-try`;
  const raw = tried.get(bind.part) ?? "";
  /** @type {Step} */
  const step = bind.get();
  const language = spokenLanguages(document)[0] ?? "fr";
  const result = raw || step.pattern ? requests.latest(bind.part, { step, raw, language }) : null;
  const input = onValue((now) => {
    tried.set(bind.part, now);
    bind.editor.drawSoon();
  });
  const kind = raw.trim() === "" || !result ? "" : result.problem ? "is-wrong" : result.display ? "is-right" : "";
  return html`<div class="try">
    <label for=${id}>${words.tryIt}</label>
    <input id=${id} type="text" dir="auto" autocomplete="off" maxlength="5000" aria-describedby="${id}-result" .value=${typed(raw)} @input=${input}>
    <output class="tried ${kind}" id="${id}-result" for=${id}>${result ? outcome(result, raw) : ""}</output>
  </div>`;
}

/** @param {{problem: string, display: string, sample: string}} result @param {string} raw */
function outcome({ problem, display, sample }, raw) {
  if (raw.trim() === "") return sample ? fill(words.sample, { sample }) : "";
  return problem ? `✗ ${problem}` : display ? `✓ ${fill(words.understoodAs, { value: display })}` : "";
}

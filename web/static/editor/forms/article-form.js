// The form of one article: Markdown with how it will look, the words that find it, and its steps.

import { html, nothing, unsafeHTML } from "../../shared/lit.js";
import { DelayedRequests } from "../delayed-requests.js";
import { isObject, partOf, stepsOf } from "../document/parts.js";
import { titled } from "../document/titles.js";
import { words } from "../words.js";
import {
  chips, field, findingsPlace, hintText, keyField, languageName, screenLanguages, section, text, texts, wordLists,
} from "./fields.js";

/** @import {ScriptDocument, Step} from "../types.js" */
/** @import {Binding} from "./binding.js" */
/** @import {FormActs} from "./form-view.js" */

/** @param {Binding} bind @param {ScriptDocument} document @param {FormActs} acts */
export function articleForm(bind, document, { rename, onTitle, attach }) {
  const article = bind.get();
  /** @param {string} name */
  const languages = (name) => screenLanguages(document, isObject(article[name]) ? article[name] : {});
  return html`
    ${section(words.article,
      field(bind.at("title"), words.title, texts(bind.at("title"), languages("title"), { label: words.title, onDone: onTitle }), { group: true }),
      hintText(words.markdownHint),
      languages("body").map((language) => bodyField(bind.at("body", language), language)))}
    ${section(words.attached, attached(bind, document, attach))}
    ${section(words.findingIt,
      field(bind.at("words"), words.searchWords, wordLists(bind.at("words"), languages("words"), words.searchWords),
        { group: true, hint: words.searchWordsHint, optional: true }),
      keyField(bind.at("key"), words.keyHint, rename))}`;
}

/** @type {DelayedRequests<{html: string}> | undefined} */
let requests;

/** @param {Binding} bind @param {string} language */
function bodyField(bind, language) {
  requests ??= new DelayedRequests("/preview", bind.editor.drawSoon);
  const label = `${words.body} – ${languageName(language)}`;
  const written = bind.get() ?? "";
  const preview = requests.latest(`${bind.part} ${language}`, { text: String(written) })?.html ?? "";
  return html`<div class="field" data-place=${bind.place}>
    <label class="field-label" for=${bind.id}>${label}</label>
    <div class="markdown">
      ${text(bind, { lang: language, long: true })}
      <div class="preview" lang=${language} dir="auto" tabindex="0" role="region" aria-label="${words.preview} – ${languageName(language)}">${unsafeHTML(preview)}</div>
    </div>
    ${findingsPlace(bind)}
  </div>`;
}

/** @param {Binding} bind @param {ScriptDocument} document @param {FormActs["attach"]} attach */
function attached(bind, document, attach) {
  const key = () => bind.get("key"); // it may get another name while the form is open
  const steps = stepsOf(document).filter((step) => step.kind !== "end");
  /** @param {Step} step */
  const has = (step) => Array.isArray(step.articles) && step.articles.includes(key());
  const showing = titled(steps.filter(has));
  /** @param {boolean} on */
  const attaching = (on) => (/** @type {string} */ step) => attach(partOf("step", step), key(), on);
  return html`<div class="field">
    ${showing.length ? nothing : hintText(words.notAttached)}
    ${chips({ id: `${bind.id}-attach`, label: words.attach, mayEdit: bind.mayEdit },
      showing, titled(steps.filter((step) => !has(step))), attaching(true), attaching(false))}
  </div>`;
}

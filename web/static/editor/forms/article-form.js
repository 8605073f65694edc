// The form of one article: Markdown with how it will look, the words that find it, and its steps.

import { fill, h, words } from "../../shared/dom.js";
import { post } from "../api.js";
import { titleOf } from "../conditions/conditions.js";
import { field, iconButton, languageName, placeOf, section, shownIn, spokenIn, text, texts, wordLists } from "./fields.js";
import { isObject, listOf, partOf } from "../document/parts.js";

const PAUSE = 250;

export function articleForm(bind, { document, onRename, onTitle, onAttach }) {
  const article = bind.get();
  const shown = (name) => shownIn(isObject(article[name]) ? article[name] : {});
  const key = h("input", { id: bind.at("key").id, class: "mono key", type: "text", dir: "ltr", autocomplete: "off", maxlength: 40, readonly: !bind.mayEdit, on: { change: (event) => onRename(event.target.value.trim(), event.target) } });
  key.value = article.key;
  return [
    section(words.article,
      field(bind.at("title"), words.title, texts(bind.at("title"), shown("title"), { label: words.title, onDone: onTitle }), { group: true }),
      h("p", { class: "hint" }, words.markdownHint),
      ...shown("body").map((language) => bodyField(bind.at("body", language), language))),
    section(words.attached, attached(bind, document, onAttach)),
    section(words.findingIt,
      field(bind.at("words"), words.searchWords, wordLists(bind.at("words"), spokenIn({ languages: shownIn({}) }, article.words), { label: words.searchWords }), { group: true, hint: words.searchWordsHint, optional: true }),
      field(bind.at("key"), words.key, key, { hint: words.keyHint })),
  ];
}

function bodyField(bind, language) {
  const preview = h("div", { class: "preview", lang: language, dir: "auto", tabindex: "0", role: "region", "aria-label": `${words.preview} – ${languageName(language)}` });
  const node = text(bind, { lang: language, long: true, label: `${words.body} – ${languageName(language)}` });
  let timer = 0;
  let turn = 0;
  const show = async () => {
    const mine = (turn += 1);
    const told = await post("/preview", { text: node.value }).catch(() => null);
    if (told && mine === turn) preview.innerHTML = told.html; // cleaned by the server
  };
  node.addEventListener("input", () => (clearTimeout(timer), (timer = setTimeout(show, PAUSE))));
  if (node.value) show();
  return h("div", { class: "field", "data-place": placeOf(bind) },
    h("label", { class: "field-label", for: bind.id }, `${words.body} – ${languageName(language)}`),
    h("div", { class: "markdown" }, node, preview), h("div", { class: "marks" }));
}

function attached(bind, document, onAttach) {
  const key = () => bind.get("key"); // it may get another name while the form is open
  const steps = listOf(document, "step").filter((step) => step.kind !== "end");
  const has = (step) => Array.isArray(step.articles) && step.articles.includes(key());
  const row = (step) => h("li", { class: "chip", dir: "auto" }, titleOf(step), bind.mayEdit && iconButton("×", fill(words.removeThis, { name: titleOf(step) }), () => onAttach(partOf("step", step.key), key(), false)));
  return h("div", { class: "field" }, h("ul", { class: "chips" }, steps.filter(has).map(row)),
    !steps.some(has) && h("p", { class: "hint" }, words.notAttached),
    bind.mayEdit && h("select", { id: `${bind.id}-attach`, "aria-label": words.attach, on: { change: (event) => event.target.value && onAttach(partOf("step", event.target.value), key(), true) } },
      h("option", { value: "" }, `+ ${words.attach}…`), steps.filter((step) => !has(step)).map((step) => h("option", { value: step.key }, titleOf(step)))));
}

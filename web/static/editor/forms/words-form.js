// The client's own words, by what they say: for the meter of how specific a ticket's text is.

import { h, words } from "../../shared/dom.js";
import { Binding } from "./binding.js";
import { field, section, spokenIn, wordLists } from "./fields.js";
import { isObject } from "../document/parts.js";

const NAMES = ["things", "places", "times", "symptoms", "errors", "effects", "vague", "junk"];

export function wordsForm(editor, document) {
  const bind = new Binding(editor, "settings:lexicon");
  const lists = (name) => field(bind.at(name), words.lexicon[name],
    wordLists(bind.at(name), spokenIn(document, isObject(bind.get(name)) ? bind.get(name) : {}), { label: words.lexicon[name] }), { group: true, hint: words.lexiconHints[name] });
  return [section(words.sections.words, h("p", { class: "hint" }, words.lexiconHint), ...NAMES.map(lists))];
}

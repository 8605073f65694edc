// The client's own words, by what they say: for the meter of how specific a ticket's text is.

import { isObject } from "../document/parts.js";
import { words } from "../words.js";
import { Binding } from "./binding.js";
import { field, hintText, section, spokenLanguages, wordLists } from "./fields.js";

/** @import {Editor, ScriptDocument} from "../types.js" */

const NAMES = ["things", "places", "times", "symptoms", "errors", "effects", "vague", "junk"];

/** @param {Editor} editor @param {ScriptDocument} document */
export function wordsForm(editor, document) {
  const bind = new Binding(editor, "settings:lexicon");
  return section(words.sections.words, hintText(words.lexiconHint), NAMES.map((name) => {
    const languages = spokenLanguages(document, isObject(bind.get(name)) ? bind.get(name) : {});
    return field(bind.at(name), words.lexicon[name], wordLists(bind.at(name), languages, words.lexicon[name]), { group: true, hint: words.lexiconHints[name] });
  }));
}

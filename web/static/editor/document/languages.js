// The languages of a script: those of its callers, and those of them that people read on screens.

import { pages, words } from "../words.js";

/** @import {ScriptDocument} from "../types.js" */

/** @param {Partial<ScriptDocument>} script @returns {string[]} */
export const languagesOf = (script) => (Array.isArray(script.languages) ? script.languages.map(String) : []);

/** As `read_on_screens` in core/languages.py. @param {string[]} languages */
export function readOnScreens(languages) {
  const read = pages.filter((one) => languages.includes(one));
  return read.length ? read : languages.slice(0, 1);
}

/** What people read of this script, in the language of the person where it has that. @param {Partial<ScriptDocument>} script */
export function ownLanguage(script) {
  const read = readOnScreens(languagesOf(script));
  return read.includes(words.language) ? words.language : (read[0] ?? words.language);
}

/** @param {Record<string, string>} texts @param {string[]} languages */
export const onlyIn = (texts, languages) => Object.fromEntries(languages.filter((one) => one in texts).map((one) => [one, texts[one]]));

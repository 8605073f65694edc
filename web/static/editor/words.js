// What the editor says, in the language of the person: sentences, and lists of words by name.

import { words as all } from "../shared/dom.js";

/**
 * @typedef {"sections" | "settings" | "addPart" | "emptyList" | "chooseOne" | "states" | "acts" | "severities"
 *   | "kindGroups" | "kinds" | "kindHints" | "mandatoryChoices" | "moments" | "checkDigits" | "parts"
 *   | "factNames" | "signs" | "weekdays" | "tones" | "priorities" | "lexicon" | "lexiconHints" | "fieldNames"
 *   | "copies" | "yesLabels" | "noLabels"} ListName
 */
/** @typedef {Record<string, string> & Record<ListName, Record<string, string>>} Words */

const more = /** @type {unknown} */ (all);
/** Languages in which pages are written, the home language first. */
export const { pages, levels } = /** @type {{pages: string[], levels: Record<string, Record<string, string>>}} */ (more);
export const words = /** @type {Words} */ (more);

// Where one is on the page: the draft, the section, what is chosen in each.

import { boot } from "../api.js";
import { keyOf, kindOf, listOf, partOf, valueOf } from "../document/parts.js";

/** @import {Draft} from "../draft/draft.js" */
/** @import {History} from "../draft/history.js" */

/** The section of each kind of part. @type {Record<string, string>} */
export const SECTIONS = { step: "steps", instruction: "instructions", article: "articles" };
/** @type {Record<string, string>} */
const KINDS = { steps: "step", instructions: "instruction", articles: "article" };
const OPEN = new Set(["writing", "in_review", "approved"]);

/** What is there once the server has answered. @type {{draft: Draft, past: History}} */
const NOTHING_YET = /** @type {any} */ ({ draft: null, past: null });

export const page = {
  ...NOTHING_YET,
  section: "steps",
  /** @type {Record<string, string>} */
  chosen: {}, // by section
  /** @type {Record<string, number>} */
  places: {}, // of the chosen part in its list, for when it is gone
  /** @type {Map<string, string>} */
  aliases: new Map(), // a part's old name → its new one
  /** @type {Set<string>} */
  added: new Set(), // parts that were added on this page
  filter: "",
  state: "",
  note: "",
  /** @type {string[]} */
  people: [],
};

/** What the list of this section has, or "". */
export const kind = () => KINDS[page.section] ?? "";
export const chosen = () => page.chosen[page.section] ?? "";
export const isOpen = () => OPEN.has(page.state);
export const mayEdit = () => boot.mayEdit && isOpen() && !page.draft.stopped;

/** Where a part is written, settings too. @param {string} part */
export const sectionOf = (part) => SECTIONS[kindOf(part)] ?? (part === "settings:lexicon" ? "words" : "script");

const SETTINGS = ["name", "languages", "greeting", "outcome", "lexicon"].map((name) => `settings:${name}`);

/** The parts that the form shows. */
export function partsInForm() {
  if (!kind()) return SETTINGS.filter((part) => sectionOf(part) === page.section);
  return chosen() ? [chosen()] : [];
}

/** The name that a part has now. @param {string} part */
export function nameOf(part) {
  if (!page.draft || kindOf(part) === "settings" || valueOf(page.draft.document, part) !== null) return part;
  return page.aliases.get(part) ?? part;
}

/** The chosen part, or what took its place. */
export function keepChosen() {
  if (!kind()) return;
  const all = listOf(page.draft.document, kind());
  let part = nameOf(chosen());
  if (!part || valueOf(page.draft.document, part) === null) {
    const next = all[Math.min(page.places[page.section] ?? 0, all.length - 1)];
    part = next ? partOf(kind(), next.key) : "";
  }
  page.chosen[page.section] = part;
  page.places[page.section] = Math.max(0, all.findIndex((one) => one.key === keyOf(part)));
}

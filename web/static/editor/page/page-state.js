// Where one is on the page: the draft, the section, what is chosen in each.

import { boot } from "../api.js";
import { kindOf, listOf, keyOf, partOf, valueOf } from "../document/parts.js";

export const SECTION = { step: "steps", instruction: "instructions", article: "articles" };
const KIND = { steps: "step", instructions: "instruction", articles: "article" };
const OPEN = new Set(["writing", "in_review", "approved"]);

export const page = {
  draft: null,
  past: null, // what can be undone
  section: "steps",
  chosen: {}, // by section
  places: {}, // of the chosen part in its list, for when it is gone
  aliases: new Map(), // a part's old name → its new one
  fresh: new Set(), // parts that were added on this page
  state: "",
  note: "",
  people: [],
};

export const kind = () => KIND[page.section];
export const chosen = () => page.chosen[page.section] ?? "";
export const isOpen = () => OPEN.has(page.state);
export const mayEdit = () => boot.mayEdit && isOpen() && !page.draft.stopped;

// The name that a part has now.
export function nameOf(part) {
  if (!page.draft || kindOf(part) === "settings" || valueOf(page.draft.document, part) !== null) return part;
  return page.aliases.get(part) ?? part;
}

// The chosen part, or what took its place.
export function keepChosen() {
  if (!kind()) return;
  const all = listOf(page.draft.document, kind());
  let part = nameOf(chosen());
  if (!part || valueOf(page.draft.document, part) === null) part = all.length ? partOf(kind(), all[Math.min(page.places[page.section] ?? 0, all.length - 1)].key) : "";
  page.chosen[page.section] = part;
  page.places[page.section] = Math.max(0, all.findIndex((one) => one.key === keyOf(part)));
}

// What a person does with the parts of a draft: choose, add, duplicate, move, delete, rename, undo.

import { announce, byId, fill } from "../../shared/dom.js";
import { toast } from "../../shared/toast.js";
import { ownLanguage } from "../document/languages.js";
import { before, freeKey, keyOf, kindOf, listOf, partOf, slug, valueOf } from "../document/parts.js";
import { titleOf } from "../document/titles.js";
import { words } from "../words.js";
import { drawNow, drawSoon } from "./drawing.js";
import { renameLeft } from "./left.js";
import { focusRow, revealRow } from "./list.js";
import { SECTIONS, chosen, kind, mayEdit, page, sectionOf } from "./page-state.js";

const AUTOMATIC = /^(step|instruction|article)_\d+$/;
const WORDS_OF_KEY = 5;

/** What is typed in a field is taken before its form goes. */
function leaveField() {
  const { activeElement } = document;
  if (activeElement instanceof HTMLElement && byId("form").contains(activeElement)) activeElement.blur();
}

/** @param {string} name */
export function section(name) {
  leaveField();
  page.section = name;
  clearSearch();
  drawNow();
}

/** @param {string} part */
export function choose(part) {
  const name = SECTIONS[kindOf(part)];
  if (!name || valueOf(page.draft.document, part) === null) return;
  leaveField();
  page.section = name;
  page.chosen[name] = part;
  history.replaceState(null, "", `#${part}`);
  drawNow();
  revealRow(part);
}

export function openForm() {
  const language = ownLanguage(page.draft.document);
  const first = byId(`f-title-${language}`) ?? byId(`f-text-${language}`);
  (first ?? byId("form").querySelector("input, textarea, select"))?.focus();
}

/** @type {Record<string, (key: string) => Record<string, any>>} */
const blank = {
  step: (key) => ({ key, kind: "question", type: "text", title: {} }),
  instruction: (key) => ({ key, text: {} }),
  article: (key) => ({ key, title: {}, body: {} }),
};

export function add() {
  if (!kind() || !mayEdit()) return;
  leaveField();
  const all = listOf(page.draft.document, kind());
  let number = all.length;
  while (all.some((one) => one.key === `${kind()}_${number}`)) number += 1;
  const key = `${kind()}_${number}`;
  insert(partOf(kind(), key), blank[kind()](key));
}

/** After the chosen part, and never after the end. @param {string} part @param {any} value */
function insert(part, value) {
  const at = chosen();
  const isEnd = at && valueOf(page.draft.document, at)?.kind === "end";
  const after = isEnd ? before(page.draft.document, at) : at;
  clearSearch();
  page.past.make({ action: "add", part, value, after });
  page.added.add(part);
  choose(part);
  openForm();
}

export function duplicate() {
  leaveField();
  const old = kind() && valueOf(page.draft.document, chosen());
  if (!old || !mayEdit()) return;
  const key = freeKey(old.key, listOf(page.draft.document, kind()).map((one) => one.key));
  const name = kind() === "instruction" ? "text" : "title";
  /** @param {string} language */
  const copy = (language) => words.copies[language] ?? words.copies.en;
  const copied = Object.fromEntries(Object.entries(old[name] ?? {}).map(([language, text]) => [language, `${text} (${copy(language)})`]));
  insert(partOf(kind(), key), { ...structuredClone(old), key, [name]: copied });
}

/** @param {string} part */
export function remove(part) {
  const one = part && valueOf(page.draft.document, part);
  if (!one || !mayEdit()) return;
  page.past.make({ action: "remove", part });
  toast(fill(words.deleted, { title: titleOf(one) }), { label: words.undo, act: undo });
  drawNow();
  focusRow(chosen());
}

/** @param {string} part @param {string} after */
export function move(part, after) {
  if (before(page.draft.document, part) === after || part === after || !mayEdit()) return;
  page.past.make({ action: "move", part, after });
  page.chosen[page.section] = part;
  drawNow();
}

export function undo() {
  showUndone(page.past.undo(), words.undone);
}

export function redo() {
  showUndone(page.past.redo(), words.redone);
}

/** @param {string} part what was changed, or "" @param {string} done */
function showUndone(part, done) {
  if (!part) return announce(words.nothingToUndo);
  if (kindOf(part) === "settings") page.section = sectionOf(part);
  else if (part !== chosen() && valueOf(page.draft.document, part) !== null) choose(part);
  drawNow();
  return announce(done);
}

/** The key of a new part comes from its title. @param {string} part @param {string} typed */
export function nameAfterTitle(part, typed) {
  if (!page.added.has(part) || !AUTOMATIC.test(keyOf(part)) || page.draft.conflicts.has(part)) return;
  const wanted = slug(typed.split(/\s+/).slice(0, WORDS_OF_KEY).join(" "));
  if (wanted) renameTo(part, freeKey(wanted, listOf(page.draft.document, kindOf(part)).map((one) => one.key)));
}

/** @param {string} part @param {string} to @param {HTMLInputElement} field */
export function rename(part, to, field) {
  if (to === keyOf(part)) return;
  const taken = listOf(page.draft.document, kindOf(part)).some((one) => one.key === to);
  const undecided = page.draft.conflicts.has(part);
  if (/^[a-z][a-z0-9_]{0,39}$/.test(to) && !taken && !undecided) return void renameTo(part, to);
  field.value = keyOf(part);
  toast(undecided ? words.choosePlease : taken ? fill(words.keyTaken, { key: to }) : words.keyForm);
}

/** @param {string} part @param {string} to */
function renameTo(part, to) {
  page.past.make({ action: "rename", part, to });
  applyRename(part, partOf(kindOf(part), to));
}

/** @type {(section: string, part: string) => void} */
let onRenamed = () => {};
/** @param {(section: string, part: string) => void} act the form of a part stays as it gets another name */
export const listenRenames = (act) => (onRenamed = act);

/** A part has another name, by us or by somebody else. @param {string} part @param {string} renamed */
export function applyRename(part, renamed) {
  page.aliases.set(part, renamed);
  if (page.added.delete(part)) page.added.add(renamed);
  renameLeft(part, renamed);
  page.past?.rename(part, renamed);
  for (const one of Object.keys(page.chosen)) if (page.chosen[one] === part) page.chosen[one] = renamed;
  if (chosen() === renamed) {
    history.replaceState(null, "", `#${renamed}`);
    onRenamed(page.section, renamed);
  }
  drawSoon();
}

/** @param {string} part @param {string} article @param {boolean} on */
export function attach(part, article, on) {
  const { articles, ...rest } = valueOf(page.draft.document, part);
  const others = (Array.isArray(articles) ? articles : []).filter((key) => key !== article);
  const next = on ? [...others, article] : others;
  page.past.make({ action: "set", part, value: next.length ? { ...rest, articles: next } : rest });
}

export function clearSearch() {
  byId("search").value = "";
  page.filter = "";
}

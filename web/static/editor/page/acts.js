// What a person does with the parts of a draft: choose, add, duplicate, move, delete, rename, undo.

import { announce, byId, fill, words } from "../../shared/dom.js";
import { titleOf } from "../conditions/conditions.js";
import { before, freeKey, keyOf, kindOf, listOf, partOf, slug, valueOf } from "../document/parts.js";
import { SECTION, chosen, kind, mayEdit, page } from "./page-state.js";
import { toast } from "../../shared/toast.js";

const AUTOMATIC = /^(step|instruction|article)_\d+$/;
const WORDS_OF_KEY = 5;

// The page around: { draw(), soon(), redraw(), list, view }
let on = null;

export const connect = (around) => (on = around);

// What is typed in a field is taken before its form goes.
function leaveField() {
  if (byId("form").contains(document.activeElement)) document.activeElement.blur();
}

export function section(name) {
  leaveField();
  page.section = name;
  clearSearch();
  on.draw();
}

export function choose(part) {
  const name = SECTION[kindOf(part)];
  if (!name || valueOf(page.draft.document, part) === null) return;
  leaveField();
  page.section = name;
  page.chosen[name] = part;
  history.replaceState(null, "", `#${part}`);
  on.draw();
  on.list.reveal(part);
}

export function openForm() {
  (byId(`f-title-${words.language}`) ?? byId(`f-text-${words.language}`) ?? on.view.form.querySelector("input, textarea, select"))?.focus();
}

const blank = {
  step: (key) => ({ key, kind: "question", type: "text", title: {} }),
  instruction: (key) => ({ key, text: {} }),
  article: (key) => ({ key, title: {}, body: {} }),
};

export function add() {
  if (!kind() || !mayEdit()) return;
  leaveField();
  const all = listOf(page.draft.document, kind());
  const key = nextKey(kind(), all);
  insert(partOf(kind(), key), blank[kind()](key));
}

function nextKey(of, all) {
  let number = all.length;
  while (all.some((one) => one.key === `${of}_${number}`)) number += 1;
  return `${of}_${number}`;
}

// After the chosen part, and never after the end.
function insert(part, value) {
  const at = chosen();
  const isEnd = at && valueOf(page.draft.document, at)?.kind === "end";
  const after = isEnd ? before(page.draft.document, at) : at;
  clearSearch();
  page.past.make({ action: "add", part, value, after });
  page.fresh.add(part);
  choose(part);
  openForm();
}

export function duplicate() {
  leaveField();
  const old = kind() && valueOf(page.draft.document, chosen());
  if (!old || !mayEdit()) return;
  const key = freeKey(old.key, listOf(page.draft.document, kind()).map((one) => one.key));
  const name = kind() === "instruction" ? "text" : "title";
  const copied = Object.fromEntries(Object.entries(old[name] ?? {}).map(([language, text]) => [language, `${text} (${words.copies[language] ?? words.copies.en})`]));
  insert(partOf(kind(), key), { ...structuredClone(old), key, [name]: copied });
}

export function remove(part) {
  const one = part && valueOf(page.draft.document, part);
  if (!one || !mayEdit()) return;
  page.past.make({ action: "remove", part });
  toast(fill(words.deleted, { title: titleOf(one) }), { label: words.undo, act: undo });
  on.draw();
  on.list.focus(chosen());
}

export function move(part, after) {
  if (before(page.draft.document, part) === after || part === after || !mayEdit()) return on.draw();
  page.past.make({ action: "move", part, after });
  page.chosen[page.section] = part;
  return on.draw();
}

export function undo() {
  turned(page.past.undo(), words.undone);
}

export function redo() {
  turned(page.past.redo(), words.redone);
}

function turned(part, told) {
  if (!part) return announce(words.nothingToUndo);
  if (kindOf(part) === "settings") page.section = part === "settings:lexicon" ? "words" : "script";
  else if (valueOf(page.draft.document, part) !== null) choose(part);
  on.draw();
  return announce(told);
}

// The key of a new part comes from its title.
export function titled(part, typed) {
  if (!page.fresh.has(part) || !AUTOMATIC.test(keyOf(part)) || page.draft.conflicts.has(part)) return;
  const wanted = slug(typed.split(/\s+/).slice(0, WORDS_OF_KEY).join(" "));
  if (wanted) name(part, freeKey(wanted, listOf(page.draft.document, kindOf(part)).map((one) => one.key)));
}

export function rename(part, to, field) {
  if (to === keyOf(part)) return;
  const taken = listOf(page.draft.document, kindOf(part)).some((one) => one.key === to);
  const undecided = page.draft.conflicts.has(part);
  if (/^[a-z][a-z0-9_]{0,39}$/.test(to) && !taken && !undecided) return void name(part, to);
  field.value = keyOf(part);
  toast(undecided ? words.choosePlease : taken ? fill(words.keyTaken, { key: to }) : words.keyForm);
}

function name(part, to) {
  const renamed = partOf(kindOf(part), to);
  page.past.make({ action: "rename", part, to });
  follow(part, renamed);
}

// A part has another name, by us or by somebody else.
export function follow(part, renamed) {
  page.aliases.set(part, renamed);
  if (page.fresh.delete(part)) page.fresh.add(renamed);
  if (page.past) page.past.rename(part, renamed);
  for (const name of Object.keys(page.chosen)) if (page.chosen[name] === part) page.chosen[name] = renamed;
  if (chosen() === renamed) {
    history.replaceState(null, "", `#${renamed}`);
    on.view.renamed(page.section, renamed, page.draft.document);
    if (on.view.form.querySelector(".condition")) setTimeout(() => on.redraw()); // it may say the old name
  }
  on.soon();
}

export function attach(part, article, shown) {
  const step = valueOf(page.draft.document, part);
  const others = (Array.isArray(step.articles) ? step.articles : []).filter((key) => key !== article);
  const articles = shown ? [...others, article] : others;
  const { articles: _, ...rest } = step;
  page.past.make({ action: "set", part, value: articles.length ? { ...rest, articles } : rest });
}

export function clearSearch() {
  byId("search").value = "";
  on.list.filter = "";
}

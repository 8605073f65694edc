// The script editor: a list, a form and a graph of one draft, which the server keeps.

import { announce, byId, fill, h, isTyping, words } from "../desk/dom.js";
import { boot, get } from "./api.js";
import { Comments } from "./comments.js";
import { learn, nameOfPart, saying, titleOf } from "./conditions.js";
import { Conflicts } from "./conflicts.js";
import { Draft } from "./draft.js";
import { button, iconButton } from "./fields.js";
import { Findings } from "./findings.js";
import { FormView } from "./form-view.js";
import { Graph } from "./graph.js";
import { Head } from "./head.js";
import { History } from "./history.js";
import { listenKeys, showSheet } from "./keys.js";
import { Layout } from "./layout.js";
import { PartList } from "./list.js";
import { before, freeKey, keyOf, kindOf, listOf, partOf, slug, valueOf } from "./parts.js";
import { settled } from "./settled.js";
import { Store } from "./store.js";
import { toast } from "./toasts.js";

const POLL = 3000;
const KIND = { steps: "step", instructions: "instruction", articles: "article" };
const SECTION = { step: "steps", instruction: "instructions", article: "articles" };
const OPEN = new Set(["writing", "in_review", "approved"]);
const AUTOMATIC = /^(step|instruction|article)_\d+$/;
const WORDS_OF_KEY = 5;

const page = { section: "steps", chosen: {}, places: {}, aliases: new Map(), fresh: new Set(), state: "", note: "", people: [] };
let draft = null;
let past = null;

const editor = {
  get mayEdit() {
    return boot.mayEdit && OPEN.has(page.state) && !draft.stopped;
  },
  value: (part) => valueOf(draft.document, part) ?? {},
  nameOf: (part) => (draft && kindOf(part) !== "settings" && valueOf(draft.document, part) === null ? (page.aliases.get(part) ?? part) : part),
  change(part, value, field) {
    past.make({ action: "set", part, value }, field);
    view.typed(draft.document, page.section, chosen());
  },
  redraw() {
    settled(() => (view.again(), draw()));
  },
};

const store = new Store(boot.draft, boot.person);
const layout = new Layout(() => draft && draw());
const findings = new Findings((finding) => goToFinding(finding));
const comments = new Comments({ onNews: () => draft.poll(), onTrouble: (text) => toast(text) });
const conflicts = new Conflicts({
  onSettle: (part, value) => (draft.settle(part, value), view.again(), draw()),
  onRefused: (at, again) => (again ? draft.tryAgain(at) : draft.dropRefused(at)),
});
const graph = new Graph((part) => choose(part));
const view = new FormView(editor, { onRename: rename, onTitle: titled, onAttach: attach, onChoose: choose, isNew: (part) => page.fresh.has(part), onFree: soon });
const list = new PartList(byId("parts"), {
  onChoose: choose, onMove: move, onAdd: add, onDelete: remove, onOpen: openForm,
});
const head = new Head({
  onSection: section, onGraph: () => layout.toggleGraph(), onSheet: showSheet, flush: () => draft.flush(),
  onDrawn: () => layout.draw(), beforeSubmit,
});

const kind = () => KIND[page.section];
const chosen = () => page.chosen[page.section] ?? "";

// Drawing

let drawing = 0;

function soon() {
  if (!drawing) drawing = requestAnimationFrame(() => ((drawing = 0), draw()));
}

function draw() {
  const { document: script } = draft;
  keepChosen();
  const part = chosen();
  const counts = findings.counts();
  if (kind()) list.render({ document: script, kind: kind(), chosen: part, marks: counts, mayEdit: editor.mayEdit, comments: comments.counts() });
  byId("editor").dataset.section = page.section;
  view.render(script, page.section, part);
  findings.render(script);
  findings.mark(view.form, view.parts(page.section, part));
  if (layout.kept.graph) graph.render(script, { chosen: part, findings: findings.list });
  conflicts.render(draft);
  drawHead(script, counts);
  drawComments(part);
}

function drawHead(script, counts) {
  const wrong = {};
  for (const [part, { errors }] of counts) {
    const where = SECTION[kindOf(part)] ?? (part === "settings:lexicon" ? "words" : "script");
    wrong[where] = (wrong[where] ?? 0) + errors;
  }
  head.tabs(script, page.section, wrong);
  head.saving(draft, store);
  head.state(page.state, page.note, page.people);
  head.acts(page.state);
  byId("script-name").textContent = saying(script.name) || script.key;
  byId("add").hidden = !kind() || !editor.mayEdit;
  byId("add").textContent = `+ ${words.addPart[kind()] ?? ""}`;
  byId("undo").disabled = !past.done.length || !editor.mayEdit;
  byId("redo").disabled = !past.undone.length || !editor.mayEdit;
  drawFormHead(script);
}

function drawFormHead(script) {
  const part = chosen();
  const one = kind() && part ? valueOf(script, part) : null;
  const looks = JSON.stringify([part, one && titleOf(one), editor.mayEdit, page.state]);
  const place = byId("form-head");
  if (place.dataset.looks === looks) return;
  place.dataset.looks = looks;
  place.replaceChildren(...formHead(one, part));
}

function formHead(one, part) {
  const told = !OPEN.has(page.state) ? words.closed : !boot.mayEdit ? words.readOnly : ["in_review", "approved"].includes(page.state) ? words.takesBack : "";
  const note = told && h("p", { class: "notice" }, told);
  if (!one) return note ? [note] : [];
  const title = h("h2", { class: "form-title", dir: "auto" }, titleOf(one));
  const tools = h("div", { class: "form-tools" });
  if (editor.mayEdit) tools.append(
    iconButton("↑", words.moveUpHere, () => list.shift(chosen(), -1), { id: "part-up" }), iconButton("↓", words.moveDownHere, () => list.shift(chosen(), 1), { id: "part-down" }),
    button(words.duplicate, duplicate, { id: "part-duplicate", class: "button small quiet", title: "Ctrl+D" }), button(words.delete, () => remove(chosen()), { id: "part-delete", class: "button small quiet" }));
  return [note, title, tools].filter(Boolean);
}

function drawComments(part) {
  const about = kind() ? part : page.section === "words" ? "settings:lexicon" : "settings:name";
  const place = byId("comments");
  const looks = `${about} ${comments.looks(about)}`;
  if (place.dataset.looks === looks) return;
  place.dataset.looks = looks;
  const focused = document.activeElement?.id;
  place.replaceChildren(...(about ? [comments.draw(about)] : []));
  if (focused === "comment-text") byId("comment-text")?.focus({ preventScroll: true });
}

// The chosen part, or what took its place.
function keepChosen() {
  if (!kind()) return;
  const all = listOf(draft.document, kind());
  let part = editor.nameOf(chosen());
  if (!part || valueOf(draft.document, part) === null) part = all.length ? partOf(kind(), all[Math.min(page.places[page.section] ?? 0, all.length - 1)].key) : "";
  page.chosen[page.section] = part;
  page.places[page.section] = Math.max(0, all.findIndex((one) => one.key === keyOf(part)));
}

// Acting

function section(name) {
  page.section = name;
  clearSearch();
  draw();
}

function choose(part) {
  const name = SECTION[kindOf(part)];
  if (!name || valueOf(draft.document, part) === null) return;
  page.section = name;
  page.chosen[name] = part;
  history.replaceState(null, "", `#${part}`);
  draw();
  list.reveal(part);
}

function openForm() {
  (byId(`f-title-${words.language}`) ?? byId(`f-text-${words.language}`) ?? view.form.querySelector("input, textarea, select"))?.focus();
}

const blank = {
  step: (key) => ({ key, kind: "question", type: "text", title: {} }),
  instruction: (key) => ({ key, text: {} }),
  article: (key) => ({ key, title: {}, body: {} }),
};

function add() {
  if (!kind() || !editor.mayEdit) return;
  const all = listOf(draft.document, kind());
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
  const isEnd = at && valueOf(draft.document, at)?.kind === "end";
  const after = isEnd ? before(draft.document, at) : at;
  clearSearch();
  past.make({ action: "add", part, value, after });
  page.fresh.add(part);
  choose(part);
  openForm();
}

function duplicate() {
  const old = kind() && valueOf(draft.document, chosen());
  if (!old || !editor.mayEdit) return;
  const key = freeKey(old.key, listOf(draft.document, kind()).map((one) => one.key));
  const name = kind() === "instruction" ? "text" : "title";
  const copied = Object.fromEntries(Object.entries(old[name] ?? {}).map(([language, text]) => [language, `${text} (${words.copies[language] ?? words.copies.en})`]));
  insert(partOf(kind(), key), { ...structuredClone(old), key, [name]: copied });
}

function remove(part) {
  const one = part && valueOf(draft.document, part);
  if (!one || !editor.mayEdit) return;
  past.make({ action: "remove", part });
  toast(fill(words.deleted, { title: titleOf(one) }), { label: words.undo, work: undo });
  draw();
  list.focus(chosen());
}

function move(part, after) {
  if (before(draft.document, part) === after || part === after || !editor.mayEdit) return draw();
  past.make({ action: "move", part, after });
  page.chosen[page.section] = part;
  return draw();
}

function undo() {
  turned(past.undo(), words.undone);
}

function redo() {
  turned(past.redo(), words.redone);
}

function turned(part, told) {
  if (!part) return announce(words.nothingToUndo);
  if (kindOf(part) === "settings") page.section = part === "settings:lexicon" ? "words" : "script";
  else if (valueOf(draft.document, part) !== null) choose(part);
  draw();
  return announce(told);
}

// The key of a new step comes from its title.
function titled(part, typed) {
  if (!page.fresh.has(part) || !AUTOMATIC.test(keyOf(part))) return;
  const wanted = slug(typed.split(/\s+/).slice(0, WORDS_OF_KEY).join(" "));
  if (wanted) name(part, freeKey(wanted, listOf(draft.document, kindOf(part)).map((one) => one.key)));
}

function rename(part, to, field) {
  if (to === keyOf(part)) return;
  const taken = listOf(draft.document, kindOf(part)).some((one) => one.key === to);
  if (/^[a-z][a-z0-9_]{0,39}$/.test(to) && !taken) return void name(part, to);
  field.value = keyOf(part);
  toast(taken ? fill(words.keyTaken, { key: to }) : words.keyForm);
}

function name(part, to) {
  const renamed = partOf(kindOf(part), to);
  past.make({ action: "rename", part, to });
  follow(part, renamed);
}

function follow(part, renamed) {
  page.aliases.set(part, renamed);
  if (page.fresh.delete(part)) page.fresh.add(renamed);
  if (past) past.rename(part, renamed);
  for (const name of Object.keys(page.chosen)) if (page.chosen[name] === part) page.chosen[name] = renamed;
  if (chosen() === renamed) {
    history.replaceState(null, "", `#${renamed}`);
    view.renamed(page.section, renamed, draft.document);
    if (view.form.querySelector(".condition")) setTimeout(() => editor.redraw()); // it may say the old name
  }
  soon();
}

function attach(part, article, on) {
  const step = valueOf(draft.document, part);
  const others = (Array.isArray(step.articles) ? step.articles : []).filter((key) => key !== article);
  const articles = on ? [...others, article] : others;
  const { articles: _, ...rest } = step;
  past.make({ action: "set", part, value: articles.length ? { ...rest, articles } : rest });
}

function goToFinding(finding) {
  if (kindOf(finding.part) === "settings") section(finding.part === "settings:lexicon" ? "words" : "script");
  else choose(finding.part);
  view.go(findings.place(view.form, finding), finding);
}

function beforeSubmit() {
  const errors = findings.list.filter((one) => one.severity === "error").length;
  return errors ? fill(words.submitWithErrors, { n: errors }) : words.submitTold;
}

function clearSearch() {
  byId("search").value = "";
  list.filter = "";
}

// The server's word

function told(news) {
  learn(news.rows);
  findings.take(news.findings);
  comments.take(news.comments);
  Object.assign(page, { state: news.state, note: news.review_note, people: news.people });
  tellChanges((news.changes ?? []).filter((change) => !change.mine && change.part));
  for (const [key, count] of Object.entries(news.answered ?? {})) if (count) toast(fill(words.answeredBefore, { n: count, key }));
  soon();
}

// Each author and what they changed, in one line.
function tellChanges(changes) {
  const by = new Map();
  for (const { author, part, to } of changes) {
    const named = to ? partOf(kindOf(part), to) : part;
    by.set(author, (by.get(author) ?? new Set()).add(nameOfPart(named, valueOf(draft.document, named))));
  }
  for (const [author, names] of by) toast(fill(words.othersChanged, { author: author || words.somebody, parts: [...names].slice(0, 3).join(", ") + (names.size > 3 ? "…" : "") }));
}

byId("add").addEventListener("click", add);
byId("undo").addEventListener("click", undo);
byId("redo").addEventListener("click", redo);
byId("search").addEventListener("input", (event) => ((list.filter = event.target.value.trim()), draw()));
byId("search").addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown" && event.key !== "Enter") return;
  event.preventDefault();
  list.go(list.parts[0]);
});
document.querySelectorAll("[data-graph]").forEach((one) =>
  one.addEventListener("click", () => ({ in: () => graph.pan.zoom(1.25), out: () => graph.pan.zoom(0.8), fit: () => graph.pan.fit() })[one.dataset.graph]()));

listenKeys({
  undo, redo, add, duplicate, clearSearch: () => (clearSearch(), draw()),
  save: () => draft.flush().then((saved) => announce(saved ? words.allSaved : words.notSaved)),
  finding: (way) => findings.step(way),
  neighbour: (way) => {
    const at = list.parts?.indexOf(chosen()) ?? -1;
    if (kind() && list.parts[at + way]) (choose(list.parts[at + way]), openForm());
  },
});

window.addEventListener("hashchange", () => choose(decodeURIComponent(location.hash.slice(1))));
window.addEventListener("resize", () => layout.draw());
document.addEventListener("visibilitychange", () => draft && (document.hidden ? draft.send() : draft.poll()));
setInterval(() => draft && !document.hidden && draft.poll(), POLL);

async function begin() {
  const state = await get("/state").catch(() => null);
  if (!state) {
    byId("trouble").hidden = false;
    byId("trouble").textContent = words.offline;
    return setTimeout(begin, POLL);
  }
  learn(state.rows);
  draft = new Draft(state, store, { onChange: soon, onTold: told, onRename: follow });
  past = new History(draft);
  told(state);
  const kept = await store.takeUp();
  const wanted = decodeURIComponent(location.hash.slice(1));
  if (wanted && SECTION[kindOf(wanted)]) choose(wanted);
  draw();
  byId("editor").setAttribute("aria-busy", "false");
  if (kept.length) toast(words.tookUp);
  await draft.resume(kept);
  store.forgetOthers();
  if (!isTyping(document.activeElement)) list.focus(chosen());
  return undefined;
}

begin();

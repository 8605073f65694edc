// The script editor: a list, a form and a graph of one draft, which the server keeps.

import { announce, byId, fill, isTyping, showTrouble } from "../shared/dom.js";
import { toast } from "../shared/toast.js";
import { boot, get } from "./api.js";
import { Comments } from "./comments/comments.js";
import { Conflicts } from "./comments/conflicts.js";
import { remember } from "./conditions/rows.js";
import { kindOf, partOf, valueOf } from "./document/parts.js";
import { nameOfPart } from "./document/titles.js";
import { Draft } from "./draft/draft.js";
import { History } from "./draft/history.js";
import { Store } from "./draft/store.js";
import { FormView } from "./forms/form-view.js";
import { Graph } from "./graph/graph.js";
import * as acts from "./page/acts.js";
import { drawEdit, drawNow, drawSoon, listenDrawing } from "./page/drawing.js";
import { Findings, placeOf } from "./page/findings.js";
import { renderFormHead } from "./page/form-head.js";
import { Head } from "./page/head.js";
import { listenKeys } from "./page/keys.js";
import { isToDo, listenLeaving, publishingTried, wentTo } from "./page/left.js";
import { PartList, focusRow } from "./page/list.js";
import { chosen, keepChosen, kind, mayEdit, nameOf, page, partsInForm, sectionOf } from "./page/page-state.js";
import { Panes } from "./page/panes.js";
import { words } from "./words.js";

/** @import {Change, Editor, Finding, News} from "./types.js" */

const POLL = 3000;

/** @type {Editor} */
const editor = {
  nameOf,
  get mayEdit() {
    return mayEdit();
  },
  value: (part) => valueOf(page.draft.document, part) ?? {},
  change(part, value, field) {
    page.past.make({ action: "set", part, value }, field);
    drawEdit();
  },
  draw: drawNow,
  drawSoon,
};

const store = new Store(boot.draft, boot.person);
const panes = new Panes(drawSoon);
const findings = new Findings({ go: goTo, isToDo: (one) => isToDo(editor, page.draft.document, one) });
const comments = new Comments({ news: () => page.draft.poll(), trouble: toast });
const conflicts = new Conflicts({
  settle: (part, value) => page.draft.settle(part, value),
  retry: (at) => page.draft.tryAgain(at),
  drop: (at) => page.draft.dropRefused(at),
});
const graph = new Graph(acts.choose);
const view = new FormView(editor, { ...acts, isNew: (part) => page.added.has(part) });
const list = new PartList({ ...acts, open: acts.openForm });
const head = new Head({ section: acts.section, graph: () => panes.toggleGraph(), flush: () => page.draft.flush(), beforeSubmit });
const formActs = { shift: (/** @type {-1 | 1} */ way) => list.shift(chosen(), way), duplicate: acts.duplicate, remove: () => acts.remove(chosen()) };

listenDrawing(draw);
listenLeaving(drawSoon);
acts.listenRenames((section, part) => view.renamed(section, part));

// Drawing

function draw() {
  if (!page.draft) return;
  const { document: script } = page.draft;
  keepChosen();
  const part = kind() ? chosen() : "";
  const marks = findings.counts();
  byId("editor").dataset.section = page.section;
  if (kind()) {
    list.render({ document: script, kind: kind(), chosen: part, filter: page.filter, mayEdit: mayEdit(), marks, comments: comments.counts() });
  }
  view.render(script, page.section, part);
  findings.render(script);
  findings.mark(view.form, partsInForm());
  if (panes.kept.graph) graph.render(script, part, findings.wrong);
  conflicts.render(page.draft);
  head.render(store.full, errorsBySection(marks), panes.kept.graph);
  renderFormHead(formActs);
  comments.render(kind() ? part : partsInForm()[0]);
}

/** The mark of saving changes at once, the rest with the next frame. */
function changed() {
  if (page.draft) head.renderSaving();
  drawSoon();
}

/** @param {ReturnType<Findings["counts"]>} marks */
function errorsBySection(marks) {
  /** @type {Record<string, number>} */
  const wrong = {};
  for (const [part, { errors }] of marks) wrong[sectionOf(part)] = (wrong[sectionOf(part)] ?? 0) + errors;
  return wrong;
}

/** @param {Finding} finding */
function goTo(finding) {
  if (kindOf(finding.part) === "settings") acts.section(sectionOf(finding.part));
  else acts.choose(finding.part);
  wentTo(editor, finding);
  drawNow();
  view.go(placeOf(view.form, finding), finding);
}

function beforeSubmit() {
  publishingTried();
  drawSoon();
  return findings.errors ? fill(words.submitWithErrors, { n: findings.errors }) : words.submitHint;
}

// What the server sends

/** @param {News} news */
function showNews(news) {
  remember(news.rows);
  findings.list = news.findings ?? findings.list;
  comments.list = news.comments ?? comments.list;
  page.state = news.state;
  page.note = news.review_note;
  page.people = news.people;
  announceChanges((news.changes ?? []).filter((change) => !change.mine && change.part));
  for (const [key, n] of Object.entries(news.answered ?? {})) if (n) toast(fill(words.answeredBefore, { n, key }));
  drawSoon();
}

/** Each author and what they changed, in one line. @param {Change[]} changes */
function announceChanges(changes) {
  /** @type {Map<string, Set<string>>} */
  const by = new Map();
  for (const { author, part, to } of changes) {
    const named = to ? partOf(kindOf(part), to) : part;
    by.set(author, (by.get(author) ?? new Set()).add(nameOfPart(named, valueOf(page.draft.document, named))));
  }
  for (const [author, names] of by) {
    const parts = [...names].slice(0, 3).join(", ") + (names.size > 3 ? "…" : "");
    toast(fill(words.othersChanged, { author: author || words.somebody, parts }));
  }
}

// Buttons, keys, and the page itself

byId("add").addEventListener("click", acts.add);
byId("undo").addEventListener("click", acts.undo);
byId("redo").addEventListener("click", acts.redo);
byId("search").addEventListener("input", () => {
  page.filter = byId("search").value.trim();
  drawNow();
});
byId("search").addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
  if (event.key !== "ArrowDown" && event.key !== "Enter") return;
  event.preventDefault();
  list.go(list.parts[0]);
});
byId("graph-in").addEventListener("click", () => graph.pan.zoom(1.25));
byId("graph-out").addEventListener("click", () => graph.pan.zoom(0.8));
byId("graph-fit").addEventListener("click", () => graph.pan.fit());

listenKeys({
  ...acts,
  clearSearch: () => {
    acts.clearSearch();
    drawNow();
  },
  save: () => page.draft.flush().then((saved) => announce(saved ? words.allSaved : words.notSaved)),
  finding: (way) => findings.step(way),
  neighbour: (way) => {
    const at = list.parts.indexOf(chosen());
    if (!kind() || !list.parts[at + way]) return;
    acts.choose(list.parts[at + way]);
    acts.openForm();
  },
});

/** The part that the address names, or "". */
function addressed() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return "";
  }
}

async function start() {
  const state = await get("/state").catch(() => null);
  if (!state) {
    showTrouble(words.offline);
    return void setTimeout(start, POLL);
  }
  remember(state.rows);
  page.draft = new Draft(state, store, { change: changed, news: showNews, rename: acts.applyRename });
  page.past = new History(page.draft);
  showNews(state);
  const kept = await store.collect();
  acts.choose(addressed());
  drawNow();
  byId("editor").setAttribute("aria-busy", "false");
  window.addEventListener("hashchange", () => acts.choose(addressed()));
  document.addEventListener("visibilitychange", () => (document.hidden ? page.draft.send() : page.draft.poll()));
  setInterval(() => document.hidden || page.draft.poll(), POLL);
  if (kept.length) toast(words.tookUp);
  await page.draft.resume(kept);
  store.forgetOthers();
  if (!isTyping(document.activeElement)) focusRow(chosen());
}

start();

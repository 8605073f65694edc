// The script editor: a list, a form and a graph of one draft, which the server keeps.

import { announce, byId, fill, isTyping, words } from "../shared/dom.js";
import * as acts from "./page/acts.js";
import { boot, get } from "./api.js";
import { Comments } from "./comments/comments.js";
import { learn, nameOfPart, saying } from "./conditions/conditions.js";
import { Conflicts } from "./comments/conflicts.js";
import { Draft } from "./draft/draft.js";
import { Findings } from "./page/findings.js";
import { FormHead } from "./page/form-head.js";
import { FormView } from "./forms/form-view.js";
import { Graph } from "./graph/graph.js";
import { Head } from "./page/head.js";
import { History } from "./draft/history.js";
import { listenKeys, showSheet } from "./page/keys.js";
import { Layout } from "./page/layout.js";
import { PartList } from "./page/list.js";
import { kindOf, partOf, valueOf } from "./document/parts.js";
import { SECTION, chosen, keepChosen, kind, mayEdit, nameOf, page } from "./page/page-state.js";
import { settled } from "./forms/settled.js";
import { Store } from "./draft/store.js";
import { toast } from "../shared/toast.js";

const POLL = 3000;

const editor = {
  nameOf,
  get mayEdit() {
    return mayEdit();
  },
  value: (part) => valueOf(page.draft.document, part) ?? {},
  change(part, value, field) {
    page.past.make({ action: "set", part, value }, field);
    view.typed(page.draft.document, page.section, chosen());
  },
  redraw: () => settled(() => (view.again(), draw())),
};

const store = new Store(boot.draft, boot.person);
const layout = new Layout(() => page.draft && draw());
const findings = new Findings((finding) => goToFinding(finding));
const comments = new Comments({ onNews: () => page.draft.poll(), onTrouble: (text) => toast(text) });
const conflicts = new Conflicts({
  onSettle: (part, value) => (page.draft.settle(part, value), view.again(), draw()),
  onRefused: (at, again) => (again ? page.draft.tryAgain(at) : page.draft.dropRefused(at)),
});
const graph = new Graph(acts.choose);
const view = new FormView(editor, {
  onRename: acts.rename, onTitle: acts.titled, onAttach: acts.attach, onChoose: acts.choose, isNew: (part) => page.fresh.has(part), onFree: soon,
});
const list = new PartList(byId("parts"), {
  onChoose: acts.choose, onMove: acts.move, onAdd: acts.add, onDelete: acts.remove, onOpen: acts.openForm,
});
const head = new Head({
  onSection: acts.section, onGraph: () => layout.toggleGraph(), onSheet: showSheet, flush: () => page.draft.flush(),
  onDrawn: () => layout.draw(), beforeSubmit,
});
const formHead = new FormHead({ onShift: (way) => list.shift(chosen(), way), onDuplicate: acts.duplicate, onDelete: () => acts.remove(chosen()) });

acts.connect({ draw, soon, redraw: editor.redraw, list, view });

// Drawing

let drawing = 0;

function soon() {
  if (!drawing) drawing = requestAnimationFrame(() => ((drawing = 0), draw()));
}

function draw() {
  const { document: script } = page.draft;
  keepChosen();
  const part = chosen();
  const counts = findings.counts();
  if (kind()) list.render({ document: script, kind: kind(), chosen: part, marks: counts, mayEdit: mayEdit(), comments: comments.counts() });
  byId("editor").dataset.section = page.section;
  view.render(script, page.section, part);
  findings.render(script);
  findings.mark(view.form, view.parts(page.section, part));
  if (layout.kept.graph) graph.render(script, { chosen: part, findings: findings.list });
  conflicts.render(page.draft);
  drawHead(script, counts);
  comments.render(kind() ? part : page.section === "words" ? "settings:lexicon" : "settings:name");
}

function drawHead(script, counts) {
  const wrong = {};
  for (const [part, { errors }] of counts) {
    const where = SECTION[kindOf(part)] ?? (part === "settings:lexicon" ? "words" : "script");
    wrong[where] = (wrong[where] ?? 0) + errors;
  }
  head.tabs(script, page.section, wrong);
  head.saving(page.draft, store);
  head.state(page.state, page.note, page.people);
  head.acts(page.state);
  byId("script-name").textContent = saying(script.name) || script.key;
  byId("add").hidden = !kind() || !mayEdit();
  byId("add").textContent = `+ ${words.addPart[kind()] ?? ""}`;
  byId("undo").disabled = !page.past.done.length || !mayEdit();
  byId("redo").disabled = !page.past.undone.length || !mayEdit();
  formHead.render(script);
}

function goToFinding(finding) {
  if (kindOf(finding.part) === "settings") acts.section(finding.part === "settings:lexicon" ? "words" : "script");
  else acts.choose(finding.part);
  view.go(findings.place(view.form, finding), finding);
}

function beforeSubmit() {
  const errors = findings.list.filter((one) => one.severity === "error").length;
  return errors ? fill(words.submitWithErrors, { n: errors }) : words.submitTold;
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
    by.set(author, (by.get(author) ?? new Set()).add(nameOfPart(named, valueOf(page.draft.document, named))));
  }
  for (const [author, names] of by) toast(fill(words.othersChanged, { author: author || words.somebody, parts: [...names].slice(0, 3).join(", ") + (names.size > 3 ? "…" : "") }));
}

byId("add").addEventListener("click", acts.add);
byId("undo").addEventListener("click", acts.undo);
byId("redo").addEventListener("click", acts.redo);
byId("search").addEventListener("input", (event) => ((list.filter = event.target.value.trim()), draw()));
byId("search").addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown" && event.key !== "Enter") return;
  event.preventDefault();
  list.go(list.parts[0]);
});
document.querySelectorAll("[data-graph]").forEach((one) =>
  one.addEventListener("click", () => ({ in: () => graph.pan.zoom(1.25), out: () => graph.pan.zoom(0.8), fit: () => graph.pan.fit() })[one.dataset.graph]()));

listenKeys({
  undo: acts.undo, redo: acts.redo, add: acts.add, duplicate: acts.duplicate,
  clearSearch: () => (acts.clearSearch(), draw()),
  save: () => page.draft.flush().then((saved) => announce(saved ? words.allSaved : words.notSaved)),
  finding: (way) => findings.step(way),
  neighbour: (way) => {
    const at = list.parts?.indexOf(chosen()) ?? -1;
    if (kind() && list.parts[at + way]) (acts.choose(list.parts[at + way]), acts.openForm());
  },
});

// The part that the address names, or "".
function addressed() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return "";
  }
}

window.addEventListener("hashchange", () => acts.choose(addressed()));
window.addEventListener("resize", () => layout.draw());
document.addEventListener("visibilitychange", () => page.draft && (document.hidden ? page.draft.send() : page.draft.poll()));
setInterval(() => page.draft && !document.hidden && page.draft.poll(), POLL);

async function begin() {
  const state = await get("/state").catch(() => null);
  if (!state) {
    byId("trouble").hidden = false;
    byId("trouble").textContent = words.offline;
    return setTimeout(begin, POLL);
  }
  learn(state.rows);
  page.draft = new Draft(state, store, { onChange: soon, onTold: told, onRename: acts.follow });
  page.past = new History(page.draft);
  told(state);
  const kept = await store.takeUp();
  acts.choose(addressed());
  draw();
  byId("editor").setAttribute("aria-busy", "false");
  if (kept.length) toast(words.tookUp);
  await page.draft.resume(kept);
  store.forgetOthers();
  if (!isTyping(document.activeElement)) list.focus(chosen());
  return undefined;
}

begin();

// The list of steps (or instructions, articles): choose, search, move by pointer or key.

import Sortable from "sortablejs";
import { announce, byId, fill, h, words } from "../../shared/dom.js";
import { tell, titleOf } from "../conditions/conditions.js";
import { keyOf, listOf, partOf } from "../document/parts.js";

const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

export class PartList {
  // onChoose(part), onMove(part, after), onAdd(), onDelete(part), onDuplicate(part), onOpen()
  constructor(place, handlers) {
    Object.assign(this, { place, ...handlers, rows: new Map(), filter: "" });
    place.addEventListener("click", (event) => {
      const row = event.target.closest("[data-part]");
      if (row) this.onChoose(row.dataset.part);
    });
    place.addEventListener("keydown", (event) => this.key(event));
    this.sortable = Sortable.create(place, {
      animation: 120, handle: ".grip", draggable: "li", filter: ".is-end", forceFallback: true, fallbackTolerance: 4, scrollSensitivity: 60, scrollSpeed: 14,
      onMove: (event) => !event.related.classList.contains("is-end") || !event.willInsertAfter,
      onEnd: (event) => this.dropped(event.item),
    });
  }

  // One row for each part, kept as it is while it says the same.
  render({ document, kind, chosen, marks, mayEdit, comments }) {
    Object.assign(this, { document, kind, chosen, mayEdit });
    this.sortable.option("disabled", !mayEdit || this.filter !== "");
    const list = listOf(document, kind).filter((one) => this.fits(one));
    const wanted = new Set(list.map((one) => partOf(kind, one.key)));
    for (const [part, row] of this.rows) if (!wanted.has(part)) (row.remove(), this.rows.delete(part));
    list.forEach((one, at) => {
      const row = this.row(one, at, marks, comments);
      if (this.place.children[at] !== row) this.place.insertBefore(row, this.place.children[at] ?? null);
    });
    this.parts = [...wanted];
    byId("list-empty").hidden = list.length > 0;
    byId("list-empty").textContent = this.filter ? words.nothingFound : words.emptyList[kind];
  }

  fits(one) {
    return !this.filter || folded(JSON.stringify(one)).includes(folded(this.filter));
  }

  row(one, at, marks, comments) {
    const part = partOf(this.kind, one.key);
    const said = marks.get(part) ?? { errors: 0, warnings: 0 };
    const notes = comments.get(part) ?? 0;
    const when = typeof one.when === "string" && one.when.trim() ? tell(one.when, this.document) : "";
    const looks = JSON.stringify([at, titleOf(one), one.kind, one.type, one.tone, when, one.mandatory ?? false, said, notes, part === this.chosen, this.mayEdit]);
    let row = this.rows.get(part);
    if (!row) this.rows.set(part, (row = h("li", {})));
    if (row.dataset.looks !== looks) this.fill(row, one, at, { part, said, notes, when, looks });
    return row;
  }

  fill(row, one, at, { part, said, notes, when, looks }) {
    const focused = row.contains(document.activeElement);
    row.dataset.looks = looks;
    row.className = `row ${one.kind === "end" ? "is-end" : ""} ${part === this.chosen ? "is-chosen" : ""} ${one.tone ? `tone-${one.tone}` : ""}`;
    row.replaceChildren(...[
      this.mayEdit && one.kind !== "end" ? h("span", { class: "grip", "aria-hidden": "true", title: words.drag }, "⠿") : h("span", { class: "grip-less" }),
      this.button(one, at, part, said, notes, when),
    ]);
    if (focused) row.querySelector("button").focus({ preventScroll: true });
  }

  button(one, at, part, said, notes, when) {
    const sort = one.kind && (words.sortIcons[one.type ?? one.kind] ?? "•");
    const told = [said.errors && fill(words.errorsN, { n: said.errors }), said.warnings && fill(words.warningsN, { n: said.warnings }), notes && fill(words.commentsN, { n: notes })].filter(Boolean);
    return h("button", { type: "button", class: "row-button", "data-part": part, "aria-current": part === this.chosen ? "true" : null, tabindex: part === this.chosen || (at === 0 && !this.chosen) ? "0" : "-1" },
      h("span", { class: "number", "aria-hidden": "true" }, String(at + 1)),
      sort && h("span", { class: "sort", "aria-hidden": "true" }, sort),
      h("span", { class: "row-name", dir: "auto" }, titleOf(one), one.mandatory && h("abbr", { class: "must-dot", title: words.mandatory }, "*"), when && h("small", { class: "row-when" }, `${words.if} ${when}`)),
      notes > 0 && h("span", { class: "badge note", "aria-hidden": "true" }, `✎${notes}`),
      said.warnings > 0 && h("span", { class: "badge warning", "aria-hidden": "true" }, String(said.warnings)),
      said.errors > 0 && h("span", { class: "badge error", "aria-hidden": "true" }, String(said.errors)),
      told.length > 0 && h("span", { class: "visually-hidden" }, ` (${told.join(", ")})`));
  }

  dropped(item) {
    const part = item.querySelector("[data-part]").dataset.part;
    const before = item.previousElementSibling?.querySelector("[data-part]").dataset.part ?? "";
    this.onMove(part, before);
  }

  key(event) {
    const part = event.target.closest("[data-part]")?.dataset.part;
    if (!part) return;
    const at = this.parts.indexOf(part);
    const acts = {
      ArrowDown: () => (event.altKey ? this.shift(part, 1) : this.go(this.parts[at + 1])),
      ArrowUp: () => (event.altKey ? this.shift(part, -1) : this.go(this.parts[at - 1])),
      Home: () => this.go(this.parts[0]),
      End: () => this.go(this.parts.at(-1)),
      Delete: () => this.onDelete(part),
      ArrowRight: () => this.onOpen(),
      Enter: () => (part === this.chosen ? this.onAdd() : this.onChoose(part)),
    };
    if (!acts[event.key] || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    acts[event.key]();
  }

  go(part) {
    if (!part) return;
    this.onChoose(part);
    this.focus(part);
  }

  focus(part) {
    const row = this.rows.get(part);
    row?.querySelector("button")?.focus({ preventScroll: true });
    this.reveal(part);
  }

  reveal(part) {
    this.rows.get(part)?.scrollIntoView({ block: "nearest" });
  }

  // One place up or down; the end stays last.
  shift(part, way) {
    if (!this.mayEdit) return;
    const all = listOf(this.document, this.kind);
    const at = all.findIndex((one) => one.key === keyOf(part));
    const last = all.at(-1)?.kind === "end" ? all.length - 2 : all.length - 1;
    const to = at + way;
    if (to < 0 || to > last || at > last) return;
    const after = all[way > 0 ? to : to - 1];
    this.onMove(part, after ? partOf(this.kind, after.key) : "");
    announce(fill(words.movedTo, { title: titleOf(all[at]), n: to + 1 }));
    requestAnimationFrame(() => this.focus(part));
  }
}

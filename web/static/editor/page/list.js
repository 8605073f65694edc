// The list of steps (or instructions, articles): choose, search, move by pointer or key.

import grip from "lucide-static/icons/grip-vertical.svg";
import comment from "lucide-static/icons/message-square.svg";
import Sortable from "sortablejs";
import { announce, byId, fill } from "../../shared/dom.js";
import { fold } from "../../shared/folding.js";
import { guard, html, nothing, render, repeat } from "../../shared/lit.js";
import { badge } from "../../shared/parts/badge.js";
import { icon } from "../../shared/parts/icon.js";
import { inWords } from "../conditions/phrasing.js";
import { keyOf, listOf, partOf } from "../document/parts.js";
import { signOf } from "../document/step-icons.js";
import { titleOf } from "../document/titles.js";
import { words } from "../words.js";

/** @import {Item, ScriptDocument, Step} from "../types.js" */
/** @typedef {{errors: number, warnings: number}} Counts */

/**
 * @typedef {object} ListState
 * @property {ScriptDocument} document
 * @property {string} kind
 * @property {string} chosen
 * @property {string} filter
 * @property {boolean} mayEdit
 * @property {Map<string, Counts>} marks
 * @property {Map<string, number>} comments
 */

/** @param {string} part @returns {HTMLElement | null} */
const rowOf = (part) => byId("parts").querySelector(`[data-part="${CSS.escape(part)}"]`);

/** @param {string} part */
export const revealRow = (part) => rowOf(part)?.scrollIntoView({ block: "nearest" });

/** @param {string} part */
export function focusRow(part) {
  rowOf(part)?.focus({ preventScroll: true });
  revealRow(part);
}

/** @param {Event} event */
const partAt = (event) => {
  const row = /** @type {Element} */ (event.target).closest("[data-part]");
  return row instanceof HTMLElement ? (row.dataset.part ?? "") : "";
};

export class PartList {
  /**
   * @param {object} on
   * @param {(part: string) => void} on.choose
   * @param {(part: string, after: string) => void} on.move
   * @param {() => void} on.add
   * @param {(part: string) => void} on.remove
   * @param {() => void} on.open
   */
  constructor(on) {
    this.on = on;
    this.place = byId("parts");
    /** @type {string[]} the parts in sight */
    this.parts = [];
    /** @type {ListState | null} */
    this.state = null;
    this.place.addEventListener("click", (/** @type {Event} */ event) => partAt(event) && on.choose(partAt(event)));
    this.place.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.key(event));
    /** @type {Node | null} */
    let behind = null; // the node after the dragged row, to put it back
    this.sortable = Sortable.create(this.place, {
      animation: 120, handle: ".grip", draggable: "li", filter: ".is-end", forceFallback: true, fallbackTolerance: 4, scrollSensitivity: 60, scrollSpeed: 14,
      onStart: ({ item }) => (behind = item.nextSibling),
      onMove: ({ related, willInsertAfter }) => !related.classList.contains("is-end") || !willInsertAfter,
      onEnd: ({ item }) => this.dropped(item, behind),
    });
  }

  /** @param {ListState} state */
  render(state) {
    this.state = state;
    const { document, kind, filter, mayEdit } = state;
    const wanted = fold(filter);
    const list = listOf(document, kind).filter((one) => !wanted || fold(JSON.stringify(one)).includes(wanted));
    this.parts = list.map((one) => partOf(kind, one.key));
    this.sortable.option("disabled", !mayEdit || filter !== "");
    render(repeat(list, (one) => partOf(kind, one.key), (one, at) => this.row(state, one, at)), this.place);
    byId("list-empty").hidden = list.length > 0;
    byId("list-empty").textContent = filter ? words.nothingFound : words.emptyList[kind];
  }

  /** Drawn anew only where it says something else. @param {ListState} state @param {Item} one @param {number} at */
  row({ document, kind, chosen, mayEdit, marks, comments }, one, at) {
    const part = partOf(kind, one.key);
    const { errors, warnings } = marks.get(part) ?? { errors: 0, warnings: 0 };
    const notes = comments.get(part) ?? 0;
    const when = inWords(one.when, document);
    const isChosen = part === chosen;
    return guard([one, at, errors, warnings, notes, when, isChosen, mayEdit], () => {
      const name = ["row", one.kind === "end" && "is-end", isChosen && "is-chosen", one.tone && `tone-${one.tone}`].filter(Boolean).join(" ");
      const counts = [
        errors && fill(words.errorsN, { n: errors }),
        warnings && fill(words.warningsN, { n: warnings }),
        notes && fill(words.commentsN, { n: notes }),
      ].filter(Boolean);
      return html`<li class=${name}>
        ${mayEdit && one.kind !== "end" ? html`<span class="grip" aria-hidden="true" title=${words.drag}>${icon(grip)}</span>` : html`<span class="grip-less"></span>`}
        <button type="button" class="row-button" data-part=${part} aria-current=${isChosen ? "true" : nothing} tabindex=${isChosen || (at === 0 && !chosen) ? "0" : "-1"}>
          <span class="number" aria-hidden="true">${at + 1}</span>
          ${one.kind ? icon(signOf(/** @type {Step} */ (one))) : nothing}
          <span class="row-name" dir="auto">${titleOf(one)}${one.mandatory ? html`<abbr class="must-dot" title=${words.mandatory}>*</abbr>` : nothing}${when
            ? html`<small class="row-when">${words.if} ${when}</small>`
            : nothing}</span>
          <span class="row-counts" aria-hidden="true">${notes ? badge(String(notes), "info", comment) : nothing}${warnings
            ? badge(String(warnings), "warning") : nothing}${errors ? badge(String(errors), "danger") : nothing}</span>
          ${counts.length ? html`<span class="visually-hidden"> (${counts.join(", ")})</span>` : nothing}
        </button>
      </li>`;
    });
  }

  /** The row goes back to where it was: the new order comes with the next drawing. @param {HTMLElement} item @param {Node | null} behind */
  dropped(item, behind) {
    /** @param {Element | null} row */
    const partIn = (row) => row?.querySelector("[data-part]")?.getAttribute("data-part") ?? "";
    const part = partIn(item);
    const after = partIn(item.previousElementSibling);
    this.place.insertBefore(item, behind);
    this.on.move(part, after);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const part = partAt(event);
    if (!part || event.ctrlKey || event.metaKey) return;
    const at = this.parts.indexOf(part);
    /** @type {Record<string, () => void>} */
    const acts = {
      ArrowDown: () => (event.altKey ? this.shift(part, 1) : this.go(this.parts[at + 1])),
      ArrowUp: () => (event.altKey ? this.shift(part, -1) : this.go(this.parts[at - 1])),
      Home: () => this.go(this.parts[0]),
      End: () => this.go(this.parts.at(-1)),
      Delete: () => this.on.remove(part),
      ArrowRight: () => this.on.open(),
      Enter: () => (part === this.state?.chosen ? this.on.add() : this.on.choose(part)),
    };
    if (!acts[event.key]) return;
    event.preventDefault();
    acts[event.key]();
  }

  /** @param {string | undefined} part */
  go(part) {
    if (!part) return;
    this.on.choose(part);
    focusRow(part);
  }

  /** One place up or down; the end stays last. @param {string} part @param {-1 | 1} way */
  shift(part, way) {
    if (!this.state?.mayEdit) return;
    const { document, kind } = this.state;
    const all = listOf(document, kind);
    const at = all.findIndex((one) => one.key === keyOf(part));
    const last = all.at(-1)?.kind === "end" ? all.length - 2 : all.length - 1;
    const to = at + way;
    if (to < 0 || to > last || at > last) return;
    const after = all[way > 0 ? to : to - 1];
    this.on.move(part, after ? partOf(kind, after.key) : "");
    announce(fill(words.movedTo, { title: titleOf(all[at]), n: to + 1 }));
    focusRow(part);
  }
}

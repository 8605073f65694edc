// What the linter says: counted, listed with how to mend it, and marked beside the fields.

import wrong from "lucide-static/icons/circle-alert.svg";
import careful from "lucide-static/icons/triangle-alert.svg";

import { byId, fill, labelled } from "../../shared/dom.js";
import { html, render } from "../../shared/lit.js";
import { icon } from "../../shared/parts/icon.js";
import { keyOf, kindOf, valueOf } from "../document/parts.js";
import { titleOf } from "../document/titles.js";
import { words } from "../words.js";

/** @import {Finding, ScriptDocument} from "../types.js" */

export class Findings {
  /** @param {{go: (finding: Finding) => void, isToDo: (finding: Finding) => boolean}} on */
  constructor(on) {
    this.on = on;
    /** @type {Finding[]} */
    this.list = [];
    this.at = -1;
  }

  get errors() {
    return this.list.filter((one) => one.severity === "error").length;
  }

  /** What is wrong by now, without what is still to do. */
  get wrong() {
    return this.list.filter((one) => !this.on.isToDo(one));
  }

  /** How many of each are wrong, by part. */
  counts() {
    /** @type {Map<string, {errors: number, warnings: number}>} */
    const counted = new Map();
    for (const { part, severity } of this.wrong) {
      const of = counted.get(part) ?? { errors: 0, warnings: 0 };
      of[severity === "error" ? "errors" : "warnings"] += 1;
      counted.set(part, of);
    }
    return counted;
  }

  /** @param {ScriptDocument} document */
  render(document) {
    const { wrong: told } = this;
    const errors = told.filter((one) => one.severity === "error").length;
    const warnings = told.length - errors;
    const toDo = this.list.length - told.length;
    const counts = [
      errors && fill(words.errorsN, { n: errors }), warnings && fill(words.warningsN, { n: warnings }), toDo && fill(words.toDoN, { n: toDo }),
    ].filter(Boolean);
    byId("findings-count").textContent = counts.join(" · ") || words.nothingToMend;
    byId("findings-count").className = errors ? "is-error" : warnings ? "is-warning" : toDo ? "" : "is-good";
    render(this.list.map((one, at) => this.row(one, at, document)), byId("findings-list"));
  }

  /** @param {Finding} one @param {number} at @param {ScriptDocument} document */
  row(one, at, document) {
    const kind = this.on.isToDo(one) ? "to-do" : one.severity;
    const content = html`
      <span class="finding-where" dir="auto"><span class="visually-hidden">${labelled(words.severities[kind])}</span>${whereOf(one, document)}</span>
      <span class="finding-message">${one.message}</span>
      <span class="finding-remedy">${one.remedy}</span>`;
    return html`<li>${one.href
      ? html`<a class="finding is-${kind}" href=${one.href}>${content}</a>`
      : html`<button type="button" class="finding is-${kind}" @click=${() => this.go(at)}>${content}</button>`}</li>`;
  }

  /** @param {number} at */
  go(at) {
    this.at = at;
    this.on.go(this.list[at]);
  }

  /** @param {-1 | 1} way */
  step(way) {
    const { length } = this.list;
    let at = this.at;
    for (let steps = 0; steps < length; steps += 1) {
      at = (at + way + length) % length;
      if (!this.list[at].href) return this.go(at);
    }
  }

  /** Beside the fields of the form: each where its place is, or at the nearest one around it. @param {Element} form @param {string[]} parts */
  mark(form, parts) {
    /** @type {Map<Element | null, Finding[]>} */
    const byPlace = new Map();
    for (const one of this.wrong.filter(({ part }) => parts.includes(part))) {
      const place = placeOf(form, one);
      byPlace.set(place, [...(byPlace.get(place) ?? []), one]);
    }
    for (const marks of /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll(".marks"))) {
      const here = byPlace.get(marks.parentElement) ?? [];
      if (!here.length && !marks.firstElementChild) continue;
      const isNew = here.length && !marks.firstElementChild;
      render(here.map(({ severity, message, remedy }) => html`<p class="field-error is-${severity}">
        ${icon(severity === "error" ? wrong : careful)}<span>${message} ${remedy}</span></p>`), marks);
      const control = form.querySelector(`:is(input, select, textarea)[aria-describedby~="${CSS.escape(marks.id)}"]`);
      if (control) control.ariaInvalid = here.some(({ severity }) => severity === "error") ? "true" : null;
      if (isNew) marks.closest("details")?.setAttribute("open", "");
    }
  }
}

/** @param {Finding} finding @param {ScriptDocument} document */
function whereOf({ part, href }, document) {
  if (href) return words.linesOfScript;
  if (kindOf(part) === "settings") return words.settings[keyOf(part)] ?? words.sections.script;
  return titleOf(valueOf(document, part) ?? { key: keyOf(part) });
}

/** @param {Element} form @param {Finding} finding @returns {Element | null} */
export function placeOf(form, { part, path }) {
  const scope = kindOf(part) === "settings" ? part : "";
  for (let length = path.length; length >= 0; length -= 1) {
    const place = JSON.stringify([scope, ...path.slice(0, length)]);
    const marks = form.querySelector(`[data-place="${CSS.escape(place)}"] > .marks`);
    if (marks) return marks.parentElement;
  }
  return scope ? null : form.querySelector(".field");
}

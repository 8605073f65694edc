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
  /** @param {(finding: Finding) => void} onGo */
  constructor(onGo) {
    this.onGo = onGo;
    /** @type {Finding[]} */
    this.list = [];
    this.at = -1;
  }

  get errors() {
    return this.list.filter((one) => one.severity === "error").length;
  }

  /** How many of each, by part. */
  counts() {
    /** @type {Map<string, {errors: number, warnings: number}>} */
    const counted = new Map();
    for (const { part, severity } of this.list) {
      const of = counted.get(part) ?? { errors: 0, warnings: 0 };
      of[severity === "error" ? "errors" : "warnings"] += 1;
      counted.set(part, of);
    }
    return counted;
  }

  /** @param {ScriptDocument} document */
  render(document) {
    const { errors } = this;
    const warnings = this.list.length - errors;
    const counts = [errors && fill(words.errorsN, { n: errors }), warnings && fill(words.warningsN, { n: warnings })].filter(Boolean);
    byId("findings-count").textContent = counts.join(" · ") || words.nothingToMend;
    byId("findings-count").className = errors ? "is-error" : warnings ? "is-warning" : "is-good";
    render(this.list.map((one, at) => this.row(one, at, document)), byId("findings-list"));
  }

  /** @param {Finding} one @param {number} at @param {ScriptDocument} document */
  row({ part, severity, message, remedy }, at, document) {
    const where = kindOf(part) === "settings"
      ? (words.settings[keyOf(part)] ?? words.sections.script)
      : titleOf(valueOf(document, part) ?? { key: keyOf(part) });
    return html`<li><button type="button" class="finding is-${severity}" @click=${() => this.go(at)}>
      <span class="finding-where" dir="auto"><span class="visually-hidden">${labelled(words.severities[severity])}</span>${where}</span>
      <span class="finding-message">${message}</span>
      <span class="finding-remedy">${remedy}</span>
    </button></li>`;
  }

  /** @param {number} at */
  go(at) {
    this.at = at;
    this.onGo(this.list[at]);
  }

  /** @param {-1 | 1} way */
  step(way) {
    if (this.list.length) this.go((this.at + way + this.list.length) % this.list.length);
  }

  /** Beside the fields of the form: each where its place is, or at the nearest one around it. @param {Element} form @param {string[]} parts */
  mark(form, parts) {
    /** @type {Map<Element | null, Finding[]>} */
    const byPlace = new Map();
    for (const one of this.list.filter(({ part }) => parts.includes(part))) {
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

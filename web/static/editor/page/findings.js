// What the linter says: counted, listed with how to mend it, and marked beside the fields.

import { byId, fill, h, labelled, words } from "../../shared/dom.js";
import { titleOf } from "../conditions/conditions.js";
import { kindOf, keyOf, valueOf } from "../document/parts.js";

export class Findings {
  // onGo(finding)
  constructor(onGo) {
    this.onGo = onGo;
    this.list = [];
    this.at = -1;
  }

  take(list) {
    if (list) this.list = list;
  }

  // How many of each, by part.
  counts() {
    const counted = new Map();
    for (const { part, severity } of this.list) {
      const of = counted.get(part) ?? { errors: 0, warnings: 0 };
      of[severity === "error" ? "errors" : "warnings"] += 1;
      counted.set(part, of);
    }
    return counted;
  }

  render(document) {
    const looks = JSON.stringify([this.list, this.list.map(({ part }) => this.where(document, part))]);
    if (looks === this.looks) return;
    this.looks = looks;
    const errors = this.list.filter((one) => one.severity === "error").length;
    const warnings = this.list.length - errors;
    byId("findings-count").textContent = this.list.length ? [errors && fill(words.errorsN, { n: errors }), warnings && fill(words.warningsN, { n: warnings })].filter(Boolean).join(" · ") : words.nothingToMend;
    byId("findings-count").className = errors ? "is-error" : warnings ? "is-warning" : "is-good";
    byId("findings-list").replaceChildren(...this.list.map((one, at) => this.row(one, at, document)));
  }

  where(document, part) {
    if (kindOf(part) === "settings") return words.settings[keyOf(part)] ?? words.sections.script;
    return titleOf(valueOf(document, part) ?? { key: keyOf(part) });
  }

  row(one, at, document) {
    return h("li", {}, h("button", { type: "button", class: `finding is-${one.severity}`, "data-finding": String(at), on: { click: () => this.go(at) } },
      h("span", { class: "finding-where", dir: "auto" }, h("span", { class: "visually-hidden" }, labelled(words.severities[one.severity])), this.where(document, one.part)),
      h("span", { class: "finding-message" }, one.message), h("span", { class: "finding-remedy" }, one.remedy)));
  }

  go(at) {
    this.at = at;
    this.onGo(this.list[at]);
  }

  step(way) {
    if (this.list.length) this.go((this.at + way + this.list.length) % this.list.length);
  }

  // Beside the fields of the form: each where its place is, or at the nearest one around it.
  mark(form, parts) {
    const shown = new Map();
    for (const one of this.list.filter(({ part }) => parts.includes(part))) {
      const place = this.place(form, one);
      if (place) shown.set(place, [...(shown.get(place) ?? []), one]);
    }
    form.querySelectorAll("[data-place]").forEach((place) => {
      const marks = place.querySelector(":scope > .marks");
      if (!marks) return;
      const found = shown.get(place) ?? [];
      const looks = JSON.stringify(found);
      if ((marks.dataset.looks ?? "[]") === looks) return;
      marks.dataset.looks = looks;
      marks.replaceChildren(...found.map((one) => h("p", { class: `mark is-${one.severity}` }, `${one.message} `, h("span", {}, one.remedy))));
      if (found.length) marks.closest("details")?.setAttribute("open", "");
    });
  }

  place(form, { part, path }) {
    const scope = kindOf(part) === "settings" ? part : "";
    for (let length = path.length; length >= 0; length -= 1) {
      const found = form.querySelector(`[data-place="${CSS.escape(JSON.stringify([scope, ...path.slice(0, length)]))}"]`);
      if (found?.querySelector(":scope > .marks")) return found;
    }
    return scope ? null : form.querySelector(".field");
  }
}

// Two people wrote different things in one place: both are shown, and one chooses.

import { byId, fill, h, words } from "../../shared/dom.js";
import { nameOfPart } from "../conditions/conditions.js";
import { getIn, isObject, same, setIn } from "../document/parts.js";

export class Conflicts {
  // onSettle(part, value), onRefused(at, again)
  constructor({ onSettle, onRefused }) {
    Object.assign(this, { onSettle, onRefused, chosen: new Map() });
  }

  render(draft) {
    const looks = JSON.stringify([[...draft.conflicts], draft.refused]);
    if (looks === this.looks) return;
    this.looks = looks;
    byId("conflicts").replaceChildren(...[...draft.conflicts].map(([part, one]) => this.card(part, one)), ...draft.refused.map((one, at) => this.refusal(one, at)));
  }

  card(part, one) {
    const { mine, theirs, author } = one;
    const name = nameOfPart(part, mine ?? theirs);
    const told = mine === null ? words.youDeleted : theirs === null ? words.theyDeleted : words.bothChanged;
    const fields = mine !== null && theirs !== null;
    return h("section", { class: "conflict", role: "alert", "data-conflict": part },
      h("p", {}, h("b", { dir: "auto" }, fill(told, { name, author: author || words.somebody }))),
      fields && this.table(part, one),
      h("div", { class: "conflict-buttons" },
        h("button", { type: "button", class: "button", "data-keep": "mine", on: { click: () => this.onSettle(part, mine) } }, mine === null ? words.deleteAnyway : words.keepMine),
        h("button", { type: "button", class: "button", "data-keep": "theirs", on: { click: () => this.onSettle(part, theirs) } }, theirs === null ? words.leaveDeleted : words.takeTheirs),
        fields && one.contested.length > 0 && h("button", { type: "button", class: "button primary", "data-keep": "each", on: { click: () => this.settleEach(part, one) } }, words.keepChosen)));
  }

  table(part, one) {
    const picked = this.chosen.get(part) ?? new Map();
    this.chosen.set(part, picked);
    return h("table", { class: "both" },
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, words.field), h("th", { scope: "col" }, words.mine), h("th", { scope: "col" }, one.author || words.theirs))),
      h("tbody", {}, one.contested.map((path, at) => {
        const id = path.join(".");
        const cell = (side, value) => {
          const radio = h("input", { type: "radio", name: `both-${part}-${at}`, value: side, on: { change: () => picked.set(id, side) } });
          radio.checked = (picked.get(id) ?? "mine") === side;
          return h("td", {}, h("label", {}, radio, h("span", { class: "both-text", dir: "auto" }, plain(value))));
        };
        return h("tr", {}, h("th", { scope: "row" }, told(path)), cell("mine", getIn(one.mine, path)), cell("theirs", getIn(one.theirs, path)));
      })));
  }

  // What only one of us changed is kept in any case.
  settleEach(part, one) {
    const picked = this.chosen.get(part);
    let value = one.theirs;
    const fromMine = (path, mine, was, theirs) => {
      if (same(mine, was) || same(mine, theirs)) return;
      if (isObject(mine) && isObject(theirs)) return void new Set([...Object.keys(mine), ...Object.keys(was ?? {})]).forEach((name) => fromMine([...path, name], mine[name], was?.[name], theirs[name]));
      const contested = one.contested.some((other) => same(other, path));
      if (!contested || (picked.get(path.join(".")) ?? "mine") === "mine") value = setIn(value, path, mine);
    };
    fromMine([], one.mine, one.was, one.theirs);
    this.chosen.delete(part);
    this.onSettle(part, value);
  }

  refusal({ edit, message }, at) {
    return h("section", { class: "conflict", role: "alert" },
      h("p", {}, h("b", { dir: "auto" }, nameOfPart(edit.part, edit.value)), ` – ${fill(words.wasRefused, { reason: message })}`),
      edit.value !== undefined && h("details", { class: "more" }, h("summary", {}, words.whatYouWrote), h("pre", { dir: "auto" }, JSON.stringify(edit.value, null, 2))),
      h("div", { class: "conflict-buttons" },
        h("button", { type: "button", class: "button", on: { click: () => this.onRefused(at, true) } }, words.tryAgain),
        h("button", { type: "button", class: "button", on: { click: () => this.onRefused(at, false) } }, words.giveUp)));
  }
}

function told(path) {
  if (!path.length) return words.value;
  return path.map((name) => words.fieldNames[name] ?? name).join(" · ");
}

function plain(value) {
  if (value === undefined || value === null || value === "") return "–";
  if (typeof value === "boolean") return value ? words.yes : words.no;
  if (Array.isArray(value)) return value.map(plain).join("\n");
  if (isObject(value)) return Object.entries(value).map(([name, inner]) => `${words.fieldNames[name] ?? name}: ${plain(inner)}`).join("\n");
  return String(value);
}

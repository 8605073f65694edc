// The severity matrix: for each impact and urgency the priority that follows.

import { fill, h, words } from "../../shared/dom.js";
import { saying } from "../conditions/conditions.js";
import { newOption, optionsField } from "./options.js";
import { placeOf } from "./fields.js";
import { isObject } from "../document/parts.js";

export function severityField(bind, document) {
  const side = (name, label) => optionsField(bind.at(name), document, {
    label, hint: "",
    onAdd: () => change(bind, name, (list) => [...list, newOption(list)]),
    onRemove: (at) => change(bind, name, (list) => list.filter((_, index) => index !== at)),
    onValue: (old, value) => change(bind, name, (list) => list.map((option) => (option.value === old ? { ...option, value } : option)), { [old]: value }),
  });
  return [side("impacts", words.impacts), side("urgencies", words.urgencies), matrix(bind)];
}

// The matrix follows its sides: what is known stays, what is new begins with priority 3.
function change(bind, name, edit, renamed = {}) {
  const step = bind.get();
  const next = { ...step, [name]: edit(step[name] ?? []) };
  const old = (value) => Object.keys(renamed).find((from) => renamed[from] === value) ?? value;
  const row = (impact) => Object.fromEntries((next.urgencies ?? []).map(({ value }) => [value, step.matrix?.[old(impact)]?.[old(value)] ?? 3]));
  next.matrix = Object.fromEntries((next.impacts ?? []).map(({ value }) => [value, row(value)]));
  bind.set(next, { redraw: "soon" });
}

function matrix(bind) {
  const [impacts, urgencies] = ["impacts", "urgencies"].map((name) => bind.list(name).filter(isObject));
  const cell = (impact, urgency) => {
    const place = bind.at("matrix", impact.value, urgency.value);
    const named = fill(words.priorityFor, { impact: saying(impact.label) || impact.value, urgency: saying(urgency.label) || urgency.value });
    const node = h("select", { id: place.id, class: `priority p${place.get() ?? ""}`, "aria-label": named, disabled: !bind.mayEdit, on: { change: (event) => (place.set(Number(event.target.value)), (node.className = `priority p${event.target.value}`)) } },
      [1, 2, 3, 4].map((one) => h("option", { value: one }, fill(words.priorityN, { n: one }))));
    node.value = String(place.get() ?? "");
    return h("td", {}, node);
  };
  return h("div", { class: "field", "data-place": placeOf(bind.at("matrix")) },
    h("table", { class: "matrix" },
      h("caption", {}, words.matrix),
      h("thead", {}, h("tr", {}, h("td", {}, ""), urgencies.map((one) => h("th", { scope: "col", dir: "auto" }, saying(one.label) || one.value)))),
      h("tbody", {}, impacts.map((impact) => h("tr", {}, h("th", { scope: "row", dir: "auto" }, saying(impact.label) || impact.value), urgencies.map((urgency) => cell(impact, urgency)))))),
    h("div", { class: "marks" }));
}

// Where a step leads: branches in their order, each with its condition; otherwise the following step.

import { fill, h, words } from "../../shared/dom.js";
import { BLANK, conditionField } from "../conditions/condition-field.js";
import { titleOf } from "../conditions/conditions.js";
import { button, field, iconButton, placeOf, select } from "./fields.js";
import { isObject, listOf } from "../document/parts.js";

export function branchesField(bind, document, step) {
  const branches = bind.list();
  const steps = listOf(document, "step");
  const at = steps.findIndex((one) => one.key === step.key);
  const following = steps[at + 1];
  const open = !branches.some((branch) => isObject(branch) && branch.when === undefined);
  return h("div", { "data-place": placeOf(bind), class: "field" },
    h("p", { class: "hint" }, branches.length ? words.branchesHint : words.noBranches),
    branches.map((branch, index) => card(bind, document, steps, at, index, branches.length)),
    h("p", { class: "otherwise" }, open && following ? [h("span", {}, `${branches.length ? words.otherwise : words.thenNext} → `), h("b", { dir: "auto" }, titleOf(following))] : open ? "" : words.neverFurther),
    bind.mayEdit && button(`+ ${words.addBranch}`, () => add(bind, steps, at)),
    h("div", { class: "marks" }));
}

function add(bind, steps, at) {
  const target = steps[at + 2] ?? steps[at + 1];
  const list = [...bind.list()];
  const always = list.findIndex((branch) => isObject(branch) && branch.when === undefined);
  list.splice(always < 0 ? list.length : always, 0, { when: BLANK, to: target?.key ?? "" });
  bind.set(list, { redraw: true });
}

function targets(steps, at) {
  const named = (list) => list.map((step) => [step.key, titleOf(step)]);
  const groups = [[words.after, named(steps.slice(at + 1))]];
  if (at > 0) groups.push([words.beforeLoop, named(steps.slice(0, at))]);
  return groups;
}

function card(bind, document, steps, at, index, count) {
  const place = bind.at(index);
  const branch = place.get() ?? {};
  const name = `${words.branch} ${index + 1}`;
  const always = branch.when === undefined;
  const kind = h("select", { id: `${place.id}-kind`, "aria-label": words.branchKind, disabled: !bind.mayEdit, on: { change: (event) => place.put("when", event.target.value === "if" ? BLANK : undefined, { redraw: true }) } },
    h("option", { value: "if" }, words.if), h("option", { value: "always" }, words.inAnyCase));
  kind.value = always ? "always" : "if";
  return h("div", { class: "card branch", role: "group", "aria-label": name, "data-place": placeOf(place) },
    h("div", { class: "card-tools" },
      bind.mayEdit && index > 0 && iconButton("↑", fill(words.moveUp, { name }), () => bind.swap(index, index - 1)),
      bind.mayEdit && index < count - 1 && iconButton("↓", fill(words.moveDown, { name }), () => bind.swap(index, index + 1)),
      bind.mayEdit && iconButton("×", fill(words.removeThis, { name }), () => bind.removeAt(index))),
    h("div", { class: "branch-if" }, kind, !always && conditionField(place.at("when"), document, { label: `${name} – ${words.condition}` })),
    field(place.at("to"), words.goTo, select(place.at("to"), targets(steps, at))),
    h("div", { class: "marks" }));
}

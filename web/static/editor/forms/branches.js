// Where a step leads: branches in their order, each with its condition; otherwise the following step.

import { html, nothing } from "../../shared/lit.js";
import { isObject, stepsOf } from "../document/parts.js";
import { titleOf, titled } from "../document/titles.js";
import { words } from "../words.js";
import { BLANK } from "./condition-field.js";
import { adder, field, findingsPlace, hintText, pick } from "./fields.js";
import { whenCard } from "./when-card.js";

/** @import {Choice} from "../../shared/parts/picker.js" */
/** @import {ScriptDocument, Step} from "../types.js" */
/** @import {Binding} from "./binding.js" */

/** @param {Binding} bind @param {ScriptDocument} document @param {Step} step */
export function branchesField(bind, document, step) {
  const branches = bind.list();
  const steps = stepsOf(document);
  const at = steps.findIndex((one) => one.key === step.key);
  const following = steps[at + 1];
  const always = branches.some((branch) => isObject(branch) && branch.when === undefined);
  const further = !always && following
    ? html`<span>${branches.length ? words.otherwise : words.thenNext} → </span><b dir="auto">${titleOf(following)}</b>`
    : always ? words.neverFurther : nothing;
  return html`<div data-place=${bind.place} class="field">
    ${hintText(branches.length ? words.branchesHint : words.noBranches)}
    ${branches.map((branch, index) => card(bind, document, targets(steps, at), index))}
    <p class="otherwise">${further}</p>
    ${bind.mayEdit ? adder(words.addBranch, () => add(bind, steps[at + 2] ?? following)) : nothing}
    ${findingsPlace(bind)}
  </div>`;
}

/** A branch before the one that is always taken. @param {Binding} bind @param {Step | undefined} target */
function add(bind, target) {
  const list = bind.list();
  const always = list.findIndex((branch) => isObject(branch) && branch.when === undefined);
  bind.set(list.toSpliced(always < 0 ? list.length : always, 0, { when: BLANK, to: target?.key ?? "" }));
}

/** Those that follow first. @param {Step[]} steps @param {number} at @returns {Choice[]} */
const targets = (steps, at) => [
  ...titled(steps.slice(at + 1)),
  ...titled(steps.slice(0, Math.max(at, 0))).map((one) => ({ ...one, detail: words.beforeLoop })),
];

/** @param {Binding} bind @param {ScriptDocument} document @param {Choice[]} choices @param {number} at */
function card(bind, document, choices, at) {
  const to = bind.at(at, "to");
  return whenCard(bind, at, document, {
    kind: "branch", name: `${words.branch} ${at + 1}`, label: words.branchKind, always: words.inAnyCase,
    content: field(to, words.goTo, pick(to, words.goTo, choices)),
  });
}

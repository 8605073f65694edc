// One of several in their order, of which the first whose condition holds is taken: a branch or a rule.

import { html, nothing } from "../../shared/lit.js";
import { isObject } from "../document/parts.js";
import { words } from "../words.js";
import { BLANK, conditionField } from "./condition-field.js";
import { findingsPlace, itemTools, selectBox } from "./fields.js";

/** @import {ScriptDocument} from "../types.js" */
/** @import {Binding} from "./binding.js" */

/**
 * @param {Binding} bind the list
 * @param {number} at
 * @param {ScriptDocument} document
 * @param {{kind: "branch" | "rule", name: string, label: string, always: string, content: unknown}} about
 */
export function whenCard(bind, at, document, { kind, name, label, always, content }) {
  const place = bind.at(at);
  const isAlways = !isObject(place.get()) || place.get("when") === undefined;
  const about = { id: `${place.id}-kind`, label, disabled: !bind.mayEdit };
  return html`<div class="card ${kind}" role="group" aria-label=${name} data-place=${place.place}>
    ${itemTools(bind, at, name)}
    <div class="branch-if">
      ${selectBox(about, [["if", words.if], ["always", always]], isAlways ? "always" : "if",
        (picked) => place.put("when", picked === "if" ? BLANK : undefined))}
      ${isAlways ? nothing : conditionField(place.at("when"), document, { label: `${name} – ${words.condition}` })}
    </div>
    ${content}${findingsPlace(place)}
  </div>`;
}

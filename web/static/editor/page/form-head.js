// Above the form: what the part is called, and what can be done with all of it.

import copy from "lucide-static/icons/copy.svg";
import trash from "lucide-static/icons/trash-2.svg";

import { byId } from "../../shared/dom.js";
import { html, nothing, render } from "../../shared/lit.js";
import { button } from "../../shared/parts/button.js";
import { notice } from "../../shared/parts/feedback.js";
import { boot } from "../api.js";
import { valueOf } from "../document/parts.js";
import { titleOf } from "../document/titles.js";
import { downButton, upButton } from "../forms/fields.js";
import { words } from "../words.js";
import { chosen, isOpen, kind, mayEdit, page } from "./page-state.js";

/** @param {{shift: (way: -1 | 1) => void, duplicate: () => void, remove: () => void}} on */
export function renderFormHead(on) {
  const part = kind() && chosen();
  const one = part ? valueOf(page.draft.document, part) : null;
  const note = whyNot();
  render(html`
    ${note ? notice(note, "warning") : nothing}
    ${one ? html`<h2 class="form-title" dir="auto">${titleOf(one)}</h2>` : nothing}
    ${one && mayEdit() ? tools(on) : nothing}`, byId("form-head"));
}

/** Why it cannot be changed just so. */
function whyNot() {
  if (!isOpen()) return words.closed;
  if (!boot.mayEdit) return words.readOnly;
  return page.state === "writing" ? "" : words.takesBack;
}

/** @param {Parameters<typeof renderFormHead>[0]} on */
const tools = ({ shift, duplicate, remove }) => html`<div class="form-tools">
  ${upButton(words.moveUpHere, () => shift(-1))}
  ${downButton(words.moveDownHere, () => shift(1))}
  ${button(words.duplicate, duplicate, { id: "part-duplicate", title: "Ctrl+D", kind: "quiet small", sign: copy })}
  ${button(words.delete, remove, { id: "part-delete", kind: "quiet small", sign: trash })}
</div>`;

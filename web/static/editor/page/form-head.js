// Above the form: what the part is called, and what can be done with all of it.

import { byId } from "../../shared/dom.js";
import { html, nothing, render } from "../../shared/lit.js";
import { boot } from "../api.js";
import { valueOf } from "../document/parts.js";
import { titleOf } from "../document/titles.js";
import { iconButton } from "../forms/fields.js";
import { words } from "../words.js";
import { chosen, isOpen, kind, mayEdit, page } from "./page-state.js";

/** @param {{shift: (way: -1 | 1) => void, duplicate: () => void, remove: () => void}} on */
export function renderFormHead(on) {
  const part = kind() && chosen();
  const one = part ? valueOf(page.draft.document, part) : null;
  const note = notice();
  render(html`
    ${note ? html`<p class="notice">${note}</p>` : nothing}
    ${one ? html`<h2 class="form-title" dir="auto">${titleOf(one)}</h2>` : nothing}
    ${one && mayEdit() ? tools(on) : nothing}`, byId("form-head"));
}

function notice() {
  if (!isOpen()) return words.closed;
  if (!boot.mayEdit) return words.readOnly;
  return page.state === "writing" ? "" : words.takesBack;
}

/** @param {Parameters<typeof renderFormHead>[0]} on */
const tools = ({ shift, duplicate, remove }) => html`<div class="form-tools">
  ${iconButton("↑", words.moveUpHere, () => shift(-1))}
  ${iconButton("↓", words.moveDownHere, () => shift(1))}
  <button type="button" class="button small quiet" id="part-duplicate" title="Ctrl+D" @click=${duplicate}>${words.duplicate}</button>
  <button type="button" class="button small quiet" id="part-delete" @click=${remove}>${words.delete}</button>
</div>`;

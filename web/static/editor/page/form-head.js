// Above the form: what the part is called, and what can be done with all of it.

import { byId, h, words } from "../../shared/dom.js";
import { boot } from "../api.js";
import { titleOf } from "../conditions/conditions.js";
import { button, iconButton } from "../forms/fields.js";
import { valueOf } from "../document/parts.js";
import { chosen, isOpen, kind, mayEdit, page } from "./page-state.js";

export class FormHead {
  // onShift(way), onDuplicate(), onDelete()
  constructor(handlers) {
    Object.assign(this, handlers);
  }

  render(script) {
    const part = chosen();
    const one = kind() && part ? valueOf(script, part) : null;
    const looks = JSON.stringify([part, one && titleOf(one), mayEdit(), page.state]);
    if (looks === this.looks) return;
    this.looks = looks;
    const note = this.note();
    byId("form-head").replaceChildren(...[
      note && h("p", { class: "notice" }, note),
      one && h("h2", { class: "form-title", dir: "auto" }, titleOf(one)),
      one && mayEdit() && this.tools(),
    ].filter(Boolean));
  }

  note() {
    if (!isOpen()) return words.closed;
    if (!boot.mayEdit) return words.readOnly;
    return page.state === "writing" ? "" : words.takesBack;
  }

  tools() {
    const quiet = "button small quiet";
    return h("div", { class: "form-tools" },
      iconButton("↑", words.moveUpHere, () => this.onShift(-1), { id: "part-up" }),
      iconButton("↓", words.moveDownHere, () => this.onShift(1), { id: "part-down" }),
      button(words.duplicate, this.onDuplicate, { id: "part-duplicate", class: quiet, title: "Ctrl+D" }),
      button(words.delete, this.onDelete, { id: "part-delete", class: quiet }));
  }
}

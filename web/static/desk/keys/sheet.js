// All keys in one window; a key is changed by pressing another one.

import { Refusal } from "../../shared/api.js";
import { desk } from "../state/desk.js";
import { openDialog } from "../parts/dialog.js";
import { byId, fill, h, labelled, words } from "../../shared/dom.js";
import { keyNodes, written } from "./shortcuts.js";

const WHERE_TO_CHOOSE = ["Tab", "Shift+Tab", "Enter"];

export class CheatSheet {
  open() {
    this.waiting = "";
    this.told = h("p", { class: "sheet-told", role: "status" });
    this.rows = h("div", { class: "sheet" });
    this.draw();
    const dialog = openDialog(words.keys, [
      h("p", { class: "muted" }, words.keysHow),
      this.told,
      this.rows,
      h("p", {}, h("button", { type: "button", class: "button", on: { click: () => this.save({}, words.keysReset) } }, words.resetKeys)),
    ], { wide: true });
    dialog.addEventListener("keydown", (event) => this.pressed(event), { capture: true });
    dialog.addEventListener("cancel", (event) => this.waiting && event.preventDefault());
  }

  draw() {
    const { actions, fixed } = desk.shortcuts;
    this.rows.replaceChildren(
      h("dl", {}, actions.map((one) => this.row(one))),
      h("dl", {}, fixed.map((one) => h("div", { class: "sheet-row" }, h("dt", {}, one.label), h("dd", {}, keyNodes(one.key))))));
  }

  row({ name, label }) {
    const waits = this.waiting === name;
    const key = desk.shortcuts.keyOf(name);
    return h("div", { class: "sheet-row" },
      h("dt", {}, label),
      h("dd", {}, h("button", {
        type: "button", class: waits ? "sheet-key is-waiting" : "sheet-key", "data-key-of": name, "aria-pressed": String(waits),
        "aria-label": labelled(label) + (key || words.noKey), on: { click: () => this.wait(waits ? "" : name) },
      }, waits ? words.pressKey : keyNodes(key) ?? words.noKey)));
  }

  wait(name) {
    this.waiting = name;
    this.told.textContent = name ? words.pressKeyHow : "";
    this.redraw(name);
  }

  redraw(name) {
    const focused = name || this.last;
    this.last = name || this.last;
    this.draw();
    this.rows.querySelector(`[data-key-of="${focused}"]`)?.focus();
  }

  pressed(event) {
    if (!this.waiting) return undefined;
    const key = written(event);
    if (!key || WHERE_TO_CHOOSE.includes(key)) return undefined;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") return this.wait("");
    const wanted = ["Delete", "Backspace"].includes(event.key) ? "" : key;
    const refusal = desk.shortcuts.refusal(this.waiting, wanted);
    if (refusal) return void (this.told.textContent = refusal);
    const { label } = desk.shortcuts.actions.find((one) => one.name === this.waiting);
    return this.save(desk.shortcuts.with(this.waiting, wanted), fill(words.keyIsNow, { action: label, key: wanted || words.noKey }));
  }

  async save(own, told) {
    try {
      await desk.shortcuts.set(own);
      this.waiting = "";
      this.told.textContent = told;
    } catch (error) {
      this.told.textContent = error instanceof Refusal ? error.message : words.offlineServer;
    }
    this.redraw(this.waiting);
  }
}

// The line of keys at the foot of the page.
export function renderKeysBar() {
  const { actions, fixed } = desk.shortcuts;
  const shown = [...actions.filter((one) => one.short), ...fixed.filter((one) => one.short)];
  byId("keys-bar").replaceChildren(
    ...shown.filter((one) => one.name === undefined || desk.shortcuts.keyOf(one.name)).map((one) =>
      h("span", {}, one.name ? desk.shortcuts.hint(one.name) : keyNodes(one.key), ` ${one.short}`)),
    h("button", { type: "button", class: "link", "data-do": "help" }, words.allKeys, " ", desk.shortcuts.hint("help")));
}

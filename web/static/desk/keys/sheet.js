// All keys in one window; a key is changed by pressing another one.

import { Refusal } from "../../shared/api.js";
import { fill, labelled, words } from "../../shared/dom.js";
import { html } from "../../shared/lit.js";
import { openDialog } from "../../shared/parts/dialog.js";
import { keyboard, named, shortcuts, written } from "./shortcuts.js";

/** @import { Action } from "../types.js" */

const WHERE_TO_CHOOSE = ["Tab", "Shift+Tab", "Enter"];

class Sheet {
  constructor() {
    this.waiting = ""; // the action that gets another key
    this.message = "";
    this.dialog = openDialog(words.keys, () => this.template(), { wide: true });
    this.dialog.element.addEventListener("keydown", (event) => this.pressed(event), { capture: true });
    this.dialog.element.addEventListener("cancel", (event) => this.waiting && event.preventDefault());
  }

  template() {
    return html`<p class="muted">${words.keysHow}</p>
      <p class="sheet-told" role="status">${this.message}</p>
      <div class="sheet">
        <dl>${shortcuts.actions.map((one) => this.row(one))}</dl>
        <dl>${shortcuts.fixed.map((one) => html`<div class="sheet-row"><dt>${one.label}</dt><dd>${keyboard(one.key)}</dd></div>`)}</dl>
      </div>
      <p><button type="button" class="button" @click=${() => this.save({}, words.keysReset)}>${words.resetKeys}</button>
        <button type="button" class="button" data-do="restartTour" @click=${() => this.dialog.close()}>${words.tourAgain}</button></p>`;
  }

  /** @param {Action} action */
  row({ name, label }) {
    const waits = this.waiting === name;
    const key = shortcuts.keyOf(name);
    return html`<div class="sheet-row"><dt>${label}</dt><dd>
      <button type="button" class=${waits ? "sheet-key is-waiting" : "sheet-key"} data-key-of=${name} aria-pressed=${waits}
        aria-label=${labelled(label) + (named(key) || words.noKey)} @click=${() => this.wait(waits ? "" : name)}
      >${waits ? words.pressKey : key ? keyboard(key) : words.noKey}</button></dd></div>`;
  }

  /** @param {string} name */
  wait(name) {
    this.waiting = name;
    this.say(name ? words.pressKeyHow : "");
  }

  /** @param {string} message */
  say(message) {
    this.message = message;
    this.dialog.draw();
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    const key = written(event);
    if (!this.waiting || !key || WHERE_TO_CHOOSE.includes(key)) return undefined;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") return this.wait("");
    const wanted = ["Delete", "Backspace"].includes(event.key) ? "" : key;
    const refusal = shortcuts.refusal(this.waiting, wanted);
    if (refusal) return this.say(refusal);
    const action = shortcuts.action(this.waiting)?.label;
    return this.save(shortcuts.with(this.waiting, wanted), fill(words.keyIsNow, { action, key: named(wanted) || words.noKey }));
  }

  /** @param {Record<string, string>} own @param {string} message */
  async save(own, message) {
    try {
      await shortcuts.save(own);
      this.waiting = "";
      this.say(message);
    } catch (error) {
      this.say(error instanceof Refusal ? error.message : words.offlineServer);
    }
  }
}

export const openSheet = () => void new Sheet();

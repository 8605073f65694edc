// Which instructions an agent would see at a chosen moment of the client's clock.

import { h, words } from "../../shared/dom.js";
import { boot, post } from "../api.js";
import { titleOf } from "../conditions/conditions.js";
import { listOf } from "../document/parts.js";

export class InForce {
  // onGo(key): choose that instruction
  constructor(onGo) {
    this.onGo = onGo;
    this.at = boot.now.slice(0, 16);
    this.turn = 0;
    this.list = h("ul", { class: "in-force-list" });
    const node = h("input", { id: "in-force-at", type: "datetime-local", on: { input: (event) => ((this.at = event.target.value || this.at), this.ask()) } });
    node.value = this.at;
    this.place = h("section", { class: "in-force", "aria-label": words.inForce },
      h("div", { class: "in-force-head" }, h("label", { for: "in-force-at" }, words.inForceAt), node, h("small", {}, boot.zone)), this.list);
  }

  update(document) {
    const told = JSON.stringify(listOf(document, "instruction"));
    if (told === this.told) return;
    this.told = told;
    this.instructions = listOf(document, "instruction");
    this.ask();
  }

  async ask() {
    const turn = (this.turn += 1);
    const told = await post("/in-force", { instructions: this.instructions, at: this.at }).catch(() => null);
    if (told && turn === this.turn) this.draw(told.active);
  }

  draw(active) {
    const rows = active.map((one) => {
      const value = this.instructions.find((instruction) => instruction.key === one.key) ?? {};
      const more = [one.shown ? "" : words.beaten, one.conflict ? words.inConflict : "", one.when ? words.ifConditionHolds : ""].filter(Boolean).join(" · ");
      return h("li", { class: `tone-${value.tone ?? "info"} ${one.shown ? "" : "is-beaten"} ${one.conflict ? "is-conflict" : ""}` },
        h("button", { type: "button", class: "link", dir: "auto", on: { click: () => this.onGo(one.key) } }, titleOf(value)), more && h("small", {}, more));
    });
    this.list.replaceChildren(...(rows.length ? rows : [h("li", { class: "hint" }, words.noneInForce)]));
  }
}

// Two people, or two pages, saved different texts for one field: both are shown, one is chosen.

import { byId, h, labelled, quoted, show, words } from "../../shared/dom.js";

export class Conflicts {
  // onChoice(field, mine, current)
  constructor(onChoice) {
    this.onChoice = onChoice;
    this.open = new Map();
    this.callId = "";
  }

  add(field, title, current) {
    this.open.set(field.key, { field, title, current });
    this.draw();
  }

  clear(callId) {
    [...this.open].filter(([, one]) => one.field.callId === callId).forEach(([key]) => this.open.delete(key));
    this.draw();
  }

  // Those of the call that is shown.
  draw(callId = this.callId) {
    this.callId = callId;
    const place = byId("conflicts");
    const mine = [...this.open].filter(([, one]) => one.field.callId === callId);
    show(place, ...mine.map(([key, one]) => this.card(key, one)));
    place.querySelectorAll("button").forEach((button) => {
      button.onclick = () => this.choose(button.dataset.key, button.dataset.keep === "mine");
    });
  }

  card(key, { field, title, current }) {
    return h("div", { class: "conflict", role: "alert" },
      h("p", {}, h("b", {}, labelled(title)), words.conflict),
      this.button(key, "mine", words.keepMine, field.raw),
      this.button(key, "theirs", words.takeTheirs, current.raw));
  }

  button(key, keep, label, text) {
    return h("button", { type: "button", class: "button", "data-key": key, "data-keep": keep },
      labelled(label), h("span", { class: "conflict-text" }, quoted(text)));
  }

  choose(key, mine) {
    const { field, current } = this.open.get(key);
    this.open.delete(key);
    this.draw();
    this.onChoice(field, mine, current);
  }
}

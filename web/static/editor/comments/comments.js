// What people said about a part: comments, and proposals that agents made during a call.

import { byId, fill, h, words } from "../../shared/dom.js";
import { boot, postTo } from "../api.js";

const when = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
const newToken = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const written = new Map(); // part → what was typed and is not sent
const tokens = new Map();

export class Comments {
  // onNews(): comments are to be read anew; onTrouble(message)
  constructor({ onNews, onTrouble }) {
    Object.assign(this, { onNews, onTrouble, list: [] });
  }

  take(list) {
    if (list) this.list = list;
  }

  counts() {
    const counted = new Map();
    for (const { part, resolved_at } of this.list) if (!resolved_at) counted.set(part, (counted.get(part) ?? 0) + 1);
    return counted;
  }

  // Drawn anew only where somebody said something, so that what is typed here stays.
  render(part) {
    const looks = JSON.stringify([part, this.list.filter((one) => one.part === part)]);
    if (looks === this.looks) return;
    this.looks = looks;
    const isTyped = document.activeElement?.id === "comment-text";
    byId("comments").replaceChildren(...(part ? [this.draw(part)] : []));
    if (isTyped) byId("comment-text")?.focus({ preventScroll: true });
  }

  draw(part) {
    const mine = this.list.filter((one) => one.part === part);
    const field = h("textarea", { id: "comment-text", rows: "2", dir: "auto", maxlength: 2000, placeholder: words.commentPlaceholder, "aria-label": words.commentPlaceholder, on: { input: (event) => written.set(part, event.target.value) } });
    field.value = written.get(part) ?? "";
    return h("section", { class: "comments", "aria-labelledby": "comments-title" },
      h("h2", { id: "comments-title" }, words.comments, mine.length > 0 && h("span", { class: "count" }, String(mine.length))),
      h("ul", { class: "comment-list" }, mine.map((one) => this.one(one))),
      h("div", { class: "comment-new" }, field, h("button", { type: "button", class: "button small", id: "comment-send", on: { click: () => this.send(part, field) } }, words.sendComment)));
  }

  one({ id, kind, text, author, at, resolved_at: resolved, resolution }) {
    return h("li", { class: `comment is-${kind === "proposal" ? "proposal" : "comment"} ${resolved ? "is-resolved" : ""}` },
      h("p", { class: "comment-head" }, kind === "proposal" && h("span", { class: "badge proposal" }, words.proposal), h("b", {}, author), h("time", { datetime: at }, when.format(new Date(at)))),
      h("p", { class: "comment-text", dir: "auto" }, text),
      resolved ? h("p", { class: "hint" }, resolution ? `✓ ${resolution}` : `✓ ${words.resolved}`) : boot.mayEdit && h("button", { type: "button", class: "link", on: { click: () => this.act(id, "resolve") } }, words.resolve),
      resolved && boot.mayEdit && h("button", { type: "button", class: "link", on: { click: () => this.act(id, "reopen") } }, words.reopen));
  }

  // The same text sent twice, by a double click or a retry, is one comment.
  async send(part, field) {
    const text = field.value.trim();
    if (!text) return field.focus();
    if (!tokens.has(part)) tokens.set(part, newToken());
    const sent = await this.attempt(() => postTo(boot.comments, { part, text, token: tokens.get(part) }));
    if (!sent) return undefined;
    written.delete(part);
    tokens.delete(part);
    return this.onNews();
  }

  async act(id, act) {
    if (await this.attempt(() => postTo(`/scripts/comments/${encodeURIComponent(id)}/${act}`, { resolution: "" }))) this.onNews();
  }

  async attempt(work) {
    try {
      await work();
      return true;
    } catch (error) {
      this.onTrouble(error.message === "unreachable" ? words.offline : fill(words.notSent, { reason: error.message }));
      return false;
    }
  }
}

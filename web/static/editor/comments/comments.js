// Comments on a part, and proposals that agents made during a call.

import check from "lucide-static/icons/check.svg";

import { sentence } from "../../shared/api.js";
import { byId, fill } from "../../shared/dom.js";
import { html, keyed, nothing, render, repeat, typed } from "../../shared/lit.js";
import { badge } from "../../shared/parts/badge.js";
import { button } from "../../shared/parts/button.js";
import { icon } from "../../shared/parts/icon.js";
import { boot, newToken, postTo } from "../api.js";
import { words } from "../words.js";

/** @import {Comment} from "../types.js" */

const when = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
/** What was typed and is not sent, by part. @type {Map<string, {text: string, token: string}>} */
const written = new Map();

export class Comments {
  /** @param {{news: () => void, trouble: (text: string) => void}} on comments are to be read anew */
  constructor(on) {
    this.on = on;
    /** @type {Comment[]} */
    this.list = [];
  }

  /** How many are open, by part. */
  counts() {
    /** @type {Map<string, number>} */
    const counted = new Map();
    for (const { part, resolved_at } of this.list) if (!resolved_at) counted.set(part, (counted.get(part) ?? 0) + 1);
    return counted;
  }

  /** @param {string} part */
  render(part) {
    render(part ? keyed(part, this.content(part)) : nothing, byId("comments"));
  }

  /** @param {string} part */
  content(part) {
    const mine = this.list.filter((one) => one.part === part);
    /** @param {{target: HTMLTextAreaElement}} event */
    const input = ({ target }) => written.set(part, { token: newToken(), ...written.get(part), text: target.value });
    return html`<section class="card comments" aria-labelledby="comments-title">
      <h2 class="section-title" id="comments-title">${words.comments}${mine.length ? html`<span class="count">${mine.length}</span>` : nothing}</h2>
      <ul class="comment-list">${repeat(mine, ({ id }) => id, (one) => this.one(one))}</ul>
      <div class="comment-new">
        <textarea id="comment-text" rows="2" dir="auto" maxlength="2000" placeholder=${words.commentPlaceholder} aria-label=${words.commentPlaceholder}
          .value=${typed(written.get(part)?.text ?? "")} @input=${input}></textarea>
        ${button(words.sendComment, () => this.send(part), { id: "comment-send" })}
      </div>
    </section>`;
  }

  /** @param {Comment} comment */
  one({ id, kind, text, author, at, resolved_at: resolved, resolution }) {
    const isProposal = kind === "proposal";
    const act = resolved ? "reopen" : "resolve";
    return html`<li class="comment is-${isProposal ? "proposal" : "comment"}${resolved ? " is-resolved" : ""}">
      <p class="comment-head">
        ${isProposal ? badge(words.proposal, "info") : nothing}
        <b>${author}</b><time datetime=${at}>${when.format(new Date(at))}</time>
      </p>
      <p class="comment-text" dir="auto">${text}</p>
      ${resolved ? html`<p class="hint">${icon(check)} ${resolution || words.resolved}</p>` : nothing}
      ${boot.mayEdit ? html`<button type="button" class="link" @click=${() => this.settle(id, act)}>${words[act]}</button>` : nothing}
    </li>`;
  }

  /** The same text sent twice, by a double click or a retry, is one comment. @param {string} part */
  async send(part) {
    const { text = "", token = "" } = written.get(part) ?? {};
    if (!text.trim()) return byId("comment-text").focus();
    if (!(await this.attempt(() => postTo(boot.comments, { part, text: text.trim(), token })))) return undefined;
    written.delete(part);
    return this.on.news();
  }

  /** @param {string} id @param {"resolve" | "reopen"} act */
  async settle(id, act) {
    if (await this.attempt(() => postTo(`/scripts/comments/${encodeURIComponent(id)}/${act}`, { resolution: "" }))) this.on.news();
  }

  /** @param {() => Promise<unknown>} work */
  async attempt(work) {
    try {
      await work();
      return true;
    } catch (error) {
      this.on.trouble(fill(words.notSent, { reason: sentence(error) }));
      return false;
    }
  }
}

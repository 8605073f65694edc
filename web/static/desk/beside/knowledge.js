// The client's articles: those of the step first, and a search in all of its scripts.

import { byId, labelled, words } from "../../shared/dom.js";
import { fits } from "../../shared/folding.js";
import { html, keyed, nothing, repeat } from "../../shared/lit.js";
import { Combobox } from "../../shared/parts/combobox.js";
import { ariaKey, hint } from "../keys/shortcuts.js";
import { get } from "../net/api.js";
import { changed } from "../state/desk.js";
import { articleBody } from "./article.js";

/** @import { CallInHand } from "../state/calls-in-hand.js" */
/** @import { Article, Hit, Run } from "../types.js" */

class Knowledge {
  constructor() {
    /** @type {CallInHand | null} */
    this.call = null;
    /** @type {Set<string>} articles that the person opened */
    this.open = new Set();
    this.text = ""; // that is searched for
    this.nothingFor = ""; // the text for which no other script has an article either
    /** @type {Hit | null} */
    this.read = null;
    /** @type {Combobox<Hit & {label: string}>} */
    this.combo = new Combobox({ label: words.articles, remote: (text) => this.search(text), onPick: (hit) => this.show(hit) });
  }

  get isThere() {
    return Boolean(this.call);
  }

  /** @param {CallInHand | null} call */
  template(call) {
    const run = call?.view.run;
    if (this.call !== call) this.begin(run ? call : null);
    if (!call || !run) return nothing;
    const typed = (/** @type {InputEvent} */ event) => {
      this.text = /** @type {HTMLInputElement} */ (event.target).value;
      changed();
    };
    return keyed(call.id, html`<label for="article-search" class="zone-title">${words.articles} ${hint("articles")}</label>
      ${this.combo.template(html`<input type="search" id="article-search" autocomplete="off" placeholder=${words.searchArticles}
        aria-keyshortcuts=${ariaKey("articles")} @input=${typed}>`)}
      <div class="reading">${this.read ? this.reading(this.read) : nothing}</div>
      <div class="articles" role="group" aria-label=${words.articles} data-rove="summary">${this.list(run, call.step?.articles ?? [])}</div>`);
  }

  /** @param {CallInHand | null} call */
  begin(call) {
    this.call = call;
    this.text = "";
    this.nothingFor = "";
    this.read = null;
  }

  /** @param {string} text @returns {Promise<(Hit & {label: string})[]>} */
  async search(text) {
    const run = this.call?.view.run;
    if (!text.trim() || !this.call || !run) return [];
    /** @type {{hits: Hit[]}} */
    const { hits } = await get(`/knowledge?${new URLSearchParams({ call: this.call.id, q: text })}`).catch(() => ({ hits: [] }));
    this.nothingFor = hits.length ? "" : text;
    changed();
    return hits.map((hit) => ({
      ...hit,
      label: hit.title,
      content: html`<b>${hit.title}</b><span class="snippet">${marked(hit.snippet, hit.marks)}</span>`,
      detail: hit.script === run.script.key ? "" : `${labelled(words.script)}${hit.script_name}`,
    }));
  }

  /** @param {Hit | null} hit */
  show(hit) {
    this.read = hit;
    changed();
    if (hit) byId("knowledge").querySelector(".reading").scrollIntoView({ block: "nearest" });
  }

  /** @param {Hit} hit */
  reading(hit) {
    return html`<article class="article is-read"><h4 tabindex="-1">${hit.title}</h4>${articleBody(hit.html)}
      <button type="button" class="link" @click=${() => this.show(null)}>${words.closeArticle}</button></article>`;
  }

  /**
   * The articles of this script: shown without a search, and searched while the server is away.
   * @param {Run} run
   * @param {string[]} attached keys of those of the step
   */
  list(run, attached) {
    const fitting = run.articles.filter((one) => fits(`${one.title} ${one.body}`, this.text));
    const isAttached = (/** @type {Article} */ one) => attached.includes(one.key);
    const first = [...fitting.filter(isAttached), ...fitting.filter((one) => !isAttached(one))];
    if (!first.length && this.text.trim() && this.nothingFor === this.text) return html`<p class="muted">${words.articlesNone}</p>`;
    return repeat(first, (one) => one.key, (one) => this.article(one, isAttached(one)));
  }

  /** @param {Article} one @param {boolean} isAttached */
  article(one, isAttached) {
    const turn = (/** @type {{currentTarget: Element}} */ { currentTarget: { parentElement } }) =>
      parentElement?.hasAttribute("open") ? this.open.delete(one.key) : this.open.add(one.key); // before it turns
    return html`<details class=${isAttached ? "article attached" : "article"} ?open=${isAttached || this.open.has(one.key)}>
      <summary @click=${turn}>${one.title}</summary>${articleBody(one.html)}</details>`;
  }
}

export const knowledge = new Knowledge();

/**
 * `text` with the places [start, end) of `marks` marked.
 * @param {string} text
 * @param {[number, number][]} marks
 */
function marked(text, marks) {
  const starts = [0, ...marks.map(([, end]) => end)];
  return [
    ...marks.map(([start, end], index) => html`${text.slice(starts[index], start)}<mark>${text.slice(start, end)}</mark>`),
    text.slice(starts.at(-1)),
  ];
}

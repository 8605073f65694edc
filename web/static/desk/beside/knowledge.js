// The client's articles: those of the step first, and a search in all of its scripts.

import { get } from "../net/api.js";
import { Combobox } from "../parts/combobox.js";
import { desk } from "../state/desk.js";
import { byId, h, isTyping, labelled, words } from "../../shared/dom.js";
import { fits, marked } from "../parts/text.js";

export class Knowledge {
  constructor() {
    this.call = null;
    this.open = new Set();
    this.before = null; // where the person was when they began to search
  }

  render(call, step) {
    const place = byId("knowledge");
    this.attached = new Set(step?.articles ?? []);
    if (!call?.run) {
      this.call = null;
      return place.replaceChildren();
    }
    if (this.call?.id !== call.id) this.begin(call, place);
    this.call = call;
    this.title.replaceChildren(words.articles, " ", desk.shortcuts.hint("articles") ?? "");
    this.list();
    return undefined;
  }

  begin(call, place) {
    this.call = call;
    this.field = h("input", { type: "search", id: "article-search", autocomplete: "off", placeholder: words.searchArticles, "aria-keyshortcuts": desk.shortcuts.ariaOf("articles") });
    this.field.addEventListener("input", () => this.list());
    this.rows = h("div", { class: "articles" });
    this.reading = h("div", { class: "reading" });
    this.title = h("label", { for: "article-search", class: "zone-title" });
    this.combo = new Combobox(this.field, {
      label: words.articles,
      remote: (text) => this.search(text),
      onPick: (hit) => this.read(hit),
    });
    this.shown = "";
    place.replaceChildren(this.title, this.combo.place, this.reading, this.rows);
  }

  async search(text) {
    if (!text.trim()) return [];
    const { hits } = await get(`/knowledge?${new URLSearchParams({ call: this.call.id, q: text })}`);
    return hits.map((hit) => ({
      ...hit,
      label: hit.title,
      nodes: [h("b", {}, hit.title), h("span", { class: "snippet" }, marked(hit.snippet, hit.marks))],
      detail: hit.script === this.call.run.script.key ? "" : `${labelled(words.script)}${hit.script_name}`,
    }));
  }

  // From wherever one is; Esc goes back there.
  startSearch() {
    if (!this.call) return false;
    const { activeElement } = document;
    if (activeElement !== this.field) this.before = isTyping(activeElement) || byId("step").contains(activeElement) ? activeElement : null;
    this.field.focus();
    this.field.select();
    return undefined;
  }

  goBack() {
    if (this.before?.isConnected) this.before.focus();
    else desk.panel.focus();
    this.before = null;
  }

  read(hit) {
    const title = h("h4", { tabindex: "-1" }, hit.title);
    const close = h("button", { type: "button", class: "link", on: { click: () => this.reading.replaceChildren() } }, words.closeArticle);
    this.reading.replaceChildren(h("article", { class: "article is-read" }, title, body(hit.html), close));
    this.reading.scrollIntoView({ block: "nearest" });
  }

  // Without a search the articles of this script; also what can be found while the server is away.
  list() {
    const text = this.field.value;
    const found = this.call.run.articles.filter((one) => fits(`${one.title} ${one.body}`, text));
    found.sort((a, b) => this.attached.has(b.key) - this.attached.has(a.key));
    const mark = found.map((one) => `${one.key}${this.attached.has(one.key)}`).join();
    if (mark === this.shown) return;
    this.shown = mark;
    this.rows.replaceChildren(...(found.length ? found.map((one) => this.article(one)) : [h("p", { class: "muted" }, words.articlesNone)]));
  }

  article(one) {
    const open = this.attached.has(one.key) || this.open.has(one.key);
    const title = h("summary", {}, one.title);
    const node = h("details", { class: this.attached.has(one.key) ? "article attached" : "article", open }, title, body(one.html));
    title.addEventListener("click", () => (node.open ? this.open.delete(one.key) : this.open.add(one.key))); // before it turns
    return node;
  }
}

// The server has cleaned it. A link opens beside the desk: leaving the page would end the talk.
function body(html) {
  const cleaned = new DOMParser().parseFromString(html, "text/html").body;
  cleaned.querySelectorAll("a[href]").forEach((link) => Object.assign(link, { target: "_blank", rel: "noopener" }));
  return h("div", { class: "article-body" }, ...cleaned.childNodes);
}

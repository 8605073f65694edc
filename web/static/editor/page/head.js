// The line above: sections, whether all is saved, who else is here, and what can be done with the draft.

import { byId, fill } from "../../shared/dom.js";
import { html, nothing, render } from "../../shared/lit.js";
import { boot } from "../api.js";
import { listOf } from "../document/parts.js";
import { saying } from "../document/titles.js";
import { words } from "../words.js";
import { SECTIONS, isOpen, kind, mayEdit, page } from "./page-state.js";

const TABS = [...Object.values(SECTIONS), "words", "script"];

export class Head {
  /**
   * @param {object} on
   * @param {(section: string) => void} on.section
   * @param {() => void} on.graph
   * @param {() => void} on.keys
   * @param {() => Promise<boolean>} on.flush
   * @param {() => string} on.beforeSubmit what is said before the draft is submitted
   */
  constructor(on) {
    this.on = on;
    byId("acts").addEventListener("click", (/** @type {MouseEvent} */ event) => this.leave(event));
    document.addEventListener("click", (event) => {
      if (!byId("more-menu")?.contains(event.target)) this.fold();
    });
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.fold());
    byId("submit-cancel").addEventListener("click", () => byId("submit-sheet").close());
  }

  fold() {
    if (byId("more-menu")) byId("more-menu").open = false;
  }

  /** The pages behind the links show what is on the server: it must be all. @param {MouseEvent} event */
  async leave(event) {
    const link = /** @type {Element} */ (event.target).closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || link.hasAttribute("download")) return;
    event.preventDefault();
    await this.on.flush();
    location.assign(link.href);
  }

  /** @param {boolean} isFull the browser's storage @param {Record<string, number>} wrong how many errors each section has @param {boolean} hasGraph */
  render(isFull, wrong, hasGraph) {
    const { draft, past, state, note, people } = page;
    render(TABS.map((one) => this.tab(one, wrong[one] ?? 0)), byId("tabs"));
    render(this.acts(hasGraph), byId("acts"));
    this.renderSaving();
    write(byId("state"), words.states[state] ?? state, `state is-${state}`);
    byId("state").title = note;
    write(byId("people"), people.length ? fill(words.alsoHere, { names: people.join(", ") }) : "");
    write(byId("script-name"), saying(draft.document.name) || draft.document.key);
    const trouble = [
      draft.stopped && fill(words.stopped, { reason: draft.stopped }),
      !draft.reached && (draft.signedOut ? words.signedOut : words.offline),
      isFull && words.storageFull,
    ].filter(Boolean).join(" ");
    write(byId("trouble"), trouble);
    byId("trouble").hidden = trouble === "";
    write(byId("add"), `+ ${words.addPart[kind()] ?? ""}`);
    byId("add").hidden = !kind() || !mayEdit();
    byId("undo").disabled = !past.done.length || !mayEdit();
    byId("redo").disabled = !past.undone.length || !mayEdit();
  }

  renderSaving() {
    const [mark, text] = saved();
    write(byId("saving"), text, `saving is-${mark}`);
  }

  /** @param {string} one @param {number} wrong */
  tab(one, wrong) {
    const is = one === page.section;
    const listed = Object.keys(SECTIONS).find((of) => SECTIONS[of] === one);
    const count = listed ? listOf(page.draft.document, listed).length : 0;
    /** @param {KeyboardEvent} event */
    const key = (event) => {
      const way = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
      if (!way) return;
      event.preventDefault();
      const next = TABS[(TABS.indexOf(one) + way + TABS.length) % TABS.length];
      this.on.section(next);
      byId(`tab-${next}`).focus();
    };
    return html`<button type="button" role="tab" class="tab" id="tab-${one}" aria-selected=${is} aria-controls="middle" tabindex=${is ? 0 : -1}
      @click=${() => this.on.section(one)} @keydown=${key}>${words.sections[one]}
      ${count ? html`<span class="count">${count}</span>` : nothing}
      ${wrong ? html`<span class="badge error" title=${fill(words.errorsN, { n: wrong })}>${wrong}</span>` : nothing}
    </button>`;
  }

  /** Links and buttons to what else there is. @param {boolean} hasGraph */
  acts(hasGraph) {
    /** @param {string} name @param {string} path */
    const link = (name, path) => html`<a class="button small" id="act-${name}" href="${boot.address}/${path}">${words.acts[name]}</a>`;
    const quiet = "button small quiet";
    return html`
      <button type="button" class=${quiet} id="graph-toggle" aria-pressed=${hasGraph} @click=${this.on.graph}>${words.graph}</button>
      ${link("rehearse", "rehearsal")} ${link("replay", "replay")} ${link("changes", "changes")}
      <details class="menu" id="more-menu">
        <summary class="button small" aria-label=${words.acts.more} title=${words.acts.more}>⋯</summary>
        <div class="menu-items">
          <a class=${quiet} href="${boot.address}/yaml" download>${words.acts.yamlExport}</a>
          ${boot.mayEdit ? html`<a class=${quiet} href="${boot.address}/file">${words.acts.yamlImport}</a>` : nothing}
          <button type="button" class=${quiet} id="keys-button" aria-keyshortcuts="?" @click=${this.on.keys}>${words.keys}</button>
        </div>
      </details>
      ${boot.mayEdit && isOpen() ? this.forward() : nothing}`;
  }

  forward() {
    const name = "button small primary";
    if (page.state === "writing") return html`<button type="button" class=${name} id="act-submit" @click=${() => this.submit()}>${words.acts.submit}</button>`;
    const text = page.state === "in_review" ? words.acts.review : words.acts.publish;
    return html`<a class=${name} id="act-review" href="${boot.address}/changes">${text}</a>`;
  }

  /** Only what is on the server can be reviewed. */
  async submit() {
    const isSaved = await this.on.flush();
    byId("submit-form").action = `${boot.address}/submit`;
    write(byId("submit-title"), words.acts.submit);
    write(byId("submit-text"), isSaved ? this.on.beforeSubmit() : words.submitUnsaved);
    write(byId("submit-go"), words.acts.submit);
    byId("submit-go").disabled = !isSaved;
    byId("submit-sheet").showModal();
  }
}

/** Only where it is another text, which screen readers say. @param {HTMLElement} place @param {string} text @param {string} [name] */
function write(place, text, name) {
  if (place.textContent !== text) place.textContent = text;
  if (name !== undefined) place.className = name;
}

/** Where saving stands: a mark and words. @returns {[string, string]} */
function saved() {
  const { draft } = page;
  if (draft.stopped) return ["wrong", words.notSaved];
  if (draft.conflicts.size || draft.refused.length) return ["wrong", words.choosePlease];
  if (draft.saved) return ["saved", words.allSaved];
  return draft.reached ? ["busy", words.saving] : ["waiting", words.keptHere];
}

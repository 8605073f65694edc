// The line above: sections, whether all is saved, who else is here, and what can be done with the draft.

import archive from "lucide-static/icons/archive.svg";
import check from "lucide-static/icons/check.svg";
import done from "lucide-static/icons/circle-check.svg";
import eye from "lucide-static/icons/eye.svg";
import pencil from "lucide-static/icons/pencil.svg";

import { byId, fill, showTrouble } from "../../shared/dom.js";
import { html, nothing, render } from "../../shared/lit.js";
import { badge } from "../../shared/parts/badge.js";
import { button } from "../../shared/parts/button.js";
import { tabs } from "../../shared/parts/tabs.js";
import { boot } from "../api.js";
import { listOf } from "../document/parts.js";
import { localized } from "../document/titles.js";
import { words } from "../words.js";
import { SECTIONS, isOpen, kind, mayEdit, page } from "./page-state.js";

/** @import {Tab} from "../../shared/parts/tabs.js" */

const TABS = [...Object.values(SECTIONS), "words", "script"];
/** The tone and the icon of each state of a draft. @type {Record<string, [string, string]>} */
const STATES = { writing: ["", pencil], in_review: ["info", eye], approved: ["success", check], published: ["success", done], discarded: ["", archive] };

export class Head {
  /**
   * @param {object} on
   * @param {(section: string) => void} on.section
   * @param {() => void} on.graph
   * @param {() => Promise<boolean>} on.flush
   * @param {() => string} on.beforeSubmit what is said before the draft is submitted
   */
  constructor(on) {
    this.on = on;
    byId("acts").addEventListener("click", (/** @type {MouseEvent} */ event) => this.leave(event));
    byId("graph-toggle").addEventListener("click", on.graph);
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
    render(tabs(words.partsOfScript, TABS.map((one) => this.tab(one, wrong[one] ?? 0)), `tab-${page.section}`,
      (id) => this.on.section(id.slice("tab-".length))), byId("tabs"));
    byId("graph-toggle").ariaPressed = String(hasGraph);
    render(boot.mayEdit && isOpen() ? this.forward() : nothing, byId("forward"));
    this.renderSaving();
    render(badge(words.states[state] ?? state, ...(STATES[state] ?? [""])), byId("state"));
    byId("state").title = note;
    write(byId("people"), people.length ? fill(words.alsoHere, { names: people.join(", ") }) : "");
    write(byId("script-name"), localized(draft.document.name) || draft.document.key);
    const trouble = [
      draft.stopped && fill(words.stopped, { reason: draft.stopped }),
      !draft.reached && (draft.signedOut ? words.signedOut : words.offline),
      isFull && words.storageFull,
    ].filter(Boolean).join(" ");
    showTrouble(trouble);
    write(byId("add-what"), words.addPart[kind()] ?? "");
    byId("add").hidden = !kind() || !mayEdit();
    byId("undo").disabled = !past.done.length || !mayEdit();
    byId("redo").disabled = !past.undone.length || !mayEdit();
  }

  renderSaving() {
    const [mark, text] = saved();
    write(byId("saving"), text, `saving is-${mark}`);
  }

  /** @param {string} one @param {number} wrong @returns {Tab} */
  tab(one, wrong) {
    const listed = Object.keys(SECTIONS).find((of) => SECTIONS[of] === one);
    const count = listed ? listOf(page.draft.document, listed).length : 0;
    const errors = wrong ? html`<span title=${fill(words.errorsN, { n: wrong })}>${badge(String(wrong), "danger")}</span>` : nothing;
    return { id: `tab-${one}`, panel: "middle", label: html`${words.sections[one]} ${errors}`, count: count || undefined };
  }

  /** What comes next with the draft. */
  forward() {
    if (page.state === "writing") return button(words.acts.submit, () => this.submit(), { id: "act-submit", kind: "primary small" });
    const text = page.state === "in_review" ? words.acts.review : words.acts.publish;
    return html`<a class="button primary small" id="act-review" href="${boot.address}/changes">${text}</a>`;
  }

  /** Only what is on the server can be reviewed. */
  async submit() {
    const isSaved = await this.on.flush();
    write(byId("submit-text"), isSaved ? this.on.beforeSubmit() : words.submitUnsaved);
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

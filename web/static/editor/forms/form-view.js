// The form in the middle. It keeps its fields while one part is shown; another part has a new form.

import { byId } from "../../shared/dom.js";
import { keyed, nothing, render } from "../../shared/lit.js";
import { emptyState } from "../../shared/parts/feedback.js";
import { isObject, kindOf, valueOf } from "../document/parts.js";
import { words } from "../words.js";
import { articleForm } from "./article-form.js";
import { Binding } from "./binding.js";
import { folds } from "./fields.js";
import { InForce } from "./in-force.js";
import { instructionForm } from "./instruction-form.js";
import { scriptForm } from "./script-form.js";
import { stepForm } from "./step-form.js";
import { wordsForm } from "./words-form.js";

/** @import {Editor, Finding, ScriptDocument} from "../types.js" */

/**
 * What a form does with its part beside writing in it.
 * @typedef {object} FormActs
 * @property {(to: string, field: HTMLInputElement) => void} rename
 * @property {(typed: string) => void} onTitle a title was written
 * @property {(step: string, article: string, on: boolean) => void} attach
 * @property {boolean} isNew the part was added on this page
 */
/** @typedef {(bind: Binding, document: ScriptDocument, acts: FormActs) => unknown} Form */

/** @type {Record<string, Form>} */
const FORMS = { step: stepForm, instruction: instructionForm, article: articleForm };

export class FormView {
  /**
   * @param {Editor} editor
   * @param {object} acts
   * @param {(part: string, to: string, field: HTMLInputElement) => void} acts.rename
   * @param {(part: string, typed: string) => void} acts.nameAfterTitle
   * @param {FormActs["attach"]} acts.attach
   * @param {(part: string) => void} acts.choose
   * @param {(part: string) => boolean} acts.isNew
   */
  constructor(editor, acts) {
    this.editor = editor;
    this.acts = acts;
    this.form = byId("form");
    this.form.addEventListener("submit", (/** @type {Event} */ event) => event.preventDefault());
    this.inForce = new InForce({ draw: editor.drawSoon, choose: (key) => acts.choose(`instruction:${key}`) });
    this.place = "";
    this.number = 0; // of the form
  }

  /** @param {ScriptDocument} document @param {string} section @param {string} part */
  render(document, section, part) {
    const place = `${section} ${part}`;
    const isOther = place !== this.place;
    if (isOther) {
      this.place = place;
      this.number += 1;
      folds.clear();
    }
    render(keyed(this.number, this.content(document, section, part)), this.form);
    render(section === "instructions" ? this.inForce.content(document) : nothing, byId("above"));
    if (isOther) byId("middle").scrollTop = 0;
  }

  /** The same part under another name. @param {string} section @param {string} part */
  renamed(section, part) {
    this.place = `${section} ${part}`;
  }

  /** @param {ScriptDocument} document @param {string} section @param {string} part */
  content(document, section, part) {
    if (section === "script") return scriptForm(this.editor, document);
    if (section === "words") return wordsForm(this.editor, document);
    if (!part || !isObject(valueOf(document, part))) return emptyState(words.chooseOne[section]);
    const bind = new Binding(this.editor, part);
    return FORMS[kindOf(part)](bind, document, {
      rename: (to, field) => this.acts.rename(bind.part, to, field),
      onTitle: (typed) => this.acts.nameAfterTitle(bind.part, typed),
      attach: this.acts.attach,
      isNew: this.acts.isNew(part),
    });
  }

  /** To the field that a finding is about. @param {Element | null} place @param {Finding} finding */
  go(place, { part, path }) {
    for (let fold = place?.closest("details"); fold; fold = fold.parentElement?.closest("details")) fold.open = true;
    const { id } = new Binding(this.editor, part, path);
    const exact = byId(id) ?? byId(`${id}-0`);
    /** @type {HTMLElement | null | undefined} */
    const node = exact ?? place?.querySelector("input:not([type=hidden]), textarea, select, button") ?? place;
    node?.focus({ preventScroll: true });
    (place ?? node)?.scrollIntoView({ block: "center" });
  }
}

// The current step, large: what to ask, and the field for the answer.

import before from "lucide-static/icons/arrow-left.svg";
import done from "lucide-static/icons/check.svg";
import readBack from "lucide-static/icons/rotate-ccw.svg";

import { byId, fill, labelled, words } from "../../shared/dom.js";
import { says } from "../../shared/folding.js";
import { html, keyed, nothing, render } from "../../shared/lit.js";
import { badge } from "../../shared/parts/badge.js";
import { icon } from "../../shared/parts/icon.js";
import { actionButton, keyboard } from "../keys/shortcuts.js";
import { TICKED, isDoubtful } from "../state/place.js";
import { SuggestingField, fieldOf } from "./fields.js";

/** @import { ScriptedCall, Step } from "../types.js" */

export class StepPanel {
  /** @param {(step: Step, raw: string) => void} onType */
  constructor(onType) {
    this.onType = onType;
    /** @type {{step: Step, call: ScriptedCall} | null} */
    this.now = null;
    this.key = ""; // of the run and the step
    this.raw = "";
    this.marked = ""; // where saving stands
    this.isRefused = false;
    this.insisting = false;
    this.several = 0; // that fit what is typed
    this.probesOpen = false;
    /** @type {ReturnType<typeof fieldOf> | null} */
    this.field = null;
  }

  /**
   * @param {Step} step
   * @param {ScriptedCall} call
   * @param {string | null} pending what was typed in it and is not saved yet
   */
  render(step, call, pending) {
    const key = `${call.run.id}/${step.key}`;
    const isNew = this.key !== key;
    this.now = { step, call };
    if (isNew) this.begin(key, step, call, pending);
    this.draw();
    if (isNew) this.focus();
  }

  /** @param {string} key @param {Step} step @param {ScriptedCall} call @param {string | null} pending */
  begin(key, step, call, pending) {
    this.key = key;
    this.insisting = false;
    this.several = 0;
    this.isRefused = false;
    this.probesOpen = false;
    this.marked = pending === null ? "" : words.notSaved;
    this.field = fieldOf(step, call, (raw) => this.typed(raw), () => this.draw());
    this.take(pending ?? step.raw);
    this.field.adopt(this.raw);
  }

  /**
   * Something else stands in its place, or nothing.
   * @param {unknown} [template]
   */
  clear(template = nothing) {
    this.now = null;
    this.key = "";
    this.field = null;
    render(template, byId("step"));
  }

  draw() {
    if (this.now) render(keyed(this.key, this.card(this.now.step, this.now.call)), byId("step"));
  }

  /** @param {Step} step @param {ScriptedCall} call */
  card(step, call) {
    const isSaved = this.raw === step.raw;
    const problem = isSaved ? Boolean(step.problem) : this.isRefused;
    const told = problem ? "problem" : isSaved && step.is_unlisted ? "unlisted" : "";
    return html`<article class="step-card kind-${step.kind}" aria-labelledby="step-title">
      <header class="step-head">
        <h3 id="step-title" tabindex="-1">${step.title}</h3>
        <span class="flags">${flags(step)}</span>
      </header>
      ${step.ask.length ? asking(step, call) : nothing}
      ${step.help ? html`<p class="step-help">${step.help}</p>` : nothing}
      ${step.why ? html`<p class="step-why"><b>${labelled(words.why)}</b>${step.why}</p>` : nothing}
      <div class="step-field">${this.field?.template(isSaved && Boolean(step.problem))}</div>
      <p class="step-told ${told}" id="step-told" aria-live="polite">${isSaved ? this.result(step, call) : this.marked}</p>
      ${step.probes.length ? this.probes(step, call) : nothing}
      <div class="step-buttons">
        ${step.kind === "end" ? nothing : html`<button type="button" class="button primary" id="next" data-do="next">
          ${TICKED.has(step.kind) ? words.done : words.next}${keyboard("Enter")}</button>`}
        <button type="button" class="button quiet step-back" data-do="back">${icon(before)}${words.back}</button>
        ${actionButton("propose", words.propose, { class: "link step-propose" })}
      </div>
    </article>`;
  }

  /** @param {Step} step @param {ScriptedCall} call */
  probes(step, call) {
    return html`<details class="probes" ?open=${this.probesOpen}>
      <summary @click=${() => (this.probesOpen = !this.probesOpen)}>${words.digDeeper}</summary>
      <ul>${step.probes.map((probe) => html`<li lang=${call.language} class=${isRaised(probe, this.raw) ? "raised" : ""}>
        <b>${probe.ask}</b><span class="probe-words"> (${probe.words.join(", ")})</span></li>`)}</ul>
    </details>`;
  }

  /**
   * The server's word on what is saved: understood, a problem, or nothing yet.
   * @param {Step} step
   * @param {ScriptedCall} call
   */
  result(step, call) {
    if (!step.revision) return "";
    if (isDoubtful(step)) {
      const doubt = this.several ? fill(words.severalFit, { count: this.several }) : step.problem || words.notListed;
      return this.insisting ? `${doubt} ${words.enterAgain}` : doubt;
    }
    if (step.derived_from) return `${fill(words.derivedFrom, { title: step.derived_from })}. ${words.understood} ${step.display}`;
    const by = call.run.several_authors && step.author ? ` ${fill(words.by, { name: step.author, time: step.at_shown })}` : "";
    const understood = step.display && step.display !== step.raw;
    return html`${understood ? `${words.understood} ${step.display}` : html`${icon(done)} ${words.saved}`}${by}`;
  }

  /** @param {string} raw */
  typed(raw) {
    this.insisting = false;
    this.several = 0;
    this.take(raw);
    this.draw();
    if (this.now) this.onType(this.now.step, raw);
  }

  /**
   * A vague word in it opens the question that digs deeper.
   * @param {string} raw
   */
  take(raw) {
    this.raw = raw;
    if (this.now?.step.probes.some((probe) => isRaised(probe, raw))) this.probesOpen = true;
  }

  /** @param {number} number @returns {boolean} whether the answer is complete with it */
  digit(number) {
    return this.field?.digit(number) ?? false;
  }

  /**
   * Where saving stands.
   * @param {string} mark
   * @param {string} text
   */
  mark(mark, text) {
    this.isRefused = mark === "refused";
    this.marked = mark === "saved" ? "" : text;
    this.draw();
  }

  /**
   * Takes the one entry that fits what is typed; of several it shows all.
   * @returns {Promise<boolean>} whether it took one
   */
  async settle() {
    const { field, key, raw } = this;
    if (!(field instanceof SuggestingField)) return false;
    const found = await field.fitting();
    if (this.key !== key || this.raw !== raw) return false;
    this.several = found.length > 1 ? found.length : 0;
    if (found.length === 1) field.pick(found[0]);
    else if (found.length) field.show();
    return found.length === 1;
  }

  insist() {
    this.insisting = true;
    this.draw();
  }

  /**
   * Another page saved it; it is taken over where nothing is being typed here.
   * @param {string} raw
   */
  adopt(raw) {
    this.take(raw);
    this.field?.adopt(raw);
    this.draw();
  }

  focus() {
    if (!this.now) return;
    if (!this.field?.focus()) (byId("next") ?? byId("step-title"))?.focus({ preventScroll: true });
    this.reveal();
  }

  /** The whole step where it fits, else its beginning; its buttons stay at the lower edge. */
  reveal() {
    byId("step").firstElementChild?.scrollIntoView({ block: "nearest" });
    byId("step-title")?.scrollIntoView({ block: "nearest" });
  }
}

/** @param {{words: string[]}} probe @param {string} raw */
const isRaised = (probe, raw) => probe.words.some((word) => says(raw, word));

/** @param {Step} step */
function flags(step) {
  if (step.kind === "end") return nothing;
  return html`${step.mandatory ? badge(words.mandatory, "danger") : badge(words.optional)}
    ${step.read_back ? badge(words.readBack, "info", readBack) : nothing}
    ${step.on_path ? nothing : badge(words.offPath)}`;
}

/** @param {Step} step @param {ScriptedCall} call */
function asking(step, call) {
  return html`<div class="asking">
    <p class="asking-label">${words.ask}</p>
    ${step.ask.map((text, index) => html`<p class=${index ? "ask-also" : "ask"} lang=${call.language}>${text}</p>`)}
    ${step.meaning.length ? html`<p class="meaning">${labelled(words.meaning)}${step.meaning[0]}</p>` : nothing}
  </div>`;
}

// The way through the script: what is done, what is now, what is ahead, and how much is left of it.

import wrong from "lucide-static/icons/circle-alert.svg";
import done from "lucide-static/icons/circle-check.svg";
import unlisted from "lucide-static/icons/circle-question-mark.svg";
import empty from "lucide-static/icons/circle-minus.svg";
import ahead from "lucide-static/icons/circle.svg";
import end from "lucide-static/icons/flag.svg";

import { fill, words } from "../../shared/dom.js";
import { html, nothing, repeat, styled } from "../../shared/lit.js";
import { icon } from "../../shared/parts/icon.js";
import { actionButton } from "../keys/shortcuts.js";

/** @import { CallView, Run, Step } from "../types.js" */

/** @param {CallView} call @param {string | null} shownKey */
export function path(call, shownKey) {
  const { run } = call;
  if (!run) return nothing;
  return html`<div class="path-head">
      <h3 class="zone-title" id="path-title">${words.steps}</h3>
      <p class="path-told">${progress(run.steps)}</p>
      ${actionButton("goTo", words.goTo, { class: "link" })}
    </div>
    ${bar(run.steps)}
    <div class="path" role="toolbar" aria-orientation="vertical" aria-labelledby="path-title" data-rove="[data-step]">${repeat(sorted(run), ([name]) => name, ([name, rows]) => section(run, name, rows, shownKey))}</div>
    ${call.answers_of_other_scripts.map(otherScript)}`;
}

/** What counts: everything on the path but its end. @param {Step[]} steps */
const counted = (steps) => steps.filter((step) => step.on_path && step.kind !== "end");
/** @param {Step} step */
const isSeen = (step) => step.is_done || step.is_left_empty;

/** @param {Step[]} steps */
function progress(steps) {
  const all = counted(steps);
  const must = all.filter((step) => step.mandatory && !step.is_done).length;
  const left = must === 1 ? words.mandatoryLeftOne : must ? words.mandatoryLeft : words.mandatoryNone;
  return `${fill(words.progress, { done: all.filter(isSeen).length, all: all.length })}, ${fill(left, { count: must })}`;
}

/** @param {Step[]} steps */
function bar(steps) {
  const all = counted(steps);
  const share = all.length ? all.filter(isSeen).length / all.length : 1;
  return html`<div class="path-bar" aria-hidden="true"><span ${styled({ "--share": String(share) })}></span></div>`;
}

const TITLES = { done: words.pathDone, now: words.pathNow, ahead: words.pathAhead, maybe: words.maybe };
/** @typedef {keyof typeof TITLES} Section */

/**
 * The sections that have steps, in the order of the titles.
 * @param {Run} run
 */
function sorted({ steps, current }) {
  /** @param {Step} step @returns {Section | null} */
  const placeOf = (step) => {
    if (!step.on_path) return step.maybe ? "maybe" : null;
    return step.key === current ? "now" : isSeen(step) ? "done" : "ahead";
  };
  return /** @type {Section[]} */ (Object.keys(TITLES))
    .map((name) => /** @type {const} */ ([name, steps.filter((step) => placeOf(step) === name)]))
    .filter(([, rows]) => rows.length);
}

/** @param {Run} run @param {Section} name @param {Step[]} rows @param {string | null} shownKey */
function section(run, name, rows, shownKey) {
  return html`<section class="path-${name}">
    <h4 id="path-${name}">${TITLES[name]}</h4>
    <ol class="steps" aria-labelledby="path-${name}">${repeat(rows, (step) => step.key, (step) => item(run, step, shownKey))}</ol>
  </section>`;
}

/** @param {Run} run @param {Step} step @param {string | null} shownKey */
function item(run, step, shownKey) {
  const answer = step.display || step.raw;
  return html`<li class=${classes(step, shownKey)}>
    <button type="button" data-step=${step.key} aria-current=${step.key === shownKey ? "step" : nothing}>
      ${stepMark(step)}
      <span class="step-name" title=${step.title}>${step.title}${step.mandatory && !step.is_done
        ? html`<span class="must-dot" aria-hidden="true">*</span><span class="visually-hidden"> (${words.mandatory})</span>` : nothing}</span>
      <span class="step-value" title=${answer || nothing}>${answer || (step.is_left_empty ? words.leftEmpty : "")}</span>
      ${step.derived_from ? html`<small class="step-author">${fill(words.derivedFrom, { title: step.derived_from })}</small>` : nothing}
      ${run.several_authors && step.author ? html`<small class="step-author">${step.author} ${step.at_shown}</small>` : nothing}
    </button></li>`;
}

/** @param {Step} step @param {string | null} shownKey */
const classes = (step, shownKey) =>
  [step.key === shownKey && "is-shown", step.is_done && "is-done", step.problem && "is-wrong", step.is_unlisted && "is-unlisted", !step.on_path && "is-maybe"]
    .filter(Boolean).join(" ");

/** @param {{problem?: unknown, is_unlisted?: boolean, is_done: boolean, is_left_empty?: boolean, kind: string}} step */
export const stepMark = (step) => html`<span class="step-mark">${icon(
  step.problem ? wrong : step.is_unlisted ? unlisted : step.is_done ? done : step.is_left_empty ? empty : step.kind === "end" ? end : ahead,
)}</span>`;

/**
 * What was answered in another script of this call: it stays, and goes to the ticket.
 * @param {CallView["answers_of_other_scripts"][number]} other
 */
const otherScript = (other) => html`<details class="other-script" open>
  <summary>${fill(words.otherScript, { name: other.name })}</summary>
  <dl>${other.answers.map((answer) => html`<div><dt>${answer.title}</dt><dd>${answer.display}</dd></div>`)}</dl>
</details>`;

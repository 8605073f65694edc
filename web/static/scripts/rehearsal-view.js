// What stands beside the step in a rehearsal: the conversation, the path through the script, and the ticket.

import { stepMark } from "../desk/script/path.js";
import { fill, labelled, words } from "../shared/dom.js";
import { html, keyed, nothing, unsafeHTML } from "../shared/lit.js";
import { priorityBadge } from "../shared/parts/badge.js";

/** @import {Conversation, Line} from "./conversation.js" */
/** @import {PlayedRun, PlayedStep} from "./types.js" */

/** @param {Conversation} conversation @param {string} language */
export const chat = ({ number, lines }, language) => keyed(number, lines.map((line) => bubble(line, language)));

/** @param {Line} line @param {string} language */
const bubble = ({ who, text, act }, language) => html`<li class="line by-${who}${act ? " is-act" : ""}">
  <span class="line-who">${who === "agent" ? words.you : words.theCaller}</span>
  <span class="line-text" lang=${act ? nothing : language} dir="auto">${text}</span>
</li>`;

/** @param {PlayedRun} run @param {string | null} key of the step on the page */
export const path = ({ steps }, key) => html`
  <h3 class="zone-title" id="path-title">${words.stepsPath}</h3>
  <ol class="steps" aria-labelledby="path-title">
    ${steps.filter((step) => step.on_path || step.maybe).map((step) => pathStep(step, step.key === key))}
  </ol>`;

/** @param {PlayedStep} step @param {boolean} isHere */
function pathStep(step, isHere) {
  const name = [isHere && "is-shown", step.is_done && "is-done", step.problem && "is-wrong", !step.on_path && "is-maybe"];
  const must = html`<span class="must-dot" aria-hidden="true">*</span><span class="visually-hidden"> (${words.mandatory})</span>`;
  return html`<li class=${name.filter(Boolean).join(" ")}>
    <button type="button" data-step=${step.key} aria-current=${isHere ? "step" : nothing}>
      ${stepMark(step)}
      <span class="step-name" title=${step.title}>${step.title}${step.mandatory && !step.is_done ? must : nothing}</span>
      <span class="step-value">${step.maybe && !step.on_path ? words.maybe : step.display || step.raw}</span>
    </button>
  </li>`;
}

/** @param {PlayedRun} run */
export const outcome = ({ outcome: { priority, title, summary, team_name: team, deadline_minutes: minutes } }) => html`<div class="outcome">
  <p>${priorityBadge(priority, `${words.priority} ${priority}`)}</p>
  <p class="outcome-title" dir="auto">${title}</p>
  ${/[\p{L}\p{N}]/u.test(summary) ? html`<p class="outcome-summary" dir="auto">${summary}</p>` : nothing}
  ${team ? html`<p class="muted">${labelled(words.team)}${team}</p>` : nothing}
  ${minutes ? html`<p class="muted">${labelled(words.deadline)}${duration(minutes)}</p>` : nothing}
</div>`;

/** @param {number} minutes */
function duration(minutes) {
  if (minutes % 1440 === 0) return fill(words.days, { count: minutes / 1440 });
  return minutes % 60 === 0 ? fill(words.hours, { count: minutes / 60 }) : fill(words.minutes, { count: minutes });
}

/** @param {PlayedRun} run */
export function missing({ missing: steps }) {
  if (!steps.length) return html`<p class="muted">${words.missingNone}</p>`;
  return html`<ul class="missing">${steps.map(({ key, title, why }) => html`
    <li><button type="button" class="button" data-step=${key} title=${why || nothing}>${title}</button></li>`)}</ul>`;
}

/** Articles of a step; the server has cleaned their HTML. @param {PlayedRun} run @param {PlayedStep} step */
export function articles(run, step) {
  const attached = run.articles.filter(({ key }) => step.articles.includes(key));
  if (!attached.length) return nothing;
  return html`<h2 class="zone-title">${words.articles}</h2>
    ${attached.map(({ key, title, html: cleaned }) => keyed(key, html`<details class="article" open>
      <summary>${title}</summary><div class="article-body">${unsafeHTML(cleaned)}</div>
    </details>`))}`;
}

// How clear the story is so far: in words, with what would make it clearer. It only ever advises.

import there from "lucide-static/icons/circle-check.svg";
import absent from "lucide-static/icons/circle.svg";

import { byId, labelled, quoted, words } from "../../shared/dom.js";
import { html, nothing } from "../../shared/lit.js";
import { badge } from "../../shared/parts/badge.js";
import { icon } from "../../shared/parts/icon.js";
import { hint } from "../keys/shortcuts.js";

/** @import { Meter } from "../types.js" */

/** @type {Record<string, string>} */
const TONES = { vague: "danger", thin: "warning", clear: "success" };

let last = { call: "", level: "" };

/** @param {Meter} meter @param {string} language of the caller */
export const meterCard = (meter, language) => html`<section class="meter" aria-labelledby="meter-title">
  <h3 class="zone-title" id="meter-title">${words.clarity}</h3>
  <p class="meter-level">${badge(words[`level_${meter.level}`], `meter-word ${TONES[meter.level]}`)} <span>${meter.headline}</span></p>
  ${meter.suggestions.length ? html`<h4>${words.askNext} ${hint("askNext")}</h4>
    <div role="toolbar" aria-orientation="vertical" aria-label=${words.askNext} data-rove="button">
      <ol class="meter-asks">${meter.suggestions.map((one) => html`<li>${question(one, language)}<small>${one.why}</small></li>`)}</ol>
    </div>` : nothing}
  ${meter.junk.length ? html`<ul class="meter-junk">${meter.junk.map((one) => html`<li><b>${quoted(one.quote)}</b> ${one.reason}</li>`)}</ul>` : nothing}
  <ul class="meter-signs">${meter.signs.map(sign)}</ul>
  ${meter.missing.length ? html`<div class="meter-missing">${labelled(words.missing)}
    <div role="toolbar" aria-label=${words.missing} data-rove="button">
      <ul>${meter.missing.map((one) => html`<li><button type="button" class="link" data-step=${one.key}>${one.title}</button></li>`)}</ul>
    </div></div>` : nothing}
</section>`;

/** @param {Meter["suggestions"][number]} one @param {string} language */
const question = (one, language) =>
  one.step
    ? html`<button type="button" class="meter-ask" lang=${language} data-step=${one.step}>${one.ask}</button>`
    : html`<b lang=${language}>${one.ask}</b>`;

/** @param {Meter["signs"][number]} one */
const sign = ({ label, quote }) => html`<li class=${quote ? "is-there" : ""} title=${quote ? quoted(quote) : nothing}>
  ${icon(quote ? there : absent)}
  <span class="visually-hidden">${labelled(quote ? words.signThere : words.signAbsent)}</span>${label}${quote ? html` <span class="sign-quote">${quoted(quote)}</span>` : nothing}
</li>`;

/**
 * A screen reader hears of it not on every key, only when the word for it is another one.
 * @param {string} callId
 * @param {Meter} meter
 */
export function announceLevel(callId, { level, headline }) {
  const isNew = last.call === callId && last.level !== level;
  last = { call: callId, level };
  if (isNew) byId("meter-said").textContent = `${words.clarity} ${words[`level_${level}`]}. ${headline}`;
}

// A simulated caller who rings at this desk: to try it out, or to rehearse.

import incoming from "lucide-static/icons/phone-incoming.svg";

import { announce, fill, quoted, words } from "../../shared/dom.js";
import { html, nothing } from "../../shared/lit.js";
import { button } from "../../shared/parts/button.js";
import { field } from "../../shared/parts/field.js";
import { post } from "../net/api.js";
import { contact } from "../net/contact.js";
import { boot, changed } from "../state/desk.js";

/** @import { CallerLine } from "../types.js" */

const lines = boot.callers?.lines ?? [];
const missing = lines.filter((line) => !line.has_model);
const chosen = { line: lines.find((line) => line.has_model), hurried: false, speaks: true };
let isAsking = false;
let token = ""; // of the caller that is asked for, until the server has answered
let told = "";

async function ring() {
  if (isAsking || !chosen.line) return;
  isAsking = true;
  token ||= crypto.randomUUID?.() ?? String(Math.random()); // there is none without HTTPS
  changed();
  const { line, hurried, speaks } = chosen;
  const answer = await contact.attempt(() => post("/simulated-callers", { line: line?.number, hurried, speaks, token }));
  isAsking = false;
  if (answer) {
    token = "";
    say(line?.name, answer);
  }
  changed();
  await contact.refresh();
}

/** @param {string | undefined} name @param {{number: string, made_available: boolean}} answer */
function say(name, { number, made_available: madeAvailable }) {
  const dials = fill(words.callerDials, { number, line: name });
  told = madeAvailable ? `${dials} ${words.callerAvailable}` : dials;
  announce(told);
}

/**
 * What has a caller ring: large for whoever has had no call yet, one quiet line later.
 * @param {boolean} isQuiet
 */
export function callerCard(isQuiet) {
  if (!lines.length) return nothing;
  const kind = isQuiet ? "quiet small" : "primary";
  return html`<section class=${isQuiet ? "caller-card is-quiet" : "caller-card"} aria-label=${words.callerRing}>
    ${button(isQuiet ? words.callerAnother : words.callerRing, ring, { kind, sign: incoming, id: "caller-ring", busy: isAsking, off: !chosen.line })}
    ${chosen.line ? html`<details class="caller-choice"><summary>${words.callerChoose}</summary>${choice(chosen.line)}</details>` : lacking()}
    ${told ? html`<p class="muted">${told}</p>` : nothing}
  </section>`;
}

/** What was said of the caller is over once they ring here. */
export const forgetCaller = () => void (told = "");

/** @param {CallerLine} line */
const choice = (line) => html`<div class="caller-fields">
  ${field("caller-line", { label: words.callerLine }, () => html`<select id="caller-line" @change=${chooseLine}>
    ${lines.map((one) => html`<option value=${one.number} ?disabled=${!one.has_model} ?selected=${one === line}>${named(one)}</option>`)}</select>`)}
  ${either("hurried", words.callerPatience, [[false, words.callerPatient], [true, fill(words.callerHurried, { seconds: boot.callers?.hurried })]])}
  ${either("speaks", words.callerSpeech, [[true, line.says ? html`${words.callerSpeaks} <span lang=${line.language}>${quoted(line.says)}</span>` : words.callerSpeaks], [false, words.callerSilent]])}
  <p class="hint">${words.callerUnheard}</p>
  ${missing.length ? lacking() : nothing}
</div>`;

/** @param {CallerLine} line */
const named = ({ name, language_shown: language, has_model: hasModel }) =>
  `${name} (${language})${hasModel ? "" : ` – ${words.callerNoModel}`}`;

const lacking = () => html`<p class="hint">${fill(words.callerLacking, {
  languages: [...new Set(missing.map((line) => line.language_shown))].join(", "),
})} <code>.venv/bin/flask models install ${missing[0].language}</code></p>`;

/** @param {Event} event */
function chooseLine({ target }) {
  const { value } = /** @type {HTMLSelectElement} */ (target);
  choose({ line: lines.find((line) => line.number === value) ?? chosen.line });
}

/** Another choice is another caller. @param {Partial<typeof chosen>} change */
function choose(change) {
  Object.assign(chosen, change);
  token = "";
  changed();
}

/**
 * One of two.
 * @param {"hurried" | "speaks"} name
 * @param {string} legend
 * @param {[boolean, unknown][]} options
 */
const either = (name, legend, options) => html`<fieldset class="caller-either"><legend class="field-label">${legend}</legend>
  ${options.map(([value, label]) => html`<label class="check"><input type="radio" name="caller-${name}" .checked=${chosen[name] === value}
    @change=${() => choose({ [name]: value })}> <span>${label}</span></label>`)}
</fieldset>`;

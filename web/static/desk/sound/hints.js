// What the page says of the microphone above the desk, and on the button of the bar.

import { byId, words } from "../../shared/dom.js";
import { html, nothing } from "../../shared/lit.js";
import { notice } from "../../shared/parts/feedback.js";
import { desk } from "../state/desk.js";
import { microphone } from "./microphone.js";
import { sentenceFor } from "./troubles.js";

/** Whoever is offline and in no call is left alone with it. */
const concerns = () => desk.server?.status !== "offline" || desk.calls.open.length > 0;

export function microphoneHint() {
  const { trouble, isHintHidden } = microphone;
  if (trouble === "asking") return microphoneNotice();
  if (!trouble || isHintHidden || !concerns()) return nothing;
  const isAvailable = desk.server?.status === "available" && !desk.calls.open.length;
  return microphoneNotice(isAvailable ? words.micAvailable : "", link("hideMicrophoneHint", words.hideHint));
}

/** What is wrong, and the button that may solve it. @param {string} [consequence] @param {unknown} [more] */
export function microphoneNotice(consequence = "", more = nothing) {
  const { trouble } = microphone;
  if (trouble === "asking") return notice(html`<p>${sentenceFor(trouble)}</p>`, "info");
  const again = trouble === "unasked" ? words.micAllow : words.micTryAgain;
  const solve = trouble === "insecure" ? nothing : link("checkMicrophone", again);
  return notice(html`<p>${sentenceFor(trouble)} ${consequence} ${solve} ${more}</p>`, "warning");
}

/** @param {string} action @param {string} text */
const link = (action, text) => html`<button type="button" class="link" data-do=${action}>${text}</button>`;

export function drawSoundButton() {
  const button = byId("sound-button");
  if (!button) return; // simulated calls have no sound
  const isWrong = !["", "asking"].includes(microphone.trouble);
  const name = isWrong ? words.soundWrong : words.sound;
  button.classList.toggle("is-wrong", isWrong);
  button.title = name;
  button.setAttribute("aria-label", name);
}

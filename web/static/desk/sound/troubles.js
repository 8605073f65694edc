// What is wrong with the microphone, and what the person can do about it.

import { browser } from "../../shared/browser.js";
import { words } from "../../shared/dom.js";

/**
 * unasked: the browser has not asked yet, or its question was closed; blocked: by the system, which does not
 * give it to this browser; busy: another program has it.
 * @typedef {"" | "unasked" | "asking" | "refused" | "blocked" | "missing" | "busy" | "insecure"} Trouble
 */

/**
 * Source: https://www.w3.org/TR/mediacapture-streams/#dom-mediadevices-getusermedia
 * @param {string} error its name
 * @param {PermissionState} answer of the person, as far as the browser tells
 * @returns {Trouble}
 */
export function troubleOf(error, answer) {
  if (error === "NotFoundError") return "missing";
  if (!["NotAllowedError", "SecurityError"].includes(error)) return "busy";
  return answer === "granted" ? "blocked" : answer === "denied" || browser() !== "Chromium" ? "refused" : "unasked";
}

/** @param {Trouble} trouble */
export function sentenceFor(trouble) {
  /** @type {Record<Trouble, string[]>} */
  const sentences = {
    "": [],
    unasked: [words.micUnasked],
    asking: [words.micAsking, browser() === "Firefox" ? words.micRemember : ""],
    refused: [words.micRefused, words[`micAllow${browser()}`]],
    blocked: [words.micBlocked],
    missing: [words.micMissing],
    busy: [words.micBusy],
    insecure: [words.micInsecure],
  };
  return sentences[trouble].filter(Boolean).join(" ");
}

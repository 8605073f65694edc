// Keys that are pressed while the step they are meant for is on its way: they wait until it is
// there, and are then played in their order. They would be lost otherwise, or answer the step before.

import { digitOf } from "../../shared/digit-key.js";
import { byId, isTyping } from "../../shared/dom.js";

/** @typedef {{key: string, shiftKey: boolean, choice: number}} Press `key` is typed into a field, `choice` chooses elsewhere */

/** @type {Press[]} */
const waiting = [];
let underway = 0; // acts that bring another step
let isPlaying = false;
/** @type {(press: Press) => unknown} */
let play = () => {};

/** @param {(press: Press) => unknown} work does what the page would have done with a press */
export const playBy = (work) => {
  play = work;
};

/**
 * Until this work is done, which brings another step, keys for a step wait.
 * @template {unknown[]} Details
 * @param {(...details: Details) => Promise<void>} work
 */
export const bringsStep = (work) => async (/** @type {Details} */ ...details) => {
  underway += 1;
  try {
    await work(...details);
  } finally {
    underway -= 1;
    await playAll();
  }
};

/** The step did not come: what was pressed for it must not answer another one. */
export const forgetPresses = () => waiting.splice(0);

/** It came all the same. @param {Press[]} presses that were forgotten */
export const rememberPresses = (presses) => void waiting.unshift(...presses);

/**
 * Whether this press waits. Enter with nothing before it is a second press for the same.
 * @param {KeyboardEvent} event
 * @param {HTMLElement} target
 */
export function waits(event, target) {
  const { key, shiftKey, repeat } = event;
  if (!(underway || isPlaying) || !isForStep(key, target)) return false;
  if (!repeat && (key !== "Enter" || waiting.length)) waiting.push({ key, shiftKey, choice: Number(digitOf(event)) });
  return true;
}

/** @param {string} key @param {HTMLElement} target */
function isForStep(key, target) {
  if (key !== "Enter" && key !== "Backspace" && key.length !== 1) return false;
  if (isTyping(target)) return byId("step").contains(target);
  return !(target.closest("button, a, summary") && [" ", "Enter"].includes(key));
}

async function playAll() {
  if (isPlaying) return;
  isPlaying = true;
  try {
    while (!underway && waiting.length) await play(/** @type {Press} */ (waiting.shift()));
  } finally {
    isPlaying = false;
  }
}

// Comparing texts as people mean them: without accents, capitals and signs.

import { fold } from "../../shared/folding.js";
import { html } from "../../shared/lit.js";

/**
 * The words of a text, without signs.
 * @param {string} text
 */
const plain = (text) => fold(text).replace(/[^\p{L}\p{M}\p{N}]+/gu, " ").trim();

/**
 * Whether every word of `wanted` begins a word of `text`.
 * @param {string} text
 * @param {string} wanted
 */
export function fits(text, wanted) {
  const known = plain(text).split(" ");
  return plain(wanted).split(" ").filter(Boolean).every((word) => known.some((one) => one.startsWith(word)));
}

/**
 * Whether `text` holds the words of `phrase` side by side.
 * @param {string} text
 * @param {string} phrase
 */
export const says = (text, phrase) => ` ${plain(text)} `.includes(` ${plain(phrase)} `);

/**
 * `text` with the places [start, end) of `marks` marked.
 * @param {string} text
 * @param {[number, number][]} marks
 */
export function marked(text, marks) {
  const starts = [0, ...marks.map(([, end]) => end)];
  return [
    ...marks.map(([start, end], index) => html`${text.slice(starts[index], start)}<mark>${text.slice(start, end)}</mark>`),
    text.slice(starts.at(-1)),
  ];
}

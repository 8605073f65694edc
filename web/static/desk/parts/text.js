// Comparing texts as people mean them: without accents, capitals and signs.

<<<<<<< HEAD
import { fold } from "../shared/folding.js";

/** The words of a text, without signs. */
const plain = (text) => fold(text).replace(/[^\p{L}\p{M}\p{N}]+/gu, " ").trim();
=======
import { html } from "../../shared/lit.js";

/** @param {string} text */
export const fold = (text) =>
  text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
>>>>>>> c22b90f (Draw the desk with lit, from state and at once, with types checked)

/**
 * Whether every word of `wanted` begins a word of `text`.
 * @param {string} text
 * @param {string} wanted
 */
export function fits(text, wanted) {
  const known = plain(text).split(" ");
  return plain(wanted).split(" ").filter(Boolean).every((word) => known.some((one) => one.startsWith(word)));
}

<<<<<<< HEAD
// Whether `text` holds the words of `phrase` side by side.
export const says = (text, phrase) => ` ${plain(text)} `.includes(` ${plain(phrase)} `);
=======
/**
 * Whether `text` holds the words of `phrase` side by side.
 * @param {string} text
 * @param {string} phrase
 */
export const says = (text, phrase) => ` ${fold(text)} `.includes(` ${fold(phrase)} `);
>>>>>>> c22b90f (Draw the desk with lit, from state and at once, with types checked)

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

// Comparing texts as people mean them: without accents, capitals and signs.

import { fold } from "../shared/folding.js";

/** The words of a text, without signs. */
const plain = (text) => fold(text).replace(/[^\p{L}\p{M}\p{N}]+/gu, " ").trim();

// Every word of `wanted` begins a word of `text`.
export function fits(text, wanted) {
  const known = plain(text).split(" ");
  return plain(wanted).split(" ").filter(Boolean).every((word) => known.some((one) => one.startsWith(word)));
}

// Whether `text` holds the words of `phrase` side by side.
export const says = (text, phrase) => ` ${plain(text)} `.includes(` ${plain(phrase)} `);

// `text` as nodes, with the places [start, end) of `marks` marked.
export function marked(text, marks) {
  const nodes = [];
  let at = 0;
  marks.forEach(([start, end]) => {
    const mark = document.createElement("mark");
    mark.textContent = text.slice(start, end);
    nodes.push(text.slice(at, start), mark);
    at = end;
  });
  return [...nodes, text.slice(at)];
}

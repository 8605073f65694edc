// Comparing texts as people mean them: without accents, capitals and signs.

export const fold = (text) =>
  text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();

// Every word of `wanted` begins a word of `text`.
export function fits(text, wanted) {
  const known = fold(text).split(" ");
  return fold(wanted).split(" ").filter(Boolean).every((word) => known.some((one) => one.startsWith(word)));
}

// Whether `text` holds the words of `phrase` side by side.
export const says = (text, phrase) => ` ${fold(text)} `.includes(` ${fold(phrase)} `);

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

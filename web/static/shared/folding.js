// Comparing texts as people mean them. The same folding as core/folding.py; one table tests both.

/** @type {Record<string, string>} */
const SAME = { œ: "oe", Œ: "oe", æ: "ae", Æ: "ae", ß: "ss", ẞ: "ss", þ: "th", Þ: "th", ς: "σ" };
[..."øØłŁđĐħĦŧŦðÐıȷ"].forEach((letter, at) => { SAME[letter] = "oollddhhttddij"[at]; });
[..."’‘‛ʼʻʹ′´`ʾʿ"].forEach((mark) => { SAME[mark] = "'"; });
[..."‐‑‒–—―−﹘"].forEach((mark) => { SAME[mark] = "-"; });

const LIKE_OTHERS = new RegExp(`[${Object.keys(SAME).join("")}]`, "gu");
const WITHOUT_FRACTIONS = /[^\u00bc-\u00be\u2150-\u215f\u2189]+/gu;
const MARKS = /(?!\u3099|\u309a)(?=\p{Mn})[\p{sc=Inherited}\p{sc=Hebrew}\p{sc=Arabic}]/gu;
const INVISIBLE = /[\p{Cf}\p{Me}]|[\u115f\u1160\u3164\uffa0]|\u17b4|\u17b5|\u180b|\u180c|\u180d|\u180f/gu;

/** @param {string} text */
const same = (text) => text.replace(LIKE_OTHERS, (one) => SAME[one]);

/** @param {string} text */
const decomposed = (text) => text.normalize("NFC").replace(WITHOUT_FRACTIONS, (run) => run.normalize("NFKD"));

/**
 * The text as it is compared: small letters without accents, on one line.
 * @param {string} text
 */
export const fold = (text) =>
  same(decomposed(same(text)).replace(MARKS, "").replace(INVISIBLE, "").toLowerCase())
    .replace(/[\p{Cc}\s]+/gu, " ").trim().normalize("NFC");

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
  const textWords = plain(text).split(" ");
  return plain(wanted).split(" ").filter(Boolean).every((word) => textWords.some((one) => one.startsWith(word)));
}

/**
 * Whether `text` holds the words of `phrase` side by side.
 * @param {string} text
 * @param {string} phrase
 */
export const says = (text, phrase) => ` ${plain(text)} `.includes(` ${plain(phrase)} `);

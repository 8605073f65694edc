// A condition in words, for lists and for the graph.

import { stepsOf } from "../document/parts.js";
import { titleOf } from "../document/titles.js";
import { words } from "../words.js";
import { choicesFor } from "./choices.js";
import { needsValue, rowsOf } from "./rows.js";

/** @import {ScriptDocument} from "../types.js" */

/** @param {string} name @param {ScriptDocument} document */
function nameIn(name, document) {
  const [head, part] = name.split(".");
  if (head === "facts") return words.factNames[part] ?? name;
  const step = stepsOf(document).find((one) => one.key === head);
  const title = step ? titleOf(step) : head;
  return part ? `${title} (${words.parts[part] ?? part})` : title;
}

/** @param {any} value @param {string} name @param {ScriptDocument} document */
function valueIn(value, name, document) {
  const { values } = choicesFor(name, document);
  /** @param {any} item */
  const one = (item) =>
    values?.find(([of]) => of === item)?.[1] ?? (typeof item === "boolean" ? words[item ? "yes" : "no"] : String(item));
  return Array.isArray(value) ? value.map(one).join(", ") : one(value);
}

/**
 * The text itself where it is no list of rows; "" where there is none. Of the step `own`, beside
 * which it stands, the title is left out.
 * @param {any} text
 * @param {ScriptDocument} document
 * @param {string} [own]
 */
export function inWords(text, document, own = "") {
  if (typeof text !== "string" || !text.trim()) return "";
  const read = rowsOf(text.trim());
  if (!read) return text;
  const phrases = read.rows.map(({ name, sign, value }) => {
    const title = name === own ? "" : nameIn(name, document);
    const compared = needsValue(sign) ? valueIn(value, name, document) : "";
    return `${title} ${words.signs[sign]} ${compared}`.trim();
  });
  return phrases.join(` ${words[read.join]} `);
}

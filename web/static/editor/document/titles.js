// What a part is called on the page.

import { quoted } from "../../shared/dom.js";
import { words } from "../words.js";
import { keyOf } from "./parts.js";

/** @import {Choice} from "../../shared/parts/picker.js" */
/** @import {Choices, Item, Option} from "../types.js" */

/** In the language of the person, or in another. @param {any} all @returns {string} */
export const localized = (all) =>
  typeof all === "object" && all !== null
    ? all[words.language] || all.en || all.fr || Object.values(all).find(Boolean) || ""
    : "";

/** @param {Partial<Item>} one */
export const titleOf = (one) => localized(one.title ?? one.text) || one.key || "";

/** @param {string} part @param {any} value */
export const nameOfPart = (part, value) => quoted(titleOf(value ?? {}) || words.settings[keyOf(part)] || keyOf(part));

/** @param {Option[] | undefined} options @returns {Choices} */
export const labelsOf = (options) =>
  (Array.isArray(options) ? options : []).map((option) => [option.value, localized(option.label) || option.value]);

/** @param {Item[]} items @returns {Choice[]} */
export const titled = (items) => items.map((one) => ({ key: one.key, label: titleOf(one) }));

/** @param {string[]} names @param {Record<string, string>} labels @returns {Choices} */
export const inOrder = (names, labels) => names.map((name) => [name, labels[name]]);

export const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

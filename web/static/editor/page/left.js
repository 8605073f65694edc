// Which fields somebody has been in. That one is still blank is told at it once it was left, or once
// publishing was tried; until then it is something to do, not something wrong.

import { byId } from "../../shared/dom.js";
import { getIn, isBlank, kindOf, valueOf } from "../document/parts.js";
import { Binding } from "../forms/binding.js";
import { chosen, kind, page } from "./page-state.js";

/** @import {Editor, Finding, ScriptDocument} from "../types.js" */

/** The ids of fields by part; those of the settings are one form. @type {Map<string, Set<string>>} */
const left = new Map();
let tried = false;

/** @param {string} part */
const formOf = (part) => (kindOf(part) === "settings" ? "settings" : part);

/** @param {() => void} draw */
export function listenLeaving(draw) {
  byId("form").addEventListener("focusout", (/** @type {{target: HTMLElement}} */ { target }) => {
    if (!target.id) return;
    leave(kind() ? chosen() : "settings", target.id);
    draw();
  });
}

/** @param {string} form @param {string} id */
function leave(form, id) {
  left.set(form, (left.get(form) ?? new Set()).add(id));
}

export const publishingTried = () => (tried = true);

/** Whoever goes to a finding reads it at its field. @param {Editor} editor @param {Finding} finding */
export const wentTo = (editor, { part, path }) => leave(formOf(part), new Binding(editor, part, path).id);

/** @param {string} part @param {string} renamed */
export function renameLeft(part, renamed) {
  const ids = left.get(part);
  if (left.delete(part) && ids) left.set(renamed, ids);
}

/** Whether it says no more than that nothing stands there yet. @param {Editor} editor @param {ScriptDocument} document @param {Finding} finding */
export function isToDo(editor, document, { part, path, severity }) {
  // Nobody has to come by the settings: advice about what is not there is given at once.
  if (tried || (severity === "warning" && kindOf(part) === "settings")) return false;
  const ids = [...(left.get(formOf(part)) ?? [])];
  const value = getIn(valueOf(document, part), path);
  if (!path.length) return page.added.has(part) && !ids.length;
  const { id } = new Binding(editor, part, path);
  const isBlankYet = isBlank(typeof value === "string" ? value.trim() : (value ?? undefined));
  return isBlankYet && !ids.some((one) => one === id || one.startsWith(`${id}-`));
}

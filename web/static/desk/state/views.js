// Reading the server's view of a call.

/** @import { CallView, Changes, Run, Step, Text } from "../types.js" */

const LIVE = ["claimed", "connected", "holding", "held"];
const OVER = ["closed", "abandoned"];

/** @param {Pick<CallView, "state">} view */
export const isOver = (view) => OVER.includes(view.state);

/** @param {Pick<CallView, "state">} view */
export const isLive = (view) => LIVE.includes(view.state);

/** @param {Pick<CallView, "state">} view */
export const isInHand = (view) => isLive(view) || view.state === "wrapping";

/**
 * Where an answer is saved, below the address of its call.
 * @param {string} step
 */
export const pathOf = (step) => `answers/${step}`;

/**
 * @param {{run: Run | null} | null} view
 * @param {string | null} key
 * @returns {Step | undefined}
 */
export const stepIn = (view, key) => view?.run?.steps.find((step) => step.key === key);

/**
 * The step that is saved at a path; none is at that of the notes.
 * @param {{run: Run | null}} view
 * @param {string} path
 */
export const stepAt = (view, path) => stepIn(view, path.replace("answers/", ""));

/**
 * With the script's run, or with the call where it has none.
 * @param {CallView} view
 * @returns {Text}
 */
export const notesOf = ({ run, notes }) => (run ? { text: run.notes, revision: run.notes_revision } : notes);

/**
 * The view of a call with what saving has changed in it.
 * @param {CallView} view
 * @param {Changes} changes
 * @returns {CallView}
 */
export function withChanges(view, { notes = view.notes, run: changed }) {
  if (!changed || !view.run) return { ...view, notes };
  if (changed.id !== view.run.id) return view; // another script meanwhile: the next look tells all
  const steps = new Map((changed.steps ?? []).map((step) => [step.key, step]));
  const merged = view.run.steps.map((step) => steps.get(step.key) ?? step);
  return { ...view, notes, run: { ...view.run, ...changed, steps: merged } };
}

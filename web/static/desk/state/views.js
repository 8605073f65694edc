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
 * Whether more was saved when the other view of the same call was made.
 * @param {CallView} view
 * @param {CallView} other
 */
export function isBehind(view, other) {
  if (view.run?.id !== other.run?.id) return false; // the numbers of the views tell
  return view.run && other.run ? view.run.saves < other.run.saves : view.notes.revision < other.notes.revision;
}

/**
 * Whether these changes are all that is new since this view.
 * @param {CallView} view
 * @param {Changes} changes
 */
export const isNext = ({ run }, { run: changed }) => changed?.saves === undefined || changed.saves === (run?.saves ?? 0) + 1;

/**
 * The view of a call with what saving has changed in it. Of changes that come late only the texts count.
 * @param {CallView} view
 * @param {Changes} changes
 * @returns {CallView}
 */
export function withChanges(view, { notes = view.notes, run: changed }) {
  const { run } = view;
  if (!changed || !run) return { ...view, notes };
  if (changed.id !== run.id) return view; // another script meanwhile: the next look tells all
  const isLate = (changed.saves ?? run.saves) < run.saves;
  const written = (changed.notes_revision ?? 0) > run.notes_revision ? changed : run;
  const texts = { notes: written.notes ?? "", notes_revision: written.notes_revision ?? 0 };
  const changedSteps = new Map((changed.steps ?? []).map((step) => [step.key, step]));
  const steps = run.steps.map((step) => {
    const other = changedSteps.get(step.key);
    return other && (!isLate || other.revision > step.revision) ? other : step;
  });
  return { ...view, notes, run: { ...run, ...(isLate ? {} : changed), ...texts, steps } };
}

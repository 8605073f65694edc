// Reading the server's view of a call.

/** @import { CallView, Run, Step, Text } from "../types.js" */

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
 * The revision of what is saved at a path.
 * @param {CallView} view
 * @param {string} path
 */
export const revisionAt = (view, path) =>
  path === "notes" ? notesOf(view).revision : (stepAt(view, path)?.revision ?? 0);

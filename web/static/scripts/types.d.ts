// What the server sends to a rehearsal (web/scripting/rehearsals.py, workflows/rehearsal/caller.py).

import type { Run, Step } from "../desk/types.js";

/** What the caller answers to one step; "" where there is no such thing. */
export interface Reply {
  words: string;
  /** Said first, until the agent asks `probe`. */
  vague: string;
  probe: string;
  /** The step that is answered in passing, with `aside`. */
  volunteers: string;
  aside: string;
  /** Said where the step was answered before. */
  again: string;
  /** Said when something else is read back. */
  corrects: string;
}

export interface Caller {
  persona: { name: string };
  opening: string;
  /** What the agent asks where a step has no probe. */
  insist: string;
  confirms: string;
  replies: Record<string, Reply>;
}

/** `as_said`: the answer is what the caller said. */
export type PlayedStep = Step & { as_said: boolean };
export type PlayedRun = Omit<Run, "steps"> & { id: string; language: string; steps: PlayedStep[] };
export type Played = { view: PlayedRun; caller: Caller; revision: number; moment: string };

// Where the agent is in the script, and the way from step to step. Nothing here touches the page.

import { keep } from "../../shared/storage.js";
import { stepIn } from "./views.js";

/** @import { Run, Step } from "../types.js" */
/** @typedef {{id: string, run: Run | null}} Call */

/** Kinds of steps that are answered by going on. */
export const TICKED = new Set(["instruction", "article", "action"]);

/** What was not understood, or is not in the client's directory. @param {Step} step */
export const isDoubtful = (step) => Boolean(step.problem) || step.is_unlisted;

/**
 * For a page that is loaded anew, or a second one; forgotten with what the saver keeps.
 * @param {Call} call
 */
const memoryOf = (call) => `filrouge:${call.id}:step`;

export class Place {
  constructor() {
    /** @type {string | null} of the step that is shown large */
    this.key = null;
    /** @type {Call} */
    this.call = { id: "", run: null };
    this.insisted = "";
  }

  /** @param {Call} call */
  begin(call) {
    this.call = call;
    this.key = localStorage.getItem(memoryOf(call)) ?? call.run?.current ?? null;
  }

  /**
   * Another script in the same call: from where it stands.
   * @param {Call} call
   */
  restart(call) {
    localStorage.removeItem(memoryOf(call));
    this.begin(call);
  }

  /** @param {Call} call */
  update(call) {
    if (this.call.run?.id !== call.run?.id) return this.restart(call);
    this.call = call;
    if (!this.step()) this.key = call.run?.current ?? null;
    return undefined;
  }

  step(key = this.key) {
    return stepIn(this.call, key);
  }

  /** @param {string} key */
  go(key) {
    this.key = key;
    keep(memoryOf(this.call), key);
  }

  /**
   * Another page of the same person went to a step.
   * @param {string | null} key in the browser's storage, which changed there
   */
  follow(key) {
    if (key === memoryOf(this.call)) this.key = localStorage.getItem(key) ?? this.key;
  }

  get path() {
    return this.call.run?.steps.filter((step) => step.on_path) ?? [];
  }

  /** The next step that is open; from one that was passed over, simply the next on the path. */
  following(key = this.key) {
    const { path } = this;
    const later = path.slice(path.findIndex((step) => step.key === key) + 1);
    const open = later.find((step) => !step.is_done && !step.is_left_empty);
    return (open ?? later.at(-1) ?? this.step(this.call.run?.current))?.key ?? null;
  }

  before(key = this.key) {
    const at = this.path.findIndex((step) => step.key === key);
    return at > 0 ? this.path[at - 1].key : null;
  }

  /**
   * What going on saves for a step in which nothing was typed, or null.
   * @param {Step} step
   * @param {string} raw
   */
  passing(step, raw) {
    if (step.is_done || step.kind === "end") return null;
    if (TICKED.has(step.kind)) return "ok";
    return raw === "" && !step.mandatory ? "" : null;
  }

  /**
   * An answer that is doubtful holds Enter up once; the second time the agent insists.
   * @param {Step} step
   */
  isHeldUp(step) {
    const mark = `${step.key}=${step.raw}`;
    if (!isDoubtful(step) || this.insisted === mark) return false;
    this.insisted = mark;
    return true;
  }
}

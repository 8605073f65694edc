// The conversation of a rehearsal: the agent's questions, and the caller's answers. Nothing here
// touches the page.

/** @import {Caller, PlayedRun, PlayedStep, Reply} from "./types.js" */
/** @typedef {{who: "agent" | "caller", text: string, act: boolean}} Line `act`: something done, not words */

/** @type {Reply} */
const SILENCE = { words: "", vague: "", probe: "", volunteers: "", aside: "", again: "", corrects: "" };

export class Conversation {
  /** @param {string} colon how a title is set before its value */
  constructor(colon) {
    this.colon = colon;
    this.number = 0; // of this conversation; another caller is another one
    /** @type {Caller | null} */
    this.caller = null;
    /** @type {Line[]} */
    this.lines = [];
    this.forget();
  }

  forget() {
    this.lines = [];
    /** @type {Set<string>} */
    this.asked = new Set();
    /** @type {Set<string>} steps that the caller answered in full */
    this.answeredFully = new Set();
    /** @type {Set<string>} steps that the caller answered before they were asked */
    this.volunteered = new Set();
    /** @type {Set<string>} steps that the agent went on from */
    this.closed = new Set();
  }

  /** @param {Caller} caller @param {PlayedRun} run */
  begin(caller, run) {
    this.forget();
    this.caller = caller;
    this.number += 1;
    this.agent(run.greeting);
    this.answer(caller.opening);
  }

  /** A changed draft may ask other things; the lines so far stay. @param {Caller} caller */
  replaceCaller(caller) {
    this.caller = caller;
  }

  /** @param {PlayedStep} step */
  reply(step) {
    return this.caller?.replies[step.key] ?? SILENCE;
  }

  /** @param {string} text @param {boolean} [act] */
  agent(text, act = false) {
    if (text) this.lines.push({ who: "agent", text, act });
  }

  /** @param {string} text */
  answer(text) {
    if (text) this.lines.push({ who: "caller", text, act: false });
  }

  /** The step is on the page: it is asked, once. @param {PlayedStep} step */
  ask(step) {
    if (this.asked.has(step.key)) return;
    this.asked.add(step.key);
    const reply = this.reply(step);
    if (step.kind === "end") return void this.perform(step);
    if (!step.type) return;
    this.agent(step.ask[0] ?? step.title);
    if (this.volunteered.has(step.key)) this.answer(reply.again || reply.words);
    else if (reply.vague) this.answer(reply.vague);
    else this.answerFully(step.key, reply);
  }

  /** @param {string} key @param {Reply} reply */
  answerFully(key, { words, volunteers, aside }) {
    this.answeredFully.add(key);
    this.answer(words);
    if (!volunteers) return;
    this.volunteered.add(volunteers);
    this.answer(aside);
  }

  /** What the agent says where the script has words for it, else what they do. @param {PlayedStep} step */
  perform(step) {
    this.agent(step.ask[0] ?? step.title, !step.ask.length);
    this.answer(this.reply(step).words);
  }

  /** The caller gave a vague answer and has a full one. @param {PlayedStep} step */
  holdsBack(step) {
    return this.reply(step).vague !== "" && !this.answeredFully.has(step.key) && !this.volunteered.has(step.key);
  }

  /** @param {PlayedStep} step */
  isVague(step) {
    return step.type !== null && this.asked.has(step.key) && this.holdsBack(step);
  }

  /**
   * The agent asks for more: the first time the caller answers in full, then the same again.
   * @param {PlayedStep} step
   */
  askFurther(step) {
    const reply = this.reply(step);
    if (!step.type || reply === SILENCE) return false;
    const first = this.holdsBack(step);
    this.agent(first ? reply.probe : step.probes[0]?.ask || (this.caller?.insist ?? ""));
    if (first) this.answerFully(step.key, reply);
    else this.answer(reply.again || reply.words);
    return true;
  }

  /** The agent goes on: what was to be done is done, what was to be read back is read back. @param {PlayedStep} step */
  finish(step) {
    if (this.closed.has(step.key) || step.kind === "end") return;
    if (!step.type) {
      this.closed.add(step.key);
      if (step.kind !== "article") this.perform(step);
    } else if (step.read_back && step.is_done) {
      const { corrects } = this.reply(step);
      if (step.as_said) this.closed.add(step.key);
      this.agent(`${step.title}${this.colon}${step.display || step.raw}`);
      this.answer(step.as_said || !corrects ? (this.caller?.confirms ?? "") : corrects);
    }
  }
}

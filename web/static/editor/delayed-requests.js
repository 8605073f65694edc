// Requests about what is being written: sent a moment after a change. The last answer stays until the
// next one arrives.

import { post } from "./api.js";

/**
 * @template Answer
 * @typedef {{asked: string, answer: Answer | null, timer?: ReturnType<typeof setTimeout>}} Place
 */

/** @template Answer */
export class DelayedRequests {
  /**
   * @param {string} path
   * @param {() => void} onAnswer
   * @param {number} [pause] ms
   */
  constructor(path, onAnswer, pause = 250) {
    this.path = path;
    this.onAnswer = onAnswer;
    this.pause = pause;
    /** @type {Map<string, Place<Answer>>} */
    this.places = new Map();
  }

  /**
   * The newest answer for a place of the page; asks where it is about something else.
   * @param {string} name
   * @param {unknown} body
   */
  latest(name, body) {
    const place = this.places.get(name) ?? { asked: "", answer: null };
    this.places.set(name, place);
    const wanted = JSON.stringify(body);
    if (place.asked !== wanted) {
      place.asked = wanted;
      clearTimeout(place.timer);
      place.timer = setTimeout(() => this.ask(place, wanted), this.pause);
    }
    return place.answer;
  }

  /**
   * @param {Place<Answer>} place
   * @param {string} wanted
   */
  async ask(place, wanted) {
    const answer = await post(this.path, JSON.parse(wanted)).catch(() => null);
    if (place.asked !== wanted) return;
    if (answer === null) place.asked = ""; // asked again with the next drawing
    else {
      place.answer = answer;
      this.onAnswer();
    }
  }
}

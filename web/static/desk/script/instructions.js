// The client's reminders for this moment: those about hours and people on call are the client's card's.

import { html, nothing } from "../../shared/lit.js";
import { notice } from "../../shared/parts/feedback.js";

/** @import { CallView, Instruction } from "../types.js" */

const OF_THE_CLIENT = ["hours", "on_call", "oncall"];

/** @param {Instruction} one */
const isOfTheClient = (one) => OF_THE_CLIENT.includes(one.topic);

/** @param {{tone: string, text: string}[]} rows */
export const reminders = (rows) =>
  rows.length ? html`<ul class="instructions">${rows.map(({ tone, text }) => html`<li>${notice(text, tone)}</li>`)}</ul>` : nothing;

/** @param {CallView} call */
const all = (call) => call.run?.instructions ?? [];

/** @param {CallView} call */
export const instructions = (call) => reminders(all(call).filter((one) => !isOfTheClient(one) || one.tone === "danger"));

/** @param {CallView} call */
export const instructionsOfTheClient = (call) => reminders(all(call).filter(isOfTheClient));

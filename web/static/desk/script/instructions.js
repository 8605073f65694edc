// The client's reminders for this moment: those about hours and people on call are the client's card's.

import { html, nothing } from "../../shared/lit.js";

/** @import { CallView, Instruction } from "../types.js" */

const OF_THE_CLIENT = ["hours", "on_call", "oncall"];

/** @param {Instruction} one */
const isOfTheClient = (one) => OF_THE_CLIENT.includes(one.topic);

/** @param {Instruction[]} rows */
const list = (rows) =>
  rows.length ? html`<ul class="instructions">${rows.map((one) => html`<li class="tone-${one.tone}">${one.text}</li>`)}</ul>` : nothing;

/** @param {CallView} call */
const all = (call) => call.run?.instructions ?? [];

/** @param {CallView} call */
export const instructions = (call) => list(all(call).filter((one) => !isOfTheClient(one) || one.tone === "danger"));

/** @param {CallView} call */
export const instructionsOfTheClient = (call) => list(all(call).filter(isOfTheClient));

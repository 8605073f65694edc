// What the agent does in the script: from step to step, and into another script.

import { fill, words } from "../../shared/dom.js";
import { choose } from "../../shared/parts/dialog.js";
import { toast } from "../../shared/toast.js";
import { bringsStep, forgetPresses } from "../keys/ahead.js";
import { post } from "../net/api.js";
import { contact } from "../net/contact.js";
import { saver } from "../net/saver.js";
import { take } from "../news/news.js";
import { panel } from "../script/panel.js";
import { changed, front, openCall } from "../state/desk.js";
import { isDoubtful } from "../state/place.js";
import { pathOf } from "../state/views.js";
import { act } from "./call.js";

/** @import { CallInHand } from "../state/calls-in-hand.js" */

/** @param {string | null} key of the step */
function go(key) {
  const call = openCall();
  if (key === null || !call) return;
  call.place.go(key);
  call.gateOpen = call.view.state === "wrapping" || call.step?.kind === "end";
  changed();
}

/**
 * Puts the focus into the step also where it is on screen already.
 * @param {string} key
 */
export function goInto(key) {
  go(key);
  panel.focus();
}

export const next = bringsStep(async () => {
  const call = openCall();
  const step = call?.step;
  if (!call || !step) return;
  if (step.kind === "end") return void end(call);
  const path = pathOf(step.key);
  if (saver.pending(call.id, path) === null) {
    const passing = call.place.passing(step, panel.raw);
    if (passing !== null) saver.type(call.id, path, passing, step.revision);
  }
  await saver.flush(call.id, path);
  const isStillHere = () => front() === call && call.place.key === step.key;
  if (!isStillHere()) return;
  if (call.step && isDoubtful(call.step) && await panel.settle()) await saver.flush(call.id, path);
  if (!isStillHere()) return;
  if (call.step && call.place.isHeldUp(call.step)) {
    forgetPresses();
    return void panel.insist();
  }
  go(call.place.following());
});

/**
 * Behind the last step: what is missing, and without that the end of the wrap-up.
 * @param {CallInHand} call
 */
function end({ view: { state, run } }) {
  if (run?.missing.length) go(run.missing[0].key);
  else if (state === "wrapping") act("close");
}

export const back = () => go(openCall()?.place.before() ?? null);

export async function goTo() {
  const steps = openCall()?.view.run?.steps.filter((step) => step.on_path || step.maybe) ?? [];
  const picked = await choose(words.goTo, steps.map((step) => ({
    key: step.key,
    label: step.title,
    detail: step.display || step.raw || (step.on_path ? "" : words.maybe),
    class: step.is_done ? "is-done" : undefined,
  })), { until: openCall()?.work.signal });
  if (picked) goInto(picked);
}

/** To the question that would help most. */
export function askNext() {
  const step = openCall()?.view.run?.meter.suggestions.find((one) => one.step)?.step;
  if (step) goInto(step);
}

/** What is typed belongs to the script that it was typed in: it is sent first. */
export async function switchScript() {
  const call = openCall();
  const others = call?.view.scripts.filter((one) => !one.current) ?? [];
  if (!call || !others.length) return;
  const picked = await choose(words.switchScript, others.map((one) => ({ key: one.key, label: one.name })), { until: call.work.signal });
  if (!picked) return;
  await saver.flushAll(call.id);
  const view = await contact.attempt(() => post(`/calls/${call.id}/script`, { key: picked }));
  if (!view) return void contact.refresh();
  call.place.restart(view);
  take(view);
  toast(fill(words.scriptIsNow, { name: view.run.script.name }));
}

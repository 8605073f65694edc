// The way through the script: what is done, what is now, what is ahead, and how much is left of it.

import { byId, fill, h, show, words } from "../../shared/dom.js";
import { desk } from "../state/desk.js";

export function renderPath(call, shownKey) {
  if (!call.run) return show(byId("steps"));
  const { steps, current } = call.run;
  const sections = sorted(steps, current);
  return show(byId("steps"),
    h("div", { class: "path-head" },
      h("h3", { class: "zone-title", id: "path-title" }, words.steps),
      h("p", { class: "path-told" }, progressText(steps)),
      h("button", { type: "button", class: "link", "data-do": "goTo" }, words.goTo, " ", desk.shortcuts.hint("goTo"))),
    bar(steps),
    h("div", { class: "path" }, sections.map(([name, rows]) => section(call, name, rows, shownKey))),
    elsewhere(call));
}

// What counts: everything on the path but its end.
const counted = (steps) => steps.filter((step) => step.on_path && step.kind !== "end");
const isSeen = (step) => step.is_done || step.is_left_empty;

export function progressText(steps) {
  const path = counted(steps);
  const must = path.filter((step) => step.mandatory && !step.is_done).length;
  const told = fill(words.progress, { done: path.filter(isSeen).length, all: path.length });
  return `${told}, ${fill(must === 1 ? words.mandatoryLeftOne : must ? words.mandatoryLeft : words.mandatoryNone, { count: must })}`;
}

function bar(steps) {
  const path = counted(steps);
  const share = path.length ? path.filter(isSeen).length / path.length : 1;
  return h("div", { class: "path-bar", "aria-hidden": "true" }, h("span", { style: { "--share": String(share) } }));
}

function sorted(steps, current) {
  const of = { done: [], now: [], ahead: [], maybe: [] };
  steps.forEach((step) => {
    if (!step.on_path) step.maybe && of.maybe.push(step);
    else if (step.key === current) of.now.push(step);
    else of[isSeen(step) ? "done" : "ahead"].push(step);
  });
  return Object.entries(of).filter(([, rows]) => rows.length);
}

const TITLES = { done: words.pathDone, now: words.pathNow, ahead: words.pathAhead, maybe: words.maybe };

function section(call, name, rows, shownKey) {
  return h("section", { class: `path-${name}` },
    h("h4", { id: `path-${name}` }, TITLES[name]),
    h("ol", { class: "steps", "aria-labelledby": `path-${name}` }, rows.map((step) => item(call, step, shownKey))));
}

function item(call, step, shownKey) {
  return h("li", { class: classes(step, shownKey) },
    h("button", { type: "button", "data-step": step.key, "aria-current": step.key === shownKey ? "step" : null },
      h("span", { class: "step-mark", "aria-hidden": "true" }, mark(step)),
      h("span", { class: "step-name", title: step.title }, step.title,
        step.mandatory && !step.is_done && [h("span", { class: "must-dot", "aria-hidden": "true" }, "*"), h("span", { class: "visually-hidden" }, ` (${words.mandatory})`)]),
      h("span", { class: "step-value", title: step.display || step.raw || null }, value(step), by(call, step))));
}

const value = (step) => step.display || step.raw || (step.is_left_empty ? words.leftEmpty : "");

// Who answered is said once there were several.
function by(call, step) {
  if (!call.run.several_authors || !step.author) return null;
  return h("small", { class: "step-author" }, `${step.author} ${step.at_shown}`);
}

function classes(step, shownKey) {
  return [step.key === shownKey && "is-shown", step.is_done && "is-done", step.problem && "is-wrong", !step.on_path && "is-maybe"]
    .filter(Boolean).join(" ");
}

const mark = (step) => (step.problem ? "!" : step.is_done ? "✓" : step.is_left_empty ? "–" : step.kind === "end" ? "■" : "○");

// What was answered in another script of this call: it stays, and goes to the ticket.
function elsewhere(call) {
  const others = call.answers_of_other_scripts ?? [];
  return others.map((other) =>
    h("details", { class: "other-script", open: true },
      h("summary", {}, fill(words.otherScript, { name: other.name })),
      h("dl", {}, other.answers.map((answer) => h("div", {}, h("dt", {}, answer.title), h("dd", {}, answer.display))))));
}

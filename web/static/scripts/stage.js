// The sides of a rehearsal: the conversation, the way through the script, and what comes of it.

import { byId, fill, h, labelled, show, words } from "../shared/dom.js";

export function renderChat(conversation, spoken) {
  const place = byId("chat");
  if (place.dataset.talk !== String(conversation.number)) place.replaceChildren();
  place.dataset.talk = conversation.number;
  const fresh = conversation.lines.slice(place.childElementCount);
  fresh.forEach((line) => place.append(bubble(line, spoken)));
  if (fresh.length) place.scrollTop = place.scrollHeight;
  return fresh.filter((line) => line.who === "caller");
}

function bubble(line, spoken) {
  const who = line.who === "agent" ? words.you : words.theCaller;
  return h("li", { class: `said by-${line.who}${line.act ? " is-act" : ""}` },
    h("span", { class: "said-who" }, who),
    h("span", { class: "said-text", lang: line.act ? null : spoken, dir: "auto" }, line.text));
}

export function renderPath(run, shownKey) {
  const steps = run.steps.filter((step) => step.on_path || step.maybe);
  show(byId("steps"),
    h("h3", { class: "zone-title", id: "path-title" }, words.stepsPath),
    h("ol", { class: "steps", "aria-labelledby": "path-title" }, steps.map((step) =>
      h("li", { class: classes(step, shownKey) },
        h("button", { type: "button", "data-step": step.key, "aria-current": step.key === shownKey ? "step" : null },
          h("span", { class: "step-mark", "aria-hidden": "true" }, mark(step)),
          h("span", { class: "step-name", title: step.title }, step.title, step.mandatory && !step.is_done && must()),
          h("span", { class: "step-value" }, step.maybe && !step.on_path ? words.maybe : step.display || step.raw))))));
}

const must = () => [
  h("span", { class: "must-dot", "aria-hidden": "true" }, "*"),
  h("span", { class: "visually-hidden" }, ` (${words.mandatory})`),
];

function classes(step, shownKey) {
  return [step.key === shownKey && "is-shown", step.is_done && "is-done", step.problem && "is-wrong", !step.on_path && "is-maybe"]
    .filter(Boolean).join(" ");
}

const mark = (step) => (step.problem ? "!" : step.is_done ? "✓" : step.kind === "end" ? "■" : "○");

export function renderOutcome(run) {
  const { outcome } = run;
  show(byId("outcome"), h("div", { class: "outcome" },
    h("p", {}, h("span", { class: `priority p${outcome.priority}` }, `${words.priority} ${outcome.priority}`)),
    h("p", { class: "outcome-title", dir: "auto" }, outcome.title),
    /[\p{L}\p{N}]/u.test(outcome.summary) && h("p", { class: "outcome-summary", dir: "auto" }, outcome.summary),
    outcome.team && h("p", { class: "muted" }, labelled(words.team), outcome.team),
    outcome.deadline_minutes && h("p", { class: "muted" }, labelled(words.deadline), length(outcome.deadline_minutes))));
}

function length(minutes) {
  if (minutes % 1440 === 0) return fill(words.days, { count: minutes / 1440 });
  return minutes % 60 === 0 ? fill(words.hours, { count: minutes / 60 }) : fill(words.minutes, { count: minutes });
}

export function renderMissing(run) {
  show(byId("missing"), run.missing.length
    ? h("ul", { class: "missing" }, run.missing.map((one) =>
      h("li", {}, h("button", { type: "button", class: "button", "data-step": one.key, title: one.why || null }, one.title))))
    : h("p", { class: "muted" }, words.missingNone));
}

export function renderReminders(run) {
  show(byId("instructions"), run.instructions.length > 0 &&
    h("ul", { class: "instructions" }, run.instructions.map((one) => h("li", { class: `tone-${one.tone}` }, one.text))));
}

// Articles of the step that is shown; the server has cleaned their HTML.
export function renderArticles(run, step) {
  const attached = run.articles.filter((one) => step?.articles.includes(one.key));
  const place = byId("knowledge");
  const shown = attached.map((one) => one.key).join();
  if (place.dataset.shown === shown) return;
  place.dataset.shown = shown;
  place.replaceChildren(...(attached.length ? [h("h2", { class: "zone-title" }, words.articles)] : []), ...attached.map((one) => {
    const cleaned = new DOMParser().parseFromString(one.html, "text/html").body;
    return h("details", { class: "article", open: true }, h("summary", {}, one.title),
      h("div", { class: "article-body" }, ...cleaned.childNodes));
  }));
}

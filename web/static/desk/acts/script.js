// The windows that open by key: go to a step, another script, a colleague, a proposal.

import { ask, get, post } from "../net/api.js";
import { goInto } from "./call.js";
import { desk, isQuiet, shown } from "../state/desk.js";
import { choose, openDialog } from "../parts/dialog.js";
import { byId, fill, h, labelled, words } from "../../shared/dom.js";
import { take } from "../news/news.js";
import { keyNodes } from "../keys/shortcuts.js";
import { toast } from "../../shared/toast.js";

export async function goTo() {
  const steps = shown()?.view.run?.steps;
  if (!steps || isQuiet()) return;
  const options = steps.filter((step) => step.on_path || step.maybe).map((step) => ({
    key: step.key, label: step.title, detail: step.display || step.raw || (step.on_path ? "" : words.maybe), class: step.is_done ? "is-done" : "",
  }));
  const picked = await choose(words.goTo, options);
  if (picked) goInto(picked);
}

// What is typed belongs to the script that it was typed in: it is sent first.
export async function switchScript() {
  const call = shown();
  const scripts = (call?.view.scripts ?? []).filter((one) => !one.current);
  if (!scripts.length || isQuiet()) return;
  const picked = await choose(words.switchScript, scripts.map((one) => ({ key: one.key, label: one.name })));
  if (!picked) return;
  await desk.saver.flushAll(call.id);
  const view = await desk.contact.attempt(() => post(`/calls/${call.id}/script`, { key: picked }));
  if (!view) return desk.contact.refresh();
  call.script.restart(view);
  take(view);
  toast(fill(words.scriptIsNow, { name: view.run.script.name }));
  return undefined;
}

export async function transfer() {
  const call = shown();
  if (isQuiet() || !call.isLive || call.view.transfer || call.view.state === "claimed") return;
  const told = await desk.contact.attempt(() => get(`/calls/${call.id}/colleagues`));
  if (!told) return;
  if (!told.some((one) => one.status === "available")) return void toast(words.noColleague);
  const picked = await choose(words.transferTo, told.map((one) => ({ key: one.id, label: one.name, detail: words[one.status] })));
  if (picked) askForNote(call, told.find((one) => one.id === picked));
}

function askForNote(call, colleague) {
  const note = h("textarea", { id: "transfer-note", rows: "3", maxlength: "500", "data-first": true });
  const dialog = openDialog(fill(words.transferToOne, { name: colleague.name }), [form(
    [h("label", { for: "transfer-note" }, words.transferNote), note, h("p", { class: "muted" }, words.transferKeeps)],
    words.transfer,
    async () => {
      dialog.close();
      await desk.saver.flushAll(call.id);
      const view = await desk.contact.attempt(() => post(`/calls/${call.id}/transfer`, { user_id: colleague.id, note: note.value }));
      if (view) take(view);
      await desk.contact.refresh();
    })]);
}

export async function takeBack() {
  const { id } = shown();
  const view = await desk.contact.attempt(() => ask("DELETE", `/calls/${id}/transfer`));
  if (view) take(view);
  await desk.contact.refresh();
}

// The token is the window's: sent twice, it is one proposal.
export function propose() {
  const call = shown();
  const step = call?.script.step();
  if (!step || isQuiet()) return;
  const token = crypto.randomUUID?.() ?? String(Math.random()).slice(2);
  const text = h("textarea", { id: "proposal", rows: "4", maxlength: "2000", required: true, "data-first": true });
  const refusal = h("p", { class: "notice danger", role: "alert", hidden: true });
  const about = h("p", {}, h("b", {}, labelled(step.title)), step.ask[0] ?? "", " ", h("small", { class: "muted" }, call.view.run.script.name));
  const send = async () => {
    const told = await desk.contact.attempt(() => post(`/calls/${call.id}/proposals`, { step: step.key, text: text.value, token }));
    if (told) dialog.close();
    else refusal.hidden = false;
    if (told) toast(words.proposed);
    else refusal.textContent = desk.contact.refused || words.offlineServer;
  };
  const dialog = openDialog(words.propose, [form([about, h("label", { for: "proposal" }, words.proposalText), text, refusal], words.send, send)]);
}

// Ctrl+Enter sends as well: the field is for several lines.
function form(nodes, label, onSubmit) {
  const made = h("form", { class: "dialog-form" }, nodes, h("button", { class: "button primary" }, label, keyNodes("Ctrl+Enter")));
  made.addEventListener("submit", (event) => {
    event.preventDefault();
    onSubmit();
  });
  made.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.ctrlKey) made.requestSubmit();
  });
  return made;
}

export function askNext() {
  const step = shown()?.view.run?.meter?.suggestions.find((one) => one.step)?.step;
  if (!step || isQuiet()) return void byId("meter").scrollIntoView({ block: "nearest" });
  goInto(step);
}

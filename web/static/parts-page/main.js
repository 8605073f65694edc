// The page of all parts: those that scripts draw, beside those of the server.

import check from "lucide-static/icons/check.svg";
import call from "lucide-static/icons/phone-call.svg";
import phone from "lucide-static/icons/phone.svg";
import users from "lucide-static/icons/users.svg";

import { words } from "../shared/dom.js";
import { fits } from "../shared/folding.js";
import { html, render } from "../shared/lit.js";
import { badge, priorityBadge } from "../shared/parts/badge.js";
import { button } from "../shared/parts/button.js";
import { Combobox } from "../shared/parts/combobox.js";
import { choose, openDialog } from "../shared/parts/dialog.js";
import { emptyState, notice } from "../shared/parts/feedback.js";
import { field } from "../shared/parts/field.js";
import { icon } from "../shared/parts/icon.js";
import { picker } from "../shared/parts/picker.js";
import { tabs } from "../shared/parts/tabs.js";
import { toast } from "../shared/toast.js";
import { showStates } from "./states.js";

const TONES = ["", "info", "success", "warning", "danger"];
const TABS = ["call", "answers", "history"];
const CLIENTS = ["Ascenseurs Belleroche", "Clinique des Tilleuls", "Comptaflor"].map((label) => ({ key: label, label }));
const nothingHappens = () => {};

let chosenTab = "tab-call";
let chosenClient = CLIENTS[0].key;

/** @param {string} key */
function take(key) {
  chosenClient = key;
  draw();
}

/** @param {string} id */
function turn(id) {
  chosenTab = id;
  draw();
}

const clients = new Combobox({
  label: words.clients,
  local: (text) => CLIENTS.filter(({ label }) => fits(label, text)).map((one) => ({ ...one, detail: words.client })),
  onPick: ({ label }) => clients.input && (clients.input.value = label),
});

const openWindow = () => {
  const { close } = openDialog(words.window, () => html`<p>${words.windowText}</p>
    <p class="dialog-buttons">${button(words.cancel, () => close(), { kind: "quiet" })}${button(words.save, () => close(), { kind: "primary" })}</p>`);
};

async function chooseClient() {
  const name = await choose(words.choose, CLIENTS);
  if (name) toast(name);
}

/** @type {Record<string, () => unknown>} */
const samples = {
  icons: () => html`${icon(phone)}${icon(call, words.sign)}`,
  buttons: () => html`${button(words.save, nothingHappens, { kind: "primary", sign: check, key: "F2" })}${button(words.saving, nothingHappens, { busy: true })}${button(words.delete, nothingHappens, { kind: "danger", off: true })}`,
  badges: () => html`${TONES.map((tone) => badge(words.team, tone, users))}${[1, 2, 3, 4].map((level) => priorityBadge(level, words[`priority${level}`]))}`,
  fields: () => field("drawn-field", { label: words.client, hint: words.hint, error: words.error }, ({ describedby, invalid }) =>
    html`<input id="drawn-field" name="twin" type="text" aria-describedby=${describedby} aria-invalid=${invalid}>`),
  suggestions: () => html`${field("drawn-suggestions", { label: words.free, hint: words.hint }, ({ describedby }) =>
    clients.template(html`<input id="drawn-suggestions" type="text" aria-describedby=${describedby}>`))}
    ${field("drawn-picker", { label: words.client }, () =>
      picker({ id: "drawn-picker", label: words.client, choices: CLIENTS, chosen: chosenClient, onPick: take }))}
    ${field("drawn-picker-off", { label: words.off }, () =>
      picker({ id: "drawn-picker-off", label: words.off, choices: CLIENTS, chosen: chosenClient, onPick: take, off: true }))}`,
  tabs: () => html`${tabs(words.client, TABS.map((name, at) => ({ id: `tab-${name}`, label: words[name], count: at || undefined })), chosenTab, turn)}
    ${TABS.map((name) => html`<div role="tabpanel" id="tab-${name}-panel" aria-labelledby="tab-${name}" tabindex="0" ?hidden=${chosenTab !== `tab-${name}`}><p class="muted">${words.panel}</p></div>`)}`,
  dialogs: () => html`${button(words.window, openWindow)} ${button(words.choose, chooseClient)}`,
  notices: () => TONES.map((tone) => notice(html`<p>${words.note}</p>`, tone)),
  toasts: () => button(words.save, () => toast(words.saved, { label: words.undo, act: nothingHappens })),
  empty: () => emptyState(words.nothing, { act: button(words.edit, nothingHappens) }),
};

const draw = () =>
  document.querySelectorAll("[data-drawn]").forEach((place) => {
    const { drawn } = /** @type {HTMLElement} */ (place).dataset;
    render(samples[drawn ?? ""](), /** @type {HTMLElement} */ (place));
  });

draw();
showStates();

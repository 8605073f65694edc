// The agent's status, always in sight: available, on a break with its reason, offline.

import { byId } from "../../shared/dom.js";

export function renderStatus({ status, reason, since }) {
  document.querySelectorAll(".status").forEach((button) =>
    button.setAttribute("aria-pressed", String(button.dataset.status === status)));
  const menu = byId("break");
  menu.value = status === "break" ? reason : "";
  menu.classList.toggle("is-on", status === "break");
  byId("since").dataset.since = since;
}

export function renderIdle(status, hidden) {
  const words = JSON.parse(byId("idle-words").textContent);
  const [title, hint] = words[status] ?? words.offline;
  byId("idle").hidden = hidden;
  byId("idle-title").textContent = title;
  byId("idle-hint").textContent = hint;
}

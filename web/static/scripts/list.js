// The list of scripts: its keys, and the window in which a new one is begun.

import { byId } from "../shared/dom.js";
import { listKeys, searchKey } from "../shared/list-keys.js";

if (byId("search")) searchKey(byId("search"));
if (byId("scripts")) listKeys(byId("scripts").querySelectorAll("th[scope=row] a"));
if (byId("new-script")) newScript();

/** The form offers the languages of the client that is chosen. */
function newScript() {
  /** @type {HTMLSelectElement} */
  const client = byId("new-client");
  /** @type {NodeListOf<HTMLInputElement>} */
  const boxes = document.querySelectorAll("[data-language]");
  const offer = () => {
    const known = client.selectedOptions[0].dataset.languages?.split(" ") ?? [];
    for (const box of boxes) {
      box.disabled = !known.includes(box.dataset.language ?? "");
      box.labels?.forEach((label) => (label.hidden = box.disabled));
    }
  };
  client.addEventListener("change", offer);
  offer();
  if ("opened" in byId("new-script").dataset) byId("new-script").showModal();
}

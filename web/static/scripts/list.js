// The list of scripts: its keys, and the window in which a new one is begun.

import { byId } from "../shared/dom.js";
import { listKeys, searchKey } from "../shared/list-keys.js";

const NAMED = ["fr", "en"];

if (byId("search")) searchKey(byId("search"));
if (byId("scripts")) listKeys(byId("scripts").querySelectorAll("th[scope=row] a"));
if (byId("new-script")) newScript();

/** The form offers the languages of the client that is chosen, and asks for a name in those that are. */
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
  const name = () => {
    const asked = [...boxes].filter((box) => box.checked && !box.disabled).map((box) => box.dataset.language ?? "");
    for (const language of NAMED) {
      const field = byId(`name_${language}`);
      field.required = asked.includes(language);
      // Of a script for callers of neither language, either name will do.
      field.closest(".field").hidden = !field.required && NAMED.some((one) => asked.includes(one));
    }
  };
  for (const act of [offer, name]) {
    client.addEventListener("change", act);
    act();
  }
  boxes.forEach((box) => box.addEventListener("change", name));
  if ("opened" in byId("new-script").dataset) byId("new-script").showModal();
}

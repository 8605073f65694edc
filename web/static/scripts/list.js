// The form for a new script offers the languages of the client that is chosen.

const client = /** @type {HTMLSelectElement} */ (document.querySelector("#new-client"));
/** @type {NodeListOf<HTMLElement>} */
const boxes = document.querySelectorAll("[data-language]");

function offer() {
  const known = client.selectedOptions[0].dataset.languages?.split(" ") ?? [];
  for (const box of boxes) {
    box.hidden = !known.includes(box.dataset.language ?? "");
    /** @type {HTMLInputElement} */ (box.querySelector("input")).disabled = box.hidden;
  }
}

client.addEventListener("change", offer);
offer();

// The form for a new script offers the languages of the client that is chosen.

const client = document.querySelector("#new-client");
const boxes = [...document.querySelectorAll("[data-language]")];

function offer() {
  const known = client.selectedOptions[0].dataset.languages.split(" ");
  for (const box of boxes) {
    box.hidden = !known.includes(box.dataset.language);
    box.querySelector("input").disabled = box.hidden;
  }
}

client.addEventListener("change", offer);
offer();

// Dialogs: a button with `data-opens` opens one; closedby="any" also where a browser does not know it.

document.addEventListener("click", (event) => {
  const target = /** @type {Element} */ (event.target);
  const opener = target.closest("[data-opens]");
  if (opener instanceof HTMLElement) dialogNamed(opener.dataset.opens ?? "")?.showModal();
  else if (target instanceof HTMLDialogElement && target.getAttribute("closedby") === "any" && isBeside(target, event))
    target.close();
});

/** @param {string} id */
const dialogNamed = (id) => /** @type {HTMLDialogElement | null} */ (document.getElementById(id));

/** @param {HTMLDialogElement} dialog @param {MouseEvent} event */
function isBeside(dialog, event) {
  const { left, right, top, bottom } = dialog.getBoundingClientRect();
  return event.clientX < left || event.clientX > right || event.clientY < top || event.clientY > bottom;
}

// A list with one Tab stop: arrows, Home and End move in it (the toolbar pattern of ARIA). `data-rove` is
// the selector of its entries; the stop is where the focus was last, or the entry that is shown.

const LIST = "[data-rove]";
/** @type {Record<string, (at: number, count: number) => number>} */
const MOVES = {
  ArrowUp: (at, count) => (at + count - 1) % count,
  ArrowLeft: (at, count) => (at + count - 1) % count,
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowRight: (at, count) => (at + 1) % count,
  Home: () => 0,
  End: (_at, count) => count - 1,
};

document.addEventListener("focusin", ({ target }) => {
  const list = listOf(target);
  if (list) stopAt(list, /** @type {HTMLElement} */ (target));
});

document.addEventListener("keydown", (event) => {
  const list = listOf(event.target);
  if (!list || !(event.key in MOVES) || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const entries = entriesOf(list);
  entries[MOVES[event.key](entries.indexOf(/** @type {HTMLElement} */ (event.target)), entries.length)].focus();
});

/** The list whose entry this is. @param {EventTarget | null} target */
function listOf(target) {
  const list = target instanceof HTMLElement ? /** @type {HTMLElement | null} */ (target.closest(LIST)) : null;
  return list && /** @type {HTMLElement} */ (target).matches(list.dataset.rove ?? "") ? list : null;
}

/** @param {HTMLElement} list @returns {HTMLElement[]} */
const entriesOf = (list) => Array.from(list.querySelectorAll(list.dataset.rove ?? ""));

/** @param {HTMLElement} list @param {HTMLElement | undefined} stop */
const stopAt = (list, stop) => entriesOf(list).forEach((one) => one.setAttribute("tabindex", one === stop ? "0" : "-1"));

/** After each drawing: entries came and went. */
export function refreshStops() {
  /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(LIST)).forEach((list) => {
    const entries = entriesOf(list);
    const stop = entries.find((one) => one === document.activeElement) ?? entries.find((one) => one.hasAttribute("aria-current"))
      ?? entries.find((one) => one.getAttribute("tabindex") === "0") ?? entries[0];
    stopAt(list, stop);
  });
}

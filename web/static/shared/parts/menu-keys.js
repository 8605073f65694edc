// Menus: a button with `popovertarget`, and a box with a role="menu" in it. The browser opens and closes
// the box, also by Esc or a click beside it; here is where it stands, and what its keys do.

const GAP = 4; // px between the button and its box
const TYPING = 600; // ms within which letters belong together

document.addEventListener("toggle", (event) => opened(/** @type {ToggleEvent} */ (event)), true);

/** @param {ToggleEvent} event */
function opened(event) {
  const box = event.target;
  if (!(box instanceof HTMLElement) || !box.matches(".menu-box") || event.newState !== "open") return;
  place(box);
  const items = itemsOf(box);
  (items.find((one) => one.ariaChecked === "true") ?? items[0])?.focus();
  box.onkeydown = (pressed) => move(box, pressed);
  box.onclick = (click) => {
    if (/** @type {Element} */ (click.target).closest("[role^=menuitem]")) box.hidePopover();
  };
}

/** @param {HTMLElement} box */
const buttonOf = (box) => document.querySelector(`[popovertarget="${CSS.escape(box.id)}"]`);

/** @param {HTMLElement} box @returns {HTMLElement[]} */
const itemsOf = (box) => Array.from(box.querySelectorAll("[role^=menuitem]:not(:disabled)"));

/**
 * Below its button and in the window: at its left edge, or at its right one where that is nearer the rim.
 * @param {HTMLElement} box
 */
function place(box) {
  const at = buttonOf(box)?.getBoundingClientRect();
  if (!at) return;
  const isRight = at.left + at.right > window.innerWidth;
  const left = isRight ? at.right - box.offsetWidth : at.left;
  const isBelow = at.bottom + GAP + box.offsetHeight <= window.innerHeight || at.top < box.offsetHeight;
  box.style.inset = "auto";
  box.style.left = `${Math.max(GAP, Math.min(left, window.innerWidth - box.offsetWidth - GAP))}px`;
  box.style.top = `${isBelow ? at.bottom + GAP : at.top - GAP - box.offsetHeight}px`;
}

let typed = "";
let typedAt = 0;

/** @param {HTMLElement} box @param {KeyboardEvent} event */
function move(box, event) {
  const items = itemsOf(box);
  const now = items.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  /** @type {Record<string, number>} */
  const places = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: -1 };
  if (event.key === "Tab") box.hidePopover();
  else if (event.key in places) {
    event.preventDefault();
    items.at(places[event.key] % items.length)?.focus();
  } else if (event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    byLetters(items, now, event.key);
  }
  if (event.key !== "Escape") event.stopPropagation(); // a page's own keys are not meant now
}

/** @param {HTMLElement[]} items @param {number} now @param {string} letter */
function byLetters(items, now, letter) {
  typed = Date.now() - typedAt < TYPING ? typed + letter : letter;
  typedAt = Date.now();
  const from = typed.length === 1 ? now + 1 : now;
  const round = [...items.slice(from), ...items.slice(0, from)];
  round.find((one) => one.textContent?.trim().toLowerCase().startsWith(typed.toLowerCase()))?.focus();
}

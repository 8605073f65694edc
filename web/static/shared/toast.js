// A sentence that goes away by itself, perhaps with a button that takes back what it tells of.

import { aboveAll, byId } from "./dom.js";
import { html, nothing, render } from "./lit.js";

const STAYS = 8000;
const STAYS_WITH_BUTTON = 12000;
const MOST = 3;

/**
 * @param {string} text
 * @param {{label: string, act: () => void} | null} [button]
 */
export function toast(text, button = null) {
  const node = document.createElement("p");
  const press = () => {
    node.remove();
    button?.act();
  };
  node.className = "toast";
  render(
    html`<span dir="auto">${text}</span>${button
      ? html`<button type="button" class="link" @click=${press}>${button.label}</button>`
      : nothing}`,
    node,
  );
  const place = aboveAll(byId("toasts"));
  [...place.children].find((one) => !button && one.textContent === text)?.remove(); // said again, it is one
  place.append(node);
  while (place.children.length > MOST) place.firstElementChild?.remove();
  removeLater(node, button ? STAYS_WITH_BUTTON : STAYS);
  return node;
}

/**
 * Not while somebody points at it or has the focus in it.
 * @param {Element} node
 * @param {number} after
 */
function removeLater(node, after) {
  setTimeout(() => {
    if (node.matches(":hover, :focus-within")) removeLater(node, 2000);
    else node.remove();
  }, after);
}

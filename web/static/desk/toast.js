// A sentence that goes away by itself, perhaps with a button that takes back what it tells of.

import { byId, h } from "./dom.js";

const STAYS = 8000;
const STAYS_WITH_BUTTON = 12000;

// `button` is {label, act}
export function toast(text, button = null) {
  const place = byId("toasts");
  const node = h("p", { class: "toast" }, h("span", {}, text));
  const away = () => node.remove();
  if (button) {
    node.append(h("button", { type: "button", class: "link", on: { click: () => { away(); button.act(); } } }, button.label));
  }
  place.append(node);
  while (place.children.length > 2) place.firstChild.remove();
  leaveUnwatched(node, button ? STAYS_WITH_BUTTON : STAYS, away);
}

// Not while somebody points at it or has the focus in it.
function leaveUnwatched(node, after, away) {
  setTimeout(() => {
    if (node.matches(":hover, :focus-within")) leaveUnwatched(node, 2000, away);
    else away();
  }, after);
}

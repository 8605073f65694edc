// Short news at the edge of the page, perhaps with something to do about it.

import { byId, h } from "../desk/dom.js";

const LONG_ENOUGH = 9000;
const MOST = 3;

export function toast(text, act) {
  const node = h("div", { class: "toast" }, h("span", { dir: "auto" }, text), act && h("button", { type: "button", class: "link", on: { click: () => (node.remove(), act.work()) } }, act.label));
  byId("toasts").append(node);
  while (byId("toasts").children.length > MOST) byId("toasts").firstChild.remove();
  setTimeout(() => node.remove(), LONG_ENOUGH);
}

// Small tools for building the page. Text only ever goes in as text.

export const words = JSON.parse(document.querySelector("#words").textContent);

export const fill = (text, values) =>
  text.replace(/%\((\w+)\)s/g, (_whole, name) => values[name] ?? "");

export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") Object.entries(value).forEach(([event, act]) => node.addEventListener(event, act));
    else if (name === "style") Object.entries(value).forEach(([key, set]) => node.style.setProperty(key, set));
    else if (name === "class") node.className = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

// Replace what is inside only when it says something else, so that focus and screen readers stay.
export function show(place, ...children) {
  const wanted = h("div", {}, ...children);
  if (place.dataset.shown === wanted.innerHTML) return false;
  const focused = place.contains(document.activeElement) ? nameOf(document.activeElement) : null;
  place.dataset.shown = wanted.innerHTML;
  place.replaceChildren(...wanted.childNodes);
  if (focused) place.querySelector(focused)?.focus({ preventScroll: true });
  return true;
}

// How the same thing is found again after it was drawn anew.
function nameOf(node) {
  if (node.id) return `#${CSS.escape(node.id)}`;
  const named = Object.entries(node.dataset).find(([key]) => ["act", "do", "step", "take", "tab", "join", "talk"].includes(key));
  return named ? `[data-${named[0]}="${CSS.escape(named[1])}"]` : null;
}

const french = document.documentElement.lang === "fr";

export const quoted = (text) => (french ? `«\u00a0${text}\u00a0»` : `“${text}”`);

export const labelled = (text) => (french ? `${text}\u00a0: ` : `${text}: `);

export const byId = (id) => document.getElementById(id);

export const isTyping = (target) =>
  target instanceof Element && target.closest("input:not([type=radio]):not([type=checkbox]), select, textarea") !== null;

export function announce(text) {
  const place = byId("announce");
  place.textContent = "";
  requestAnimationFrame(() => (place.textContent = text));
}

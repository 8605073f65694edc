// Small tools for building the page. Text only ever goes in as text.

/**
 * An element that the page's template has; `any`, because each caller knows its kind.
 * @param {string} id
 * @returns {any}
 */
export const byId = (id) => document.getElementById(id);

/**
 * What the server put into the page as JSON.
 * @param {string} id
 * @returns {any}
 */
export const json = (id) => JSON.parse(byId(id)?.textContent ?? "{}");

/**
 * The texts of this page in the language of the person.
 * @type {Record<string, string>}
 */
export const words = json("words");

/**
 * @param {string} text with "%(name)s" where a value goes
 * @param {Record<string, unknown>} values
 */
export const fill = (text, values) =>
  text.replace(/%\((\w+)\)s/g, (_whole, name) => String(values[name] ?? ""));

/**
 * @param {string} tag
 * @param {Record<string, any>} attributes
 * @param {...any} children
 * @returns {any}
 */
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
/**
 * @param {any} place
 * @param {...any} children
 */
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
/** @param {any} node */
function nameOf(node) {
  if (node.id) return `#${CSS.escape(node.id)}`;
  const named = Object.entries(node.dataset).find(([key]) => ["act", "do", "step", "take", "tab", "join", "talk"].includes(key));
  return named ? `[data-${named[0]}="${CSS.escape(named[1])}"]` : null;
}

const french = document.documentElement.lang === "fr";

/** @param {string} text */
export const quoted = (text) => (french ? `«\u00a0${text}\u00a0»` : `“${text}”`);

/** @param {string} text */
export const labelled = (text) => (french ? `${text}\u00a0: ` : `${text}: `);

/** @param {EventTarget | null} target */
export const isTyping = (target) =>
  target instanceof Element && target.closest("input:not([type=radio]):not([type=checkbox]), select, textarea") !== null;

/** @param {string} text what a screen reader says at once */
export function announce(text) {
  const place = byId("announce");
  place.textContent = "";
  requestAnimationFrame(() => (place.textContent = text));
}

// The elements and texts of a page, and announcements for screen readers.

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

const french = document.documentElement.lang === "fr";

/** @param {string} text */
export const quoted = (text) => (french ? `«\u00a0${text}\u00a0»` : `“${text}”`);

/** @param {string} text */
export const labelled = (text) => (french ? `${text}\u00a0: ` : `${text}: `);

/** @param {EventTarget | null} target */
export const isTyping = (target) =>
  target instanceof Element && target.closest("input:not([type=radio]):not([type=checkbox]), select, textarea") !== null;

/** @param {string} text of the page's notice of troubles, which is hidden without one */
export function showTrouble(text) {
  byId("trouble").hidden = !text;
  const place = byId("trouble-text");
  if (place.textContent !== text) place.textContent = text; // a screen reader says it once
}

/**
 * A region that speaks, brought into the window that is open over the page: below it, it would be
 * seen by nobody and read by no screen reader.
 * @template {HTMLElement} Region
 * @param {Region} region
 */
export function aboveAll(region) {
  const windows = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("dialog:modal"));
  const place = [...windows].at(-1) ?? document.body;
  if (region.parentElement === place) return region;
  place.append(region);
  if (windows.length) returnWhenClosed(region, place);
  return region;
}

/**
 * Before the window is hidden, and the region with it: its "close" comes a task later, and what is
 * shown may be painted between. A browser that does not know "beforetoggle" has "close".
 * @param {HTMLElement} region
 * @param {HTMLElement} place
 */
function returnWhenClosed(region, place) {
  const goBack = () => {
    if (region.parentElement === place) document.body.append(region); // not out of a window opened since
  };
  for (const moment of ["beforetoggle", "close"]) place.addEventListener(moment, goBack, { once: true });
}

/** @param {string} text what a screen reader says at once */
export function announce(text) {
  const place = aboveAll(byId("announce"));
  place.textContent = "";
  requestAnimationFrame(() => (place.textContent = text));
}

// What a page keeps in its browser, where that has room: without, a reload forgets it, and all else works.

/** @param {string} key @param {string} text @param {Storage} [storage] that of the browser, or of one tab */
export function keep(key, text, storage = localStorage) {
  try {
    storage.setItem(key, text);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}

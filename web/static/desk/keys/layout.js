// What stands on the keys of this person's keyboard. A Mac gives another sign with Option than the one
// on the key, and the place of a key alone says nothing: Q of a French keyboard is where A is elsewhere.

export const isMac = /^Mac/.test(navigator.platform);

/** Where letters stand elsewhere than on an American keyboard. @type {Record<string, string>[]} */
const LAYOUTS = [
  { KeyQ: "a", KeyA: "q", KeyW: "z", KeyZ: "w", Semicolon: "m" },
  { KeyY: "z", KeyZ: "y" },
];

/** What each place gives without Shift, as the browser says or presses have shown. @type {Map<string, string>} */
const signs = new Map();

/** Only Chromium tells, and only where a page is safe. */
async function ask() {
  /** @type {Map<string, string>} */
  const told = await (/** @type {any} */ (navigator).keyboard?.getLayoutMap?.() ?? new Map());
  for (const [code, sign] of told) if (!signs.has(code)) signs.set(code, sign);
}

const askAgain = () => void ask().catch(() => {}); // forbidden here: presses show it

/** @param {KeyboardEvent} event */
export function learn({ key, code, shiftKey, ctrlKey, altKey, metaKey, isComposing }) {
  if (shiftKey || ctrlKey || altKey || metaKey || isComposing || !/^[a-z]$/i.test(key)) return;
  const letter = key.toLowerCase();
  const known = signs.get(code);
  if (known === letter) return;
  if (known) { // the person has changed to another layout
    signs.clear();
    askAgain();
  }
  signs.set(code, letter);
}

/**
 * The sign on the key at a place, or "".
 * @param {string} code
 */
export function signAt(code) {
  const known = signs.get(code);
  if (known && /^[\x21-\x7e]$/.test(known)) return known;
  const layout = LAYOUTS.find((one) => Object.entries(one).some(([place, letter]) => signs.get(place) === letter));
  return layout?.[code] ?? /^Key([A-Z])$/.exec(code)?.[1] ?? "";
}

askAgain();

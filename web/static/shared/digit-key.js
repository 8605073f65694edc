// The digit that a press means, on any keyboard.

/**
 * A French keyboard gives & é " ' ( on its row of digits, and the digits with Shift: without Shift the
 * place of the key counts. A number pad without NumLock moves, and gives no digit.
 * @param {KeyboardEvent} event
 * @returns {string} "" where the press means none, as with Alt, Ctrl, Meta or AltGr
 */
export function digitOf(event) {
  const { key, code, shiftKey, ctrlKey, altKey, metaKey } = event;
  if (ctrlKey || altKey || metaKey || event.getModifierState("AltGraph")) return "";
  if (/^\d$/.test(key)) return key;
  return shiftKey ? "" : (/^Digit(\d)$/.exec(code)?.[1] ?? "");
}

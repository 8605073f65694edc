// When the page is drawn: once a frame at most. While a button is pressed or a syllable is composed,
// drawing waits, so that nothing moves under the pointer.

/** @type {() => void} */
let draw = () => {};
let frame = 0;
let pressed = false;
let composing = false;
let waits = false;

/** @param {() => void} work what draws the page */
export function listenDrawing(work) {
  draw = work;
  /** @param {string[]} names @param {() => unknown} act */
  const on = (names, act) => names.forEach((name) => document.addEventListener(name, act, true));
  const after = () => setTimeout(catchUp); // the click that follows comes first
  on(["compositionstart"], () => (composing = true));
  on(["compositionend"], () => ((composing = false), after()));
  on(["pointerdown"], () => (pressed = true));
  // Whatever tells that nothing is pressed any more: menus of the browser keep the end for themselves.
  on(["pointerup", "pointercancel", "keydown", "change"], () => ((pressed = false), after()));
}

function catchUp() {
  if (pressed || composing || !waits) return;
  waits = false;
  drawSoon();
}

export function drawSoon() {
  if (pressed || composing) waits = true;
  else frame ||= requestAnimationFrame(drawNow);
}

/** What somebody does is on the page before they do the next thing, however busy the machine is. */
export function drawEdit() {
  if (pressed || composing) waits = true;
  else drawNow();
}

/** For what is to have the focus next. */
export function drawNow() {
  cancelAnimationFrame(frame);
  frame = 0;
  draw();
}

// A quiet double tone and the page's title while a call waits for this agent.

const EVERY = 3000;
const TONES = [0, 0.25];
const { title } = document;

/** @type {ReturnType<typeof setInterval> | undefined} */
let timer;
/** @type {AudioContext | undefined} */
let sound;

/** @param {AudioContext} context @param {number} at */
function tone(context, at) {
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  oscillator.frequency.value = 520;
  gain.gain.setValueAtTime(0.0001, at);
  gain.gain.exponentialRampToValueAtTime(0.08, at + 0.03);
  gain.gain.exponentialRampToValueAtTime(0.0001, at + 0.2);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(at);
  oscillator.stop(at + 0.22);
}

function play() {
  if (!navigator.userActivation?.hasBeenActive) return; // a browser keeps untouched pages silent
  const context = (sound ??= new AudioContext());
  TONES.forEach((after) => tone(context, context.currentTime + after));
}

/** @param {number} waiting how many calls */
export function ring(waiting) {
  document.title = waiting ? `(${waiting}) ${title}` : title;
  if (waiting > 0 === Boolean(timer)) return;
  clearInterval(timer);
  timer = waiting ? setInterval(play, EVERY) : undefined;
  if (waiting) play();
}

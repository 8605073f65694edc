// A quiet double tone and the page's title while a call waits for this agent.

const EVERY = 3000;
const TONES = [0, 0.25];
const title = document.title;

let timer = 0;
let sound = null;

function tone(at) {
  const oscillator = sound.createOscillator();
  const gain = sound.createGain();
  oscillator.frequency.value = 520;
  gain.gain.setValueAtTime(0.0001, at);
  gain.gain.exponentialRampToValueAtTime(0.08, at + 0.03);
  gain.gain.exponentialRampToValueAtTime(0.0001, at + 0.2);
  oscillator.connect(gain).connect(sound.destination);
  oscillator.start(at);
  oscillator.stop(at + 0.22);
}

function play() {
  if (!navigator.userActivation?.hasBeenActive) return; // a browser keeps untouched pages silent
  sound ??= new AudioContext();
  TONES.forEach((after) => tone(sound.currentTime + after));
}

export function ring(waiting) {
  document.title = waiting ? `(${waiting}) ${title}` : title;
  if (Boolean(waiting) === Boolean(timer)) return;
  clearInterval(timer);
  timer = waiting ? setInterval(play, EVERY) : 0;
  if (waiting) play();
}

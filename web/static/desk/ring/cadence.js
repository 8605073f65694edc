// One round of the ring: two tones in turn, four times, then silence. All of it is made in advance, so
// that a browser plays it over and over by its sound card's clock; it slows the timers of a hidden page.

const ROUND = 3; // seconds
const NOTES = [698, 880, 698, 880]; // Hz
const NOTE = 0.18; // seconds each
const STEP = 0.2; // from one to the next
const ATTACK = 0.01;
const RELEASE = 0.03;
const HARMONICS = [1, 0.6, 0.4, 0.25]; // a headset carries the upper ones best
const DRIVE = 1.5; // how much the loudest of a wave are pressed down, so that the rest can be louder

/** @param {number} t seconds since the note's beginning @returns {number} */
const envelope = (t) => Math.min(1, t / ATTACK, (NOTE - t) / RELEASE);

/** @param {number} frequency @param {number} t */
const wave = (frequency, t) =>
  HARMONICS.reduce((sum, share, at) => sum + share * Math.sin(2 * Math.PI * frequency * (at + 1) * t), 0);

/**
 * @param {number} rate samples in a second
 * @returns {Float32Array<ArrayBuffer>} the loudest is 1
 */
export function cadence(rate) {
  const samples = new Float32Array(Math.round(ROUND * rate));
  NOTES.forEach((frequency, at) => {
    const first = Math.round(at * STEP * rate);
    for (let n = 0; n < NOTE * rate; n += 1) {
      samples[first + n] = envelope(n / rate) * Math.tanh(DRIVE * wave(frequency, n / rate));
    }
  });
  const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  return samples.map((sample) => sample / loudest);
}

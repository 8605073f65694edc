// How loud a microphone is: numbers and words for its last moments.

export const QUIETEST = -60; // dB below the loudest that a device can tell
/** @type {[number, string][]} from which level on speech is so */
const KINDS = [[-6, "loud"], [-40, "good"], [-52, "quiet"], [-Infinity, "silent"]];
const LONG = 15; // levels: speech has pauses, and what is said of it should not change with each

/** @param {Float32Array} samples @returns {number} dB, 0 at the most */
export function levelOf(samples) {
  const power = samples.reduce((sum, one) => sum + one * one, 0) / samples.length;
  return Math.max(QUIETEST, 10 * Math.log10(power || Number.MIN_VALUE));
}

/** @param {number} level */
export const percentOf = (level) => Math.round(100 * (1 - level / QUIETEST));

/** @param {number[]} levels the last ones @returns {string} "silent" | "quiet" | "good" | "loud" */
export function kindOf(levels) {
  const loudest = Math.max(...levels);
  return KINDS.find(([from]) => loudest >= from)?.[1] ?? "silent";
}

/** @param {number[]} levels @param {number} level */
export const withLevel = (levels, level) => [...levels, level].slice(-LONG);

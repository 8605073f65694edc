// Waiting for what may never come.

/** A network that does not say so any sooner is not waited for. */
export const GONE_WITHIN = 3000;

/** What went wrong with the phone; the code is one of codes.js, or another one of the provider's. */
export class PhoneError extends Error {
  /** @param {number} code */
  constructor(code) {
    super(`phone: ${code}`);
    this.code = code;
  }
}

/**
 * What the work gives. It fails where that takes so many ms, or where the signal is given meanwhile.
 * @template T
 * @param {Promise<T>} work
 * @param {AbortSignal} signal
 * @param {number} [ms]
 * @returns {Promise<T>}
 */
export function inTime(work, signal, ms = Infinity) {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(new PhoneError(0));
    const timer = ms === Infinity ? undefined : setTimeout(giveUp, ms);
    if (signal.aborted) giveUp();
    signal.addEventListener("abort", giveUp);
    work.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      signal.removeEventListener("abort", giveUp);
    });
  });
}

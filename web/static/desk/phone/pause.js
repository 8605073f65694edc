/** A network that does not say so any sooner is not waited for. */
export const GONE_WITHIN = 3000;

/** @param {number} ms */
export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

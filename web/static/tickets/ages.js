// "3 minutes ago" stays true on a page that stays open.

const EVERY = 30000; // ms
/** @type {[Intl.RelativeTimeFormatUnit, number][]} */
const UNITS = [["day", 86400], ["hour", 3600], ["minute", 60]];

/** @param {NodeListOf<HTMLElement>} nodes */
export function keepAges(nodes) {
  const format = new Intl.RelativeTimeFormat(document.documentElement.lang);
  /** @param {HTMLElement} node */
  const age = (node) => {
    const seconds = Date.now() / 1000 - Number(node.dataset.since);
    const [unit, size] = UNITS.find((each) => seconds >= each[1]) ?? UNITS[2];
    node.textContent = format.format(-Math.max(1, Math.floor(seconds / size)), unit);
  };
  setInterval(() => nodes.forEach(age), EVERY);
}

// An icon of Lucide: `import check from "lucide-static/icons/check.svg"`, then `icon(check)`.

import { html, unsafeSVG } from "../lit.js";

/** What is in it, for a drawing around it. @param {string} file */
export const drawn = (file) => unsafeSVG(file.slice(file.indexOf(">", file.indexOf("<svg")) + 1, file.lastIndexOf("</svg>")));

/**
 * Without a label it is decoration, and the text beside it counts.
 * @param {string} file the text of the file
 * @param {string} [label]
 */
export function icon(file, label) {
  const drawing = drawn(file);
  return label
    ? html`<svg class="icon" viewBox="0 0 24 24" role="img" aria-label=${label}>${drawing}</svg>`
    : html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${drawing}</svg>`;
}

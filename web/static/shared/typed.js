// The value of a field that somebody may be typing in. It is written only where the field says
// something else, and the caret stays where it is.

import { Directive, directive } from "lit/directive.js";
import { noChange } from "lit/html.js";

/** @import {PropertyPart} from "lit/directive.js" */

class Typed extends Directive {
  /**
   * @param {string} text
   * @param {(raw: string) => string} [_read] what a text stands for, where several stand for the same
   */
  render(text, _read) {
    return text;
  }

  /**
   * @override
   * @param {PropertyPart} part
   * @param {[string, ((raw: string) => string)?]} values
   */
  update(part, [text, read = (raw) => raw]) {
    const field = /** @type {HTMLInputElement | HTMLTextAreaElement} */ (part.element);
    if (read(field.value) !== text) write(field, text);
    return noChange;
  }
}

/**
 * @param {HTMLInputElement | HTMLTextAreaElement} field
 * @param {string} text
 */
function write(field, text) {
  const { selectionStart: from, selectionEnd: to } = field; // null where a field has no caret, as for dates
  field.value = text;
  if (document.activeElement === field && from !== null) field.setSelectionRange(from, to);
}

/** For `.value=${typed(text)}` */
export const typed = directive(Typed);

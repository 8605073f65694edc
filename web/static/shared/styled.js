// Style properties of an element, set one by one: the content policy refuses a style attribute, which is
// what lit's own styleMap writes at first.

import { Directive, directive } from "lit/directive.js";

/** @import {ElementPart} from "lit/directive.js" */

class Styled extends Directive {
  /** @param {Record<string, string>} _properties */
  render(_properties) {}

  /**
   * @override
   * @param {ElementPart} part
   * @param {[Record<string, string>]} values
   */
  update({ element }, [properties]) {
    const { style } = /** @type {HTMLElement} */ (element);
    Object.entries(properties).forEach(([name, value]) => style.setProperty(name, value));
  }
}

/** For `<div ${styled({ "--colour": colour })}>` */
export const styled = directive(Styled);

// Rendering: templates and the directives in use, from one place. They draw into the page itself, not
// into shadow roots, so that one style sheet holds for all of it and no style is set inline.

export { html, nothing, render, svg } from "lit/html.js";
export { Directive, directive } from "lit/directive.js";
export { classMap } from "lit/directives/class-map.js";
export { guard } from "lit/directives/guard.js";
export { ifDefined } from "lit/directives/if-defined.js";
export { keyed } from "lit/directives/keyed.js";
export { live } from "lit/directives/live.js";
export { ref } from "lit/directives/ref.js";
export { repeat } from "lit/directives/repeat.js";
export { unsafeHTML } from "lit/directives/unsafe-html.js"; // for articles, which the server cleaned
export { unsafeSVG } from "lit/directives/unsafe-svg.js"; // for icons, which come with the bundle
export { styled } from "./styled.js";
export { typed } from "./typed.js";

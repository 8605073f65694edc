// The width of the graph, and whether it is shown; kept in the browser.

import { byId } from "../../shared/dom.js";
import { keep } from "../../shared/storage.js";

const LEAST = 240;
const FORM_LEAST = 680; // with the list
const KEY = "filrouge-editor-layout";

export class Panes {
  /** @param {() => void} onChange the graph has another size */
  constructor(onChange) {
    this.onChange = onChange;
    /** @type {{right: number, graph: boolean, findings: boolean}} */
    this.kept = { right: 0, graph: true, findings: true, ...JSON.parse(localStorage.getItem(KEY) ?? "{}") };
    const divider = byId("divider");
    divider.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => divider.setPointerCapture(event.pointerId));
    divider.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => {
      if (divider.hasPointerCapture(event.pointerId)) this.resize(window.innerWidth - event.clientX);
    });
    divider.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      const by = event.key === "ArrowLeft" ? 24 : event.key === "ArrowRight" ? -24 : 0;
      if (by) this.resize(byId("right").offsetWidth + by);
    });
    byId("findings-toggle").addEventListener("click", () => this.set({ findings: !this.kept.findings }));
    window.addEventListener("resize", () => this.draw());
    this.draw();
  }

  /** @param {number} width */
  resize(width) {
    this.set({ right: Math.round(Math.max(LEAST, Math.min(width, window.innerWidth - FORM_LEAST))) });
  }

  toggleGraph() {
    this.set({ graph: !this.kept.graph });
  }

  /** @param {Partial<Panes["kept"]>} change */
  set(change) {
    Object.assign(this.kept, change);
    keep(KEY, JSON.stringify(this.kept));
    this.draw();
    this.onChange();
  }

  draw() {
    const { right, graph, findings } = this.kept;
    if (right) byId("editor").style.setProperty("--right", `${right}px`);
    byId("editor").classList.toggle("no-graph", !graph);
    byId("right").classList.toggle("no-findings", !findings);
    byId("findings-toggle").setAttribute("aria-expanded", String(findings));
    const divider = byId("divider");
    divider.ariaValueNow = String(byId("right").offsetWidth);
    divider.ariaValueMin = String(LEAST);
    divider.ariaValueMax = String(Math.max(LEAST, window.innerWidth - FORM_LEAST));
  }
}

// The width of the graph, and whether it is shown; kept in the browser.

import { byId } from "../../shared/dom.js";

const LEAST = 240;
const KEY = "filrouge-editor-layout";

export class Layout {
  // onResize(): the graph has another size
  constructor(onResize) {
    this.onResize = onResize;
    this.kept = { right: 0, graph: true, findings: true, ...JSON.parse(localStorage.getItem(KEY) ?? "{}") };
    const divider = byId("divider");
    divider.addEventListener("pointerdown", (event) => this.drag(event));
    divider.addEventListener("keydown", (event) => {
      const by = { ArrowLeft: 24, ArrowRight: -24 }[event.key];
      if (by) this.resize(byId("right").offsetWidth + by);
    });
    byId("findings-toggle").addEventListener("click", () => this.set({ findings: !this.kept.findings }));
    this.draw();
  }

  drag(event) {
    const divider = event.currentTarget;
    divider.setPointerCapture(event.pointerId);
    const move = (moved) => this.resize(window.innerWidth - moved.clientX);
    divider.addEventListener("pointermove", move);
    divider.addEventListener("pointerup", () => divider.removeEventListener("pointermove", move), { once: true });
  }

  resize(width) {
    this.set({ right: Math.round(Math.max(LEAST, Math.min(width, window.innerWidth - 680))) });
  }

  toggleGraph() {
    this.set({ graph: !this.kept.graph });
  }

  set(change) {
    Object.assign(this.kept, change);
    localStorage.setItem(KEY, JSON.stringify(this.kept));
    this.draw();
    this.onResize();
  }

  draw() {
    const { right, graph, findings } = this.kept;
    const editor = byId("editor");
    if (right) editor.style.setProperty("--right", `${right}px`);
    editor.classList.toggle("no-graph", !graph);
    byId("right").classList.toggle("no-findings", !findings);
    byId("findings-toggle").setAttribute("aria-expanded", String(findings));
    byId("graph-toggle")?.setAttribute("aria-pressed", String(graph));
    const divider = byId("divider");
    divider.setAttribute("aria-valuenow", String(byId("right").offsetWidth));
    divider.setAttribute("aria-valuemin", String(LEAST));
    divider.setAttribute("aria-valuemax", String(Math.max(LEAST, window.innerWidth - 680)));
  }
}

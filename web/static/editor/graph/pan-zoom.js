// Moving about in the graph: drag, wheel, keys and buttons.

import { select } from "d3-selection";
import { zoom, zoomIdentity, zoomTransform } from "d3-zoom";

import { digitOf } from "../../shared/digit-key.js";

/** @import {Point} from "./layout.js" */

const LEAST = 0.08;
const MOST = 2.5;
const STEP = 60;
const CLICK = 4; // so far the pointer may move and it is still a click
const ROOM = 36; // around a step that is brought in sight

export class PanZoom {
  /** @param {SVGSVGElement} svg @param {SVGGElement} view */
  constructor(svg, view) {
    this.svg = svg;
    this.size = { width: 0, height: 0 };
    /** @type {import("d3-zoom").ZoomBehavior<SVGSVGElement, unknown>} */
    this.behavior = zoom();
    this.behavior
      .scaleExtent([LEAST, MOST])
      .clickDistance(CLICK)
      .extent(() => [[0, 0], [svg.clientWidth, svg.clientHeight]])
      .filter((event) => (event.type === "wheel" ? event.ctrlKey || event.metaKey : event.button === 0 || event.type.startsWith("touch")))
      .wheelDelta((event) => -event.deltaY / 208)
      .on("zoom", ({ transform }) => view.setAttribute("transform", String(transform)));
    this.selection = select(svg);
    this.selection.call(this.behavior).on("dblclick.zoom", null);
    svg.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    svg.addEventListener("keydown", (event) => this.key(event));
  }

  /** @param {number} x @param {number} y so many pixels of the screen */
  move(x, y) {
    const { k } = zoomTransform(this.svg);
    this.behavior.translateBy(this.selection, x / k, y / k);
  }

  /** @param {number} factor */
  zoom(factor) {
    this.behavior.scaleBy(this.selection, factor);
  }

  /** @param {number} scale @param {number} y */
  place(scale, y) {
    const x = (this.svg.clientWidth - this.size.width * scale) / 2;
    this.behavior.transform(this.selection, zoomIdentity.translate(x, y).scale(scale));
  }

  /** All of it, as large as it goes. */
  fit() {
    const { clientWidth, clientHeight } = this.svg;
    const { width, height } = this.size;
    if (!clientWidth || !width) return;
    const scale = Math.min(1.2, Math.max(LEAST, Math.min(clientWidth / width, clientHeight / height)));
    this.place(scale, Math.max(0, (clientHeight - height * scale) / 2));
  }

  /** At first: readable, with the chosen step in sight. @param {Point | undefined} point */
  begin(point) {
    const { clientWidth } = this.svg;
    if (!clientWidth) return;
    this.place(Math.min(1, Math.max(0.6, clientWidth / Math.max(this.size.width, 1))), 0);
    if (point) this.reveal(point);
  }

  /** @param {Point} point */
  reveal({ x, y }) {
    const { clientWidth: width, clientHeight: height } = this.svg;
    const [left, top] = zoomTransform(this.svg).apply([x, y]);
    const isIn = left >= ROOM && left <= width - ROOM;
    const isDown = top >= ROOM && top <= height - ROOM;
    if (!isIn || !isDown) this.move(isIn ? 0 : width / 2 - left, isDown ? 0 : height / 2 - top);
  }

  /** With Ctrl it zooms. @param {WheelEvent} event */
  wheel(event) {
    if (event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (event.shiftKey) this.move(-event.deltaY, 0);
    else this.move(-event.deltaX, -event.deltaY);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    /** @type {Record<string, () => void>} */
    const acts = {
      ArrowLeft: () => this.move(STEP, 0),
      ArrowRight: () => this.move(-STEP, 0),
      ArrowUp: () => this.move(0, STEP),
      ArrowDown: () => this.move(0, -STEP),
      "+": () => this.zoom(1.25),
      "=": () => this.zoom(1.25),
      "-": () => this.zoom(0.8),
      0: () => this.fit(),
    };
    const key = digitOf(event) === "0" ? "0" : event.key;
    if (!acts[key] || event.altKey || event.ctrlKey || event.metaKey) return; // with Ctrl the browser zooms
    event.preventDefault();
    acts[key]();
  }
}

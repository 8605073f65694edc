// Moving about in the graph: drag, wheel, keys and buttons.

const LEAST = 0.08;
const MOST = 2.5;
const STEP = 60;

export class PanZoom {
  constructor(svg, view) {
    Object.assign(this, { svg, view, x: 0, y: 0, scale: 1, width: 0, height: 0, dragged: false });
    svg.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    svg.addEventListener("pointerdown", (event) => this.down(event));
    svg.addEventListener("pointermove", (event) => this.move(event));
    svg.addEventListener("pointerup", () => (this.from = null));
    svg.addEventListener("pointercancel", () => (this.from = null));
    svg.addEventListener("keydown", (event) => this.key(event));
  }

  setSize(width, height) {
    Object.assign(this, { width, height });
    this.draw();
  }

  draw() {
    this.view.setAttribute("transform", `translate(${this.x} ${this.y}) scale(${this.scale})`);
  }

  get box() {
    return this.svg.getBoundingClientRect();
  }

  zoom(factor, at) {
    const { width, height } = this.box;
    const { x, y } = at ?? { x: width / 2, y: height / 2 };
    const scale = Math.min(MOST, Math.max(LEAST, this.scale * factor));
    this.x = x - ((x - this.x) * scale) / this.scale;
    this.y = y - ((y - this.y) * scale) / this.scale;
    this.scale = scale;
    this.draw();
  }

  // All of it, as large as it goes.
  fit() {
    const { width, height } = this.box;
    if (!width || !this.width) return;
    this.scale = Math.min(1.2, Math.max(LEAST, Math.min(width / this.width, height / this.height)));
    this.x = (width - this.width * this.scale) / 2;
    this.y = Math.max(0, (height - this.height * this.scale) / 2);
    this.draw();
  }

  // At first: readable, with the chosen step in sight.
  begin(place) {
    const { width } = this.box;
    if (!width) return;
    this.scale = Math.min(1, Math.max(0.6, width / Math.max(this.width, 1)));
    this.x = (width - this.width * this.scale) / 2;
    this.y = 0;
    this.draw();
    if (place) this.reveal(place);
  }

  reveal({ x, y }) {
    const { width, height } = this.box;
    const [left, top] = [this.x + x * this.scale, this.y + y * this.scale];
    const room = 36;
    if (left < room || left > width - room) this.x += width / 2 - left;
    if (top < room || top > height - room) this.y += height / 2 - top;
    this.draw();
  }

  wheel(event) {
    event.preventDefault();
    const { left, top } = this.box;
    if (event.shiftKey) this.x -= event.deltaY;
    else if (event.ctrlKey || event.metaKey) return this.zoom(Math.exp(-event.deltaY / 300), { x: event.clientX - left, y: event.clientY - top });
    else [this.x, this.y] = [this.x - event.deltaX, this.y - event.deltaY];
    return this.draw();
  }

  down(event) {
    if (event.button !== 0) return;
    this.from = { x: event.clientX - this.x, y: event.clientY - this.y };
    this.began = { x: event.clientX, y: event.clientY };
    this.dragged = false;
  }

  move(event) {
    if (!this.from) return;
    if (Math.hypot(event.clientX - this.began.x, event.clientY - this.began.y) < 4 && !this.dragged) return;
    if (!this.dragged) this.svg.setPointerCapture(event.pointerId);
    this.dragged = true;
    this.x = event.clientX - this.from.x;
    this.y = event.clientY - this.from.y;
    this.draw();
  }

  key(event) {
    const moves = { ArrowLeft: [STEP, 0], ArrowRight: [-STEP, 0], ArrowUp: [0, STEP], ArrowDown: [0, -STEP] };
    const acts = { "+": () => this.zoom(1.25), "=": () => this.zoom(1.25), "-": () => this.zoom(0.8), 0: () => this.fit() };
    if (moves[event.key] && !event.altKey) [this.x, this.y] = [this.x + moves[event.key][0], this.y + moves[event.key][1]];
    else if (acts[event.key]) acts[event.key]();
    else return;
    event.preventDefault();
    this.draw();
  }
}

// One place in one part of the document, as a field of the form sees it.

import { getIn, kindOf, setIn } from "../document/parts.js";

const SAFE = /[^A-Za-z0-9_-]/g;

export class Binding {
  // editor: { value(part), change(part, value, field), redraw(), nameOf(part), mayEdit }
  constructor(editor, part, path = []) {
    Object.assign(this, { editor, begun: part, path });
  }

  // A part may get another name while its form is open.
  get part() {
    return this.editor.nameOf(this.begun);
  }

  // A form shows one part, but for the settings.
  get scope() {
    return kindOf(this.begun) === "settings" ? this.begun : "";
  }

  get id() {
    return `f-${[this.scope, ...this.path].filter((name) => name !== "").join("-").replace(SAFE, "-")}`;
  }

  get mayEdit() {
    return this.editor.mayEdit;
  }

  at(...names) {
    return new Binding(this.editor, this.begun, [...this.path, ...names]);
  }

  get(...names) {
    return getIn(this.editor.value(this.part), [...this.path, ...names]);
  }

  list(...names) {
    const value = this.get(...names);
    return Array.isArray(value) ? value : value === undefined || value === null || value === "" ? [] : [value];
  }

  // What is typed stays as it stands on the page; `redraw` where other fields come or go with it,
  // "soon" where the focus is just moving on.
  set(value, { redraw = false } = {}) {
    const { editor, part, path, id } = this;
    editor.change(part, setIn(editor.value(part), path, value), id);
    if (redraw === "soon") setTimeout(() => editor.redraw());
    else if (redraw) editor.redraw();
  }

  put(name, value, more) {
    this.at(name).set(value, more);
  }

  // A list's own moves
  push(item) {
    this.set([...this.list(), item], { redraw: true });
  }

  removeAt(index) {
    this.set(this.list().filter((_, at) => at !== index), { redraw: true });
  }

  swap(index, other) {
    const list = [...this.list()];
    if (other < 0 || other >= list.length) return;
    [list[index], list[other]] = [list[other], list[index]];
    this.set(list, { redraw: true });
  }
}

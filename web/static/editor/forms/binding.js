// One place in one part of the document, as a field of the form sees it.

import { getIn, kindOf, setIn } from "../document/parts.js";

/** @import {Editor, Path} from "../types.js" */

const UNSAFE = /[^A-Za-z0-9_-]/g;

export class Binding {
  /** @param {Editor} editor @param {string} part @param {Path} [path] */
  constructor(editor, part, path = []) {
    this.editor = editor;
    this.openedAs = part;
    this.path = path;
  }

  /** A part may get another name while its form is open. */
  get part() {
    return this.editor.nameOf(this.openedAs);
  }

  /** A form shows one part, but for the settings. */
  get scope() {
    return kindOf(this.openedAs) === "settings" ? this.openedAs : "";
  }

  get id() {
    return `f-${[this.scope, ...this.path].filter((name) => name !== "").join("-").replace(UNSAFE, "-")}`;
  }

  /** How what the linter says finds this place. */
  get place() {
    return JSON.stringify([this.scope, ...this.path]);
  }

  get mayEdit() {
    return this.editor.mayEdit;
  }

  /** @param {Path} names */
  at(...names) {
    return new Binding(this.editor, this.openedAs, [...this.path, ...names]);
  }

  /** @param {Path} names @returns {any} */
  get(...names) {
    return getIn(this.editor.value(this.part), [...this.path, ...names]);
  }

  /** @param {Path} names @returns {any[]} */
  list(...names) {
    const value = this.get(...names);
    return Array.isArray(value) ? value : value === undefined || value === null || value === "" ? [] : [value];
  }

  /** @param {any} value */
  set(value) {
    const { editor, part, path, id } = this;
    editor.change(part, setIn(editor.value(part), path, value), id);
  }

  /** @param {string} name @param {any} value */
  put(name, value) {
    this.at(name).set(value);
  }

  /** @param {any} item */
  push(item) {
    this.set([...this.list(), item]);
  }

  /** @param {number} index */
  removeAt(index) {
    this.set(this.list().filter((_, at) => at !== index));
  }

  /** @param {number} index @param {number} other */
  swap(index, other) {
    const list = this.list();
    if (other in list) this.set(list.with(index, list[other]).with(other, list[index]));
  }
}

// The form in the middle: drawn anew where something else is to be seen, and not while one types in it.

import { byId, h, words } from "../../shared/dom.js";
import { articleForm } from "./article-form.js";
import { Binding } from "./binding.js";
import { InForce } from "./in-force.js";
import { instructionForm } from "./instruction-form.js";
import { isObject, keyOf, kindOf, listOf, valueOf } from "../document/parts.js";
import { scriptForm } from "./script-form.js";
import { stepForm } from "./step-form.js";
import { wordsForm } from "./words-form.js";

const SETTINGS = ["name", "languages", "greeting", "outcome", "lexicon"].map((name) => `settings:${name}`);
const PARTS_OF = { script: SETTINGS.slice(0, 4), words: SETTINGS.slice(4) };

export class FormView {
  // acts: { onRename, onTitle, onAttach, onChoose, isNew, onFree }
  constructor(editor, acts) {
    Object.assign(this, { editor, acts, opened: new Map(), shown: {} });
    this.form = byId("form");
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("toggle", (event) => event.target.id && this.opened.set(event.target.id, event.target.open), true);
    this.holdStill();
    this.inForce = new InForce((key) => acts.onChoose(`instruction:${key}`));
  }

  // While a syllable is put together or a button is pressed, nothing is drawn anew under it.
  holdStill() {
    const free = () => {
      this.held = false; // before the click that follows
      setTimeout(() => this.acts.onFree());
    };
    const hold = () => (this.held = true);
    document.addEventListener("compositionstart", hold);
    document.addEventListener("compositionend", free);
    this.form.addEventListener("pointerdown", hold, true);
    document.addEventListener("pointerup", () => this.held && free(), true);
    document.addEventListener("pointercancel", () => this.held && free(), true);
  }

  // The parts that the form shows.
  parts(section, part) {
    return PARTS_OF[section] ?? (part ? [part] : []);
  }

  looks(document, section, part) {
    const own = this.parts(section, part).map((one) => valueOf(document, one));
    const others = listOf(document, "step").filter((step) => `step:${step.key}` !== part).map((step) => [step.key, step.title, step.type, step.kind, step.options, section === "articles" && step.articles]);
    const articles = listOf(document, "article").map((one) => `article:${one.key}` === part || [one.key, one.title]);
    return { own: JSON.stringify(own), around: JSON.stringify([others, articles, document.languages, this.editor.mayEdit]) };
  }

  render(document, section, part) {
    const place = `${section} ${section === "script" || section === "words" ? "" : part}`;
    const looks = this.looks(document, section, part);
    if (section === "instructions") this.inForce.update(document);
    const same = place === this.shown.place && looks.own === this.shown.own && looks.around === this.shown.around;
    if (same || (this.held && place === this.shown.place)) return false;
    this.draw(document, section, part, place !== this.shown.place);
    this.shown = { place, ...looks };
    return true;
  }

  // What was just typed is on the page already.
  typed(document, section, part) {
    if (this.shown.place) Object.assign(this.shown, this.looks(document, section, part));
  }

  renamed(section, part, document) {
    this.shown.place = `${section} ${part}`;
    this.typed(document, section, part);
    const field = byId("f-key");
    if (field) field.value = keyOf(part);
  }

  again() {
    this.shown.own = "";
  }

  draw(document, section, part, isOther) {
    const focus = isOther ? null : this.focused();
    const scroll = byId("middle").scrollTop;
    if (isOther) this.opened.clear();
    this.form.replaceChildren(...this.content(document, section, part).flat().filter((one) => one instanceof Node));
    byId("above").replaceChildren(...(section === "instructions" ? [this.inForce.place] : []));
    this.form.querySelectorAll("details[id]").forEach((fold) => this.opened.has(fold.id) && (fold.open = this.opened.get(fold.id)));
    byId("middle").scrollTop = isOther ? 0 : scroll;
    this.restore(focus);
  }

  content(document, section, part) {
    if (section === "script") return scriptForm(this.editor, document);
    if (section === "words") return wordsForm(this.editor, document);
    const value = part ? valueOf(document, part) : null;
    if (!isObject(value)) return [h("p", { class: "hint empty" }, words.chooseOne[section])];
    const make = { step: stepForm, instruction: instructionForm, article: articleForm }[kindOf(part)];
    const bind = new Binding(this.editor, part);
    const { onRename, onTitle, onAttach, isNew } = this.acts;
    return make(bind, { document, onRename: (to, field) => onRename(bind.part, to, field), onTitle: (typed) => onTitle(bind.part, typed), onAttach, isNew: isNew(part) });
  }

  focused() {
    const node = document.activeElement;
    if (!node?.id || !this.form.contains(node)) return null;
    const text = typeof node.selectionStart === "number";
    return { id: node.id, from: text ? node.selectionStart : null, to: text ? node.selectionEnd : null };
  }

  restore(focus) {
    const node = focus && byId(focus.id);
    if (!node) return;
    node.focus({ preventScroll: true });
    if (focus.from !== null && typeof node.selectionStart === "number") node.setSelectionRange(focus.from, focus.to);
  }

  // To the field that a finding is about.
  go(place, { part, path }) {
    for (let fold = place?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    const exact = byId(new Binding(this.editor, part, path).id) ?? byId(`${new Binding(this.editor, part, path).id}-0`);
    const node = exact ?? place?.querySelector("input:not([type=hidden]), textarea, select, button") ?? place;
    node?.focus({ preventScroll: true });
    (place ?? node)?.scrollIntoView({ block: "center" });
  }
}

// Where the agent is in the script, and the way from step to step. Nothing here touches the page.

export const TICKED = new Set(["instruction", "article", "action"]);

// For a page that is loaded anew, or a second one; forgotten with what the saver keeps.
const placeOf = (call) => `filrouge:${call.id}:step`;

export class Script {
  constructor() {
    this.shown = null; // key of the step that is shown large
    this.call = null;
    this.insisted = "";
  }

  begin(call) {
    this.call = call;
    this.shown = localStorage.getItem(placeOf(call)) ?? call.run?.current ?? null;
  }

  // Another script in the same call: from where it stands.
  restart(call) {
    localStorage.removeItem(placeOf(call));
    this.begin(call);
  }

  update(call) {
    if (this.call?.run?.id !== call.run?.id) return this.restart(call);
    this.call = call;
    if (!this.step(this.shown)) this.shown = call.run?.current ?? null;
    return undefined;
  }

  step(key = this.shown) {
    return this.call?.run?.steps.find((step) => step.key === key);
  }

  go(key) {
    this.shown = key;
    localStorage.setItem(placeOf(this.call), key);
  }

  path() {
    return this.call.run.steps.filter((step) => step.on_path);
  }

  // The next step that is open; from one that was passed over, simply the next on the path.
  following(key = this.shown) {
    const path = this.path();
    const later = path.slice(path.findIndex((step) => step.key === key) + 1);
    const open = later.find((step) => !step.is_done && !step.is_left_empty);
    return (open ?? later.at(-1) ?? this.step(this.call.run.current)).key;
  }

  before(key = this.shown) {
    const path = this.path();
    const at = path.findIndex((step) => step.key === key);
    return at > 0 ? path[at - 1].key : null;
  }

  // What Enter saves for a step in which nothing was typed, or null.
  passing(step, raw) {
    if (step.is_done || step.kind === "end") return null;
    if (TICKED.has(step.kind)) return "ok";
    return raw === "" && !step.mandatory ? "" : null;
  }

  // An answer that was not understood holds Enter up once; the second time the agent insists.
  isHeldUp(step) {
    const mark = `${step.key}=${step.raw}`;
    if (!step.problem || this.insisted === mark) return false;
    this.insisted = mark;
    return true;
  }
}

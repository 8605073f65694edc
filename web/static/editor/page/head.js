// The line above: sections, whether all is saved, who else is here, and what can be done with the draft.

import { byId, fill, h, show, words } from "../../shared/dom.js";
import { boot } from "../api.js";

const SECTIONS = ["steps", "instructions", "articles", "words", "script"];
const KINDS = { steps: "steps", instructions: "instructions", articles: "articles" };

export class Head {
  // onSection(section), onGraph(), onSheet(), onImport(), flush(): Promise<boolean>
  constructor(handlers) {
    Object.assign(this, handlers);
    byId("tabs").addEventListener("keydown", (event) => this.key(event));
    byId("tabs").addEventListener("click", (event) => event.target.closest("[data-section]") && this.onSection(event.target.closest("[data-section]").dataset.section));
    byId("acts").addEventListener("click", (event) => this.leave(event));
    document.addEventListener("click", (event) => byId("more-menu")?.contains(event.target) || this.fold());
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.fold());
    byId("submit-cancel").addEventListener("click", () => byId("submit-sheet").close());
  }

  fold() {
    if (byId("more-menu")) byId("more-menu").open = false;
  }

  // The pages behind the links show what is on the server: it must be all.
  async leave(event) {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || link.hasAttribute("download")) return;
    event.preventDefault();
    await this.flush();
    location.assign(link.href);
  }

  key(event) {
    const at = SECTIONS.indexOf(event.target.dataset?.section);
    const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (at < 0 || !way) return;
    event.preventDefault();
    const section = SECTIONS[(at + way + SECTIONS.length) % SECTIONS.length];
    this.onSection(section);
    byId("tabs").querySelector(`[data-section=${section}]`).focus();
  }

  tabs(document, section, counts) {
    const tab = (one) => {
      const count = KINDS[one] && document[KINDS[one]].length;
      const wrong = counts[one] ?? 0;
      return h("button", { type: "button", role: "tab", class: "tab", id: `tab-${one}`, "data-section": one, "aria-selected": String(one === section), "aria-controls": "middle", tabindex: one === section ? "0" : "-1" },
        words.sections[one], count > 0 && h("span", { class: "count" }, String(count)), wrong > 0 && h("span", { class: "badge error", title: fill(words.errorsN, { n: wrong }) }, String(wrong)));
    };
    show(byId("tabs"), ...SECTIONS.map(tab));
    byId("middle").setAttribute("aria-labelledby", `tab-${section}`);
  }

  saving(draft, store) {
    const [kind, text] = this.told(draft, store);
    const place = byId("saving");
    place.className = `saving is-${kind}`;
    if (place.textContent !== text) place.textContent = text;
    const trouble = [draft.stopped && fill(words.stopped, { reason: draft.stopped }), !draft.reached && (draft.signedOut ? words.signedOut : words.offline), store.full && words.storageFull].filter(Boolean).join(" ");
    byId("trouble").hidden = trouble === "";
    if (byId("trouble").textContent !== trouble) byId("trouble").textContent = trouble;
  }

  told(draft) {
    if (draft.stopped) return ["wrong", words.notSaved];
    if (draft.conflicts.size || draft.refused.length) return ["wrong", words.choosePlease];
    if (draft.saved) return ["saved", words.allSaved];
    return draft.reached ? ["busy", words.saving] : ["waiting", words.keptHere];
  }

  state(state, note, people) {
    const place = byId("state");
    place.className = `state is-${state}`;
    place.textContent = words.states[state] ?? state;
    place.title = note;
    byId("people").textContent = people.length ? fill(words.alsoHere, { names: people.join(", ") }) : "";
  }

  // Links and buttons to what else there is; `show` keeps the focus where it is.
  acts(state) {
    const link = (name, path) => h("a", { class: "button small", href: `${boot.address}/${path}`, id: `act-${name}` }, words.acts[name]);
    const drawn = show(byId("acts"),
      h("button", { type: "button", class: "button small quiet", id: "graph-toggle" }, words.graph),
      link("rehearse", "rehearsal"), link("replay", "replay"), link("changes", "changes"),
      h("details", { class: "menu", id: "more-menu" }, h("summary", { class: "button small", "aria-label": words.acts.more, title: words.acts.more }, "⋯"),
        h("div", { class: "menu-items" },
          h("a", { class: "button small quiet", href: `${boot.address}/yaml`, download: true }, words.acts.yamlExport),
          boot.mayEdit && h("a", { class: "button small quiet", href: `${boot.address}/file` }, words.acts.yamlImport),
          h("button", { type: "button", class: "button small quiet", id: "keys-button", "aria-keyshortcuts": "?" }, words.keys))),
      this.forward(state));
    if (!drawn) return;
    byId("graph-toggle").addEventListener("click", this.onGraph);
    byId("keys-button").addEventListener("click", this.onSheet);
    byId("act-submit")?.addEventListener("click", () => this.submit());
    this.onDrawn();
  }

  forward(state) {
    if (!boot.mayEdit || !["writing", "in_review", "approved"].includes(state)) return null;
    if (state === "writing") return h("button", { type: "button", class: "button small primary", id: "act-submit" }, words.acts.submit);
    return h("a", { class: "button small primary", id: "act-review", href: `${boot.address}/changes` }, state === "in_review" ? words.acts.review : words.acts.publish);
  }

  // Only what is on the server can be reviewed.
  async submit() {
    const saved = await this.flush();
    const form = byId("submit-form");
    form.action = `${boot.address}/submit`;
    byId("submit-title").textContent = words.acts.submit;
    byId("submit-told").textContent = saved ? this.beforeSubmit() : words.submitUnsaved;
    byId("submit-go").textContent = words.acts.submit;
    byId("submit-go").disabled = !saved;
    byId("submit-sheet").showModal();
  }
}

// What belongs to one type of answer: options, bounds, patterns, severity; and a place to try it.

import { fill, h, words } from "../../shared/dom.js";
import { post } from "../api.js";
import { inOrder } from "../conditions/conditions.js";
import { checkbox, field, iconButton, number, placeOf, section, select, shownIn, spokenIn, text, texts } from "./fields.js";
import { optionsField } from "./options.js";
import { yesAndNo } from "../document/step-kinds.js";
import { severityField } from "./severity.js";

export function answerSections(bind, document) {
  const step = bind.get();
  const own = (OWN[step.type] ?? (() => []))(bind, document, step);
  return [section(words.answerSection, ...own, tryField(bind, document))];
}

const OWN = {
  yes_no: (bind, document, step) => [yesNo(bind, document, step)],
  choice: (bind, document) => [options(bind, document, words.optionsHint)],
  choices: (bind, document) => [options(bind, document, words.optionsHint)],
  severity: (bind, document) => severityField(bind, document),
  number: (bind) => [bounds(bind), unit(bind)],
  date_time: (bind) => [field(bind.at("moment"), words.moment, select(bind.at("moment"), inOrder(["any", "past", "future"], words.moments), { value: bind.get("moment") ?? "any", onPick: (picked) => bind.put("moment", picked === "any" ? undefined : picked) }))],
  text: (bind) => [pattern(bind)],
  person: (bind, document) => [options(bind, document, words.suggestionsHint)],
  site: (bind, document) => [options(bind, document, words.suggestionsHint)],
  asset: (bind, document) => [pattern(bind), checkDigit(bind), options(bind, document, words.suggestionsHint)],
};

const options = (bind, document, hint) => optionsField(bind.at("options"), document, { label: words.options, hint });

function yesNo(bind, document, step) {
  if (step.options) {
    return h("div", { class: "with-remove" }, optionsField(bind.at("options"), document, { label: words.options, hint: words.yesNoHint, fixed: true }),
      bind.mayEdit && iconButton("×", words.usualYesNo, () => bind.put("options", undefined, { redraw: true })));
  }
  const own = () => bind.put("options", yesAndNo(), { redraw: true });
  return h("div", { class: "field", "data-place": placeOf(bind.at("options")) }, h("p", { class: "hint" }, words.usualYesNoHint),
    bind.mayEdit && h("button", { type: "button", class: "button small", on: { click: own } }, words.ownYesNo), h("div", { class: "marks" }));
}

function bounds(bind) {
  return h("div", { class: "columns" },
    field(bind.at("minimum"), words.minimum, number(bind.at("minimum"))),
    field(bind.at("maximum"), words.maximum, number(bind.at("maximum"))),
    checkbox(bind.at("whole"), words.whole));
}

const unit = (bind) => field(bind.at("unit"), words.unit, texts(bind.at("unit"), shownIn(bind.get("unit")), { label: words.unit }), { group: true, optional: true, hint: words.unitHint });

const pattern = (bind) => field(bind.at("pattern"), words.pattern, text(bind.at("pattern"), { mono: true, maxlength: 120 }), { optional: true, hint: words.patternHint });

function checkDigit(bind) {
  const choices = inOrder(["", "luhn", "mod97"], words.checkDigits);
  return field(bind.at("check_digit"), words.checkDigit, select(bind.at("check_digit"), choices, { value: bind.get("check_digit") ?? "", onPick: (picked) => bind.put("check_digit", picked || undefined) }), { hint: words.checkDigitHint });
}

const tried = new Map(); // step → what was typed to try it

function tryField(bind, document) {
  const id = `${bind.id}-try`;
  const told = h("output", { class: "tried", id: `${id}-told`, for: id });
  let asked = 0;
  const ask = async (raw) => {
    tried.set(bind.part, raw);
    const turn = (asked += 1);
    const language = spokenIn(document, {})[0] ?? "fr";
    const result = await post("/try", { step: bind.get(), raw, language }).catch(() => null);
    if (turn === asked && result) say(told, result, raw);
  };
  const node = h("input", { id, type: "text", dir: "auto", autocomplete: "off", maxlength: 5000, "aria-describedby": `${id}-told`, on: { input: (event) => ask(event.target.value) } });
  node.value = tried.get(bind.part) ?? "";
  if (node.value || bind.get("pattern")) ask(node.value);
  return h("div", { class: "try" }, h("label", { for: id }, words.tryIt), node, told);
}

function say(place, result, raw) {
  place.className = `tried ${result.problem ? "is-wrong" : result.display ? "is-right" : ""}`;
  const sample = result.sample ? fill(words.sample, { sample: result.sample }) : "";
  place.textContent = raw.trim() === "" ? sample : result.problem ? `✗ ${result.problem}` : result.display ? `✓ ${fill(words.understoodAs, { value: result.display })}` : "";
}

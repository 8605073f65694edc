// The form of one instruction: what it says, how loud, and when.

import { h, words } from "../../shared/dom.js";
import { BLANK, conditionField } from "../conditions/condition-field.js";
import { WEEKDAYS, inOrder } from "../conditions/conditions.js";
import { button, field, iconButton, placeOf, section, shownIn, texts } from "./fields.js";
import { isObject, listOf, slug } from "../document/parts.js";

export function instructionForm(bind, { document, onRename, onTitle }) {
  const one = bind.get();
  return [
    section(words.whatInstruction,
      field(bind.at("text"), words.instructionText, texts(bind.at("text"), shownIn(isObject(one.text) ? one.text : {}), { label: words.instructionText, long: true, onDone: onTitle }), { group: true }),
      tone(bind.at("tone")),
      topic(bind.at("topic"), document)),
    section(words.whenShown, h("p", { class: "hint" }, words.whenShownHint),
      h("div", { class: "columns" }, moment(bind.at("from"), words.from), moment(bind.at("until"), words.until)),
      weekdays(bind.at("weekdays")),
      hours(bind.at("hours")),
      when(bind, document)),
    section(words.key, key(bind, onRename)),
  ];
}

function tone(bind) {
  const chosen = bind.get() ?? "info";
  return h("div", { class: "field", "data-place": placeOf(bind), role: "group", "aria-label": words.tone }, h("span", { class: "field-label" }, words.tone),
    h("div", { class: "radios" }, inOrder(["info", "warning", "danger"], words.tones).map(([value, label]) => {
      const node = h("input", { type: "radio", id: `${bind.id}-${value}`, name: bind.id, value, disabled: !bind.mayEdit, on: { change: () => bind.set(value === "info" ? undefined : value) } });
      node.checked = value === chosen;
      return h("label", { class: `chip-choice tone-${value}` }, node, label);
    })), h("div", { class: "marks" }));
}

function topic(bind, document) {
  const known = [...new Set(listOf(document, "instruction").map((one) => one.topic).filter(Boolean))];
  const list = `${bind.id}-known`;
  const node = h("input", { id: bind.id, type: "text", list, class: "mono", autocomplete: "off", maxlength: 40, readonly: !bind.mayEdit, on: { change: (event) => {
    event.target.value = slug(event.target.value);
    bind.set(event.target.value || undefined);
  } } });
  node.value = bind.get() ?? "";
  return h("div", {}, field(bind, words.topic, node, { hint: words.topicHint, optional: true }), h("datalist", { id: list }, known.map((one) => h("option", { value: one }))));
}

// A day, or a moment: "2026-12-24" or "2026-12-24T18:00".
function moment(bind, label) {
  const [day, clock = ""] = String(bind.get() ?? "").split("T");
  const write = () => bind.set(date.value ? (time.value ? `${date.value}T${time.value}` : date.value) : undefined);
  const date = h("input", { id: bind.id, type: "date", readonly: !bind.mayEdit, on: { change: write } });
  const time = h("input", { id: `${bind.id}-time`, type: "time", "aria-label": `${label} – ${words.clockTime}`, readonly: !bind.mayEdit, on: { change: write } });
  date.value = day;
  time.value = clock.slice(0, 5);
  return field(bind, label, h("div", { class: "moment" }, date, time));
}

function weekdays(bind) {
  const chosen = bind.list();
  const order = WEEKDAYS;
  const toggle = (day, on) => bind.set(order.filter((one) => (one === day ? on : bind.list().includes(one))));
  return h("div", { class: "field", "data-place": placeOf(bind), role: "group", "aria-label": words.days }, h("span", { class: "field-label" }, words.days),
    h("div", { class: "radios" }, order.map((day) => {
      const node = h("input", { type: "checkbox", id: `${bind.id}-${day}`, disabled: !bind.mayEdit, on: { change: (event) => toggle(day, event.target.checked) } });
      node.checked = chosen.includes(day);
      return h("label", { class: "chip-choice" }, node, words.weekdays[day]);
    })), h("div", { class: "marks" }));
}

function hours(bind) {
  const [opens = "", closes = ""] = String(bind.get() ?? "").split("-");
  const write = () => bind.set(from.value || to.value ? `${from.value || "00:00"}-${to.value || "23:59"}` : undefined);
  const from = h("input", { id: bind.id, type: "time", "aria-label": words.hoursFrom, readonly: !bind.mayEdit, on: { change: write } });
  const to = h("input", { id: `${bind.id}-to`, type: "time", "aria-label": words.hoursTo, readonly: !bind.mayEdit, on: { change: write } });
  from.value = opens;
  to.value = closes;
  return field(bind, words.hours, h("div", { class: "moment" }, from, h("span", {}, "–"), to), { hint: words.hoursHint });
}

function when(bind, document) {
  if (bind.get("when") === undefined) {
    return bind.mayEdit && button(`+ ${words.addWhen}`, () => bind.put("when", BLANK, { redraw: true }));
  }
  return h("div", { class: "with-remove" }, conditionField(bind.at("when"), document, { lead: words.onlyIf, label: words.onlyIf }),
    bind.mayEdit && iconButton("×", words.removeCondition, () => bind.put("when", undefined, { redraw: true })));
}

function key(bind, onRename) {
  const node = h("input", { id: bind.at("key").id, class: "mono key", type: "text", dir: "ltr", autocomplete: "off", maxlength: 40, readonly: !bind.mayEdit, on: { change: (event) => onRename(event.target.value.trim(), event.target) } });
  node.value = bind.get("key");
  return field(bind.at("key"), words.key, node, { hint: words.keyHint });
}

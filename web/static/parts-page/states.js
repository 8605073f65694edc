// What is pointed at, or has the focus, is shown without anybody doing so: each rule for such a state
// also holds for `data-state="hover"` and `data-state="focus"`.

/** @type {Record<string, string>} */
const STATES = { ":hover": "[data-state=hover]", ":focus-visible": "[data-state=focus]" };
const STATE = new RegExp(Object.keys(STATES).join("|"), "g");

/** @param {CSSStyleSheet | CSSGroupingRule} list */
function addRules(list) {
  for (let at = list.cssRules.length - 1; at >= 0; at -= 1) {
    const rule = list.cssRules[at];
    if (rule instanceof CSSMediaRule) addRules(rule);
    if (!(rule instanceof CSSStyleRule) || rule.selectorText.search(STATE) < 0) continue;
    const selector = rule.selectorText.replace(STATE, (state) => STATES[state]);
    list.insertRule(`${selector} { ${rule.style.cssText} }`, at + 1); // right after it, so that order counts the same
  }
}

export const showStates = () => [...document.styleSheets].forEach(addRules);

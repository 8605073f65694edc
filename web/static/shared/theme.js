// Light, dark, or as the system; kept in a cookie so that the server draws it at once.

const root = document.documentElement;
const YEAR = 31536000;

/** @type {NodeListOf<HTMLElement>} */
const choices = document.querySelectorAll("[data-choose-theme]");

/** @param {string} theme */
function choose(theme) {
  const keeps = theme === "auto" ? 0 : YEAR;
  document.cookie = `theme=${theme}; path=/; max-age=${keeps}; samesite=lax`;
  root.dataset.theme = theme;
  for (const one of choices) one.setAttribute("aria-checked", String(one.dataset.chooseTheme === theme));
}

for (const one of choices) one.addEventListener("click", () => choose(one.dataset.chooseTheme ?? "auto"));

// Light, dark, or as the system says; kept in a cookie so that the server draws it at once.
const button = document.querySelector("#theme");
const root = document.documentElement;

function isDark() {
  if (root.dataset.theme !== "auto") return root.dataset.theme === "dark";
  return matchMedia("(prefers-color-scheme: dark)").matches;
}

function label() {
  button.textContent = isDark() ? button.dataset.light : button.dataset.dark;
}

button.addEventListener("click", () => {
  root.dataset.theme = isDark() ? "light" : "dark";
  document.cookie = `theme=${root.dataset.theme}; path=/; max-age=31536000; samesite=lax`;
  label();
});
label();

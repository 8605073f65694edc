// Which browser this is, where a person has to be told what to click in it.

/** @returns {"Firefox" | "Chromium" | "Safari"} as the endings of the page's texts have it */
export function browser() {
  const { userAgent } = navigator;
  if (userAgent.includes("Firefox/")) return "Firefox";
  return userAgent.includes("Chrome/") ? "Chromium" : "Safari";
}

// Timers on the page, by the server's clock.

let ahead = 0; // of this machine's clock, in ms

export function setServerTime(iso) {
  ahead = Date.parse(iso) - Date.now();
}

export function elapsed(iso) {
  const seconds = Math.max(0, Math.floor((Date.now() + ahead - Date.parse(iso)) / 1000));
  const minutes = Math.floor(seconds / 60);
  const rest = String(seconds % 60).padStart(2, "0");
  if (minutes < 60) return `${minutes}:${rest}`;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${rest}`;
}

export function localTime(zone) {
  return new Intl.DateTimeFormat(document.documentElement.lang, {
    timeZone: zone, weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  }).format(new Date(Date.now() + ahead));
}

function tick() {
  document.querySelectorAll("[data-since]").forEach((node) => {
    node.textContent = node.dataset.until
      ? elapsedBetween(node.dataset.since, node.dataset.until)
      : elapsed(node.dataset.since);
  });
  document.querySelectorAll("[data-zone]").forEach((node) => (node.textContent = localTime(node.dataset.zone)));
}

function elapsedBetween(from, until) {
  const seconds = Math.max(0, Math.round((Date.parse(until) - Date.parse(from)) / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

setInterval(tick, 1000);
export const refreshTimers = tick;

// Timers on the page, by the server's clock.

let ahead = 0; // of this machine's clock, in ms

export function setServerTime(iso) {
  ahead = Date.parse(iso) - Date.now();
}

const two = (number) => String(number).padStart(2, "0");

// From then until now, or until `until`: "4:05", "1:04:05".
export function elapsed(since, until = null) {
  const end = until ? Date.parse(until) : Date.now() + ahead;
  const seconds = Math.max(0, Math.floor((end - Date.parse(since)) / 1000));
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

// On the clock of a zone: now, or at a moment.
export function localTime(zone, iso = null) {
  return new Intl.DateTimeFormat(document.documentElement.lang, {
    timeZone: zone, weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  }).format(iso ? new Date(iso) : new Date(Date.now() + ahead));
}

function tick() {
  document.querySelectorAll("[data-since]").forEach((node) => (node.textContent = elapsed(node.dataset.since, node.dataset.until)));
  document.querySelectorAll("[data-zone]").forEach((node) => (node.textContent = localTime(node.dataset.zone)));
}

setInterval(tick, 1000);
export const refreshTimers = tick;

// Timers on the page, by the server's clock.

import { html, nothing } from "../../shared/lit.js";

let ahead = 0; // of this machine's clock, in ms

/** @param {string} iso */
export function setServerTime(iso) {
  ahead = Date.parse(iso) - Date.now();
}

/** @param {number} number */
const two = (number) => String(number).padStart(2, "0");

/**
 * @param {string} since
 * @param {string | null} [until]
 */
function secondsOf(since, until) {
  const end = until ? Date.parse(until) : Date.now() + ahead;
  return Math.max(0, Math.floor((end - Date.parse(since)) / 1000));
}

/**
 * From then until now, or until `until`: "4:05", "1:04:05".
 * @param {string} since
 * @param {string | null} [until]
 */
export function elapsed(since, until) {
  const seconds = secondsOf(since, until);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/**
 * On the clock of a zone: now, or at a moment.
 * @param {string} zone
 * @param {string} [iso]
 */
export function localTime(zone, iso) {
  return new Intl.DateTimeFormat(document.documentElement.lang, {
    timeZone: zone, weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  }).format(iso ? new Date(iso) : new Date(Date.now() + ahead));
}

/** At a moment, on the clock of this machine's zone. @param {string} iso */
export const clockTime = (iso) =>
  new Date(iso).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });

/**
 * A time that goes on; what is in it is the clock's, and whether it `is-long`.
 * @param {string} since
 * @param {number} [longAfter] seconds
 */
export const ticking = (since, longAfter) => html`<b data-since=${since} data-long-after=${longAfter ?? nothing}>0:00</b>`;

function tick() {
  document.querySelectorAll("[data-since], [data-zone]").forEach((node) => {
    const { since, until, zone, longAfter } = /** @type {HTMLElement} */ (node).dataset;
    const text = since ? elapsed(since, until) : zone ? localTime(zone) : "";
    if (node.textContent !== text) node.textContent = text;
    node.classList.toggle("is-long", Boolean(since && longAfter) && secondsOf(since ?? "", until) >= Number(longAfter));
  });
}

setInterval(tick, 1000);
export const refreshTimers = tick;

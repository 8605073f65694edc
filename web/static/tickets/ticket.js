// The page of a ticket: its players, its proofs, and what is still on its way.

import { Player, playerKeys } from "./player.js";

const FIRST = 3000; // ms
const LONGEST = 15000;

/** @param {HTMLElement} ticket */
export function ticketPage(ticket) {
  /** @type {NodeListOf<HTMLElement>} */
  const parts = ticket.querySelectorAll(".part:has(.player)");
  parts.forEach((part) => new Player(part));
  /** @type {NodeListOf<HTMLElement>} */
  const buttons = ticket.querySelectorAll(".listen");
  for (const button of buttons) button.addEventListener("click", () => listenTo(button.dataset));
  playerKeys();
  if (ticket.dataset.moving) reloadWhenNew(ticket);
}

/**
 * A proof has an end; a time in the notes is a place to listen on from.
 * @param {DOMStringMap} place
 */
function listenTo({ recording, start, end }) {
  const player = Player.all.get(recording ?? "");
  if (end === undefined) player?.from(Number(start));
  else player?.proof(Number(start), Number(end));
}

/**
 * While a call, its recording or transcript is on its way, look now and then for something new;
 * never under the ears of somebody who listens.
 * @param {HTMLElement} ticket
 */
function reloadWhenNew(ticket) {
  const isListening = () => [...Player.all.values()].some((player) => !player.audio.paused);
  let pause = FIRST;
  const look = async () => {
    const mark = await markOf(ticket.dataset.ticket ?? "");
    if (mark && mark !== ticket.dataset.mark && !isListening()) {
      location.reload();
      return;
    }
    pause = Math.min(pause * 1.3, LONGEST);
    setTimeout(look, pause);
  };
  setTimeout(look, pause);
}

/** @param {string} ticketId @returns {Promise<string | null>} null where the next look will tell */
async function markOf(ticketId) {
  try {
    const reply = await fetch(`/api/tickets/${ticketId}/mark`);
    return reply.ok ? (await reply.json()).mark : null;
  } catch {
    return null;
  }
}

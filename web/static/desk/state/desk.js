// What all parts of the page share. `main.js` puts the parts in.

import { Hand } from "./calls-in-hand.js";

export const desk = {
  state: null, // the server's word: status, offers, calls
  hand: new Hand(),
};

export const boot = JSON.parse(document.querySelector("#boot").textContent);

// The call that is shown, or null; and its view.
export const shown = () => desk.hand.shown;
export const view = () => shown()?.view ?? null;

// Nothing of a call can be changed here: there is none, or it is over.
export const isQuiet = () => shown() === null || shown().isOver;

// Offers can be taken: the page shows them, and they ring.
export const offers = () => (desk.hand.isFree ? desk.state?.offers ?? [] : []);

export const pathOf = (key) => `answers/${key}`;

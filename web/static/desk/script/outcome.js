// What the ticket is going to say, as far as the answers go.

import { words } from "../../shared/dom.js";
import { html } from "../../shared/lit.js";

/** @import { Outcome } from "../types.js" */

/** @param {Outcome} of */
export const outcome = ({ priority, team, title }) => html`<div class="outcome">
  <p><span class="priority p${priority}">${words.priority} ${priority}</span> ${team}</p>
  <p class="muted">${title}</p>
</div>`;

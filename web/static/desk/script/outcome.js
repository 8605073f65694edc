// What the ticket is going to say, as far as the answers go.

import { words } from "../../shared/dom.js";
import { html } from "../../shared/lit.js";
import { priorityBadge } from "../../shared/parts/badge.js";

/** @import { Outcome } from "../types.js" */

/** @param {Outcome} of */
export const outcome = ({ priority, team_name: team, title }) => html`<div class="outcome">
  <p>${priorityBadge(priority, `${words.priority} ${priority}`)} ${team}</p>
  <p class="muted">${title}</p>
</div>`;

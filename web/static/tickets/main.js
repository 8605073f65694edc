// Tickets: keys on the list; players, clickable words and proofs on a ticket.

import { byId } from "../shared/dom.js";
import { keepAges } from "./ages.js";
import { listKeys, searchKey } from "../shared/list-keys.js";
import { ticketPage } from "./ticket.js";

if (byId("search")) searchKey(byId("search"));
if (byId("tickets")) listKeys(byId("tickets").querySelectorAll("td.subject a"));
keepAges(document.querySelectorAll(".ago"));
if (byId("ticket")) ticketPage(byId("ticket"));

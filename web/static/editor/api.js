// The editor's interface over HTTP. Whoever is signed out stays: their edits are kept in the page.

import { createApi } from "../shared/api.js";
import { json } from "../shared/dom.js";

export const boot = json("boot");
const options = { state: `${boot.address}/state`, stays: true };
export const { get, post } = createApi(boot.address, options);
export const postTo = createApi("", options).post;

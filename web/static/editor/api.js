// The editor's interface over HTTP. Whoever is signed out stays: their edits are kept in the page.

import { createApi } from "../shared/api.js";
import { json } from "../shared/dom.js";

/** @type {{address: string, comments: string, draft: string, person: string, mayEdit: boolean, zone: string, now: string}} */
export const boot = json("boot");
const options = { state: `${boot.address}/state`, stays: true };
export const { get, post } = createApi(boot.address, options);
export const postTo = createApi("", options).post;

export const newToken = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

// The editor's interface over HTTP.

import { byId } from "../desk/dom.js";

export const boot = JSON.parse(byId("boot").textContent);
let token = document.querySelector("meta[name=csrf-token]").content;

export class Refusal extends Error {
  constructor(status, body) {
    super(body.message || `HTTP ${status}`);
    this.status = status;
    this.code = body.error || "";
    this.body = body;
  }
}

// The server did not take it now; the same may be sent again later.
export class Unreachable extends Error {
  constructor(signedOut = false) {
    super("unreachable");
    this.signedOut = signedOut;
  }
}

async function send(method, path, body) {
  try {
    return await fetch(path, {
      method,
      headers: { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": token },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Unreachable();
  }
}

async function ask(method, path, body) {
  const reply = await send(method, path, body);
  const told = await reply.json().catch(() => null);
  if (told?.csrf) token = told.csrf;
  if (reply.ok && told !== null) return told;
  if (reply.ok || reply.status === 401 || reply.redirected) throw new Unreachable(true);
  if (reply.status === 429 || reply.status >= 500) throw new Unreachable();
  if (reply.status === 400 && method !== "GET") await renewToken(); // another page signed in anew
  throw new Refusal(reply.status, told ?? {});
}

async function renewToken() {
  const old = token;
  await ask("GET", `${boot.address}/state`);
  if (token !== old) throw new Unreachable();
}

export const get = (path) => ask("GET", `${boot.address}${path}`);
export const post = (path, body = {}) => ask("POST", `${boot.address}${path}`, body);
export const postTo = (path, body = {}) => ask("POST", path, body);

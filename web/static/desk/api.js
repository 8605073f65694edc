// The desk's interface over HTTP.

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
export class Unreachable extends Error {}

async function send(method, path, body) {
  try {
    return await fetch(`/desk${path}`, {
      method,
      headers: { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": token },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Unreachable();
  }
}

export async function ask(method, path, body) {
  const reply = await send(method, path, body);
  const told = await reply.json().catch(() => ({}));
  if (told.csrf) token = told.csrf;
  if (reply.ok) return told;
  if (reply.status === 401) location.assign(`/login?next=${encodeURIComponent(location.pathname)}`);
  if (reply.status === 401 || reply.status === 429) throw new Unreachable();
  if (reply.status >= 500 && reply.status !== 502) throw new Unreachable();
  if (reply.status === 400 && method !== "GET") await renewToken(); // another page signed in anew
  throw new Refusal(reply.status, told);
}

async function renewToken() {
  const old = token;
  await ask("GET", "/state");
  if (token !== old) throw new Unreachable();
}

export const get = (path) => ask("GET", path);
export const post = (path, body = {}) => ask("POST", path, body);
export const put = (path, body) => ask("PUT", path, body);

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

export class Unreachable extends Error {}

async function ask(method, path, body) {
  let reply;
  try {
    reply = await fetch(`/desk${path}`, {
      method,
      headers: { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": token },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Unreachable();
  }
  if (reply.status === 401) location.assign(`/login?next=${encodeURIComponent(location.pathname)}`);
  const told = await reply.json().catch(() => ({}));
  if (told.csrf) token = told.csrf;
  if (reply.status >= 500 && reply.status !== 502) throw new Unreachable();
  if (!reply.ok) throw new Refusal(reply.status, told);
  return told;
}

export const get = (path) => ask("GET", path);
export const post = (path, body = {}) => ask("POST", path, body);
export const put = (path, body) => ask("PUT", path, body);

// Asking the server from a page about scripts.

let token = document.querySelector("meta[name=csrf-token]").content;

export class Refused extends Error {
  constructor(status, told) {
    super(told.message || "");
    this.status = status;
    this.told = told;
  }
}

// Gives the answer; raises Refused, or Refused with status 0 where the server does not answer.
export async function post(path, body) {
  const reply = await fetch(path, {
    method: "POST",
    headers: { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify(body),
  }).catch(() => null);
  if (!reply) throw new Refused(0, {});
  const told = await reply.json().catch(() => ({}));
  if (told.csrf) token = told.csrf;
  if (reply.status === 401) location.assign(`/login?next=${encodeURIComponent(location.pathname)}`);
  if (!reply.ok) throw new Refused(reply.status, told);
  return told;
}

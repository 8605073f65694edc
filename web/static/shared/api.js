// How pages ask the server: JSON both ways, and three endings: an answer, a Refusal, or Unreachable.

import { words } from "./dom.js";

/** @type {HTMLMetaElement | null} */
const meta = document.querySelector("meta[name=csrf-token]");
let token = meta?.content ?? "";

/** A refusal of the server; the message is for people. */
export class Refusal extends Error {
  /**
   * @param {number} status
   * @param {Record<string, any>} body
   */
  constructor(status, body) {
    super(body.message || `HTTP ${status}`);
    this.status = status;
    /** @type {string} */
    this.code = body.error || "";
    this.body = body;
  }
}

/** The server did not take it now; the same may be sent again later. */
export class Unreachable extends Error {
  /**
   * `answered`: by a server that is there.
   * @param {{message?: string, signedOut?: boolean, answered?: boolean}} [why]
   */
  constructor({ message = "", signedOut = false, answered = signedOut } = {}) {
    super(message);
    this.signedOut = signedOut;
    this.answered = answered;
  }
}

/**
 * What a person reads about a request that failed; anything else that went wrong is thrown on.
 * @param {unknown} error
 * @returns {string}
 */
export function sentence(error) {
  if (error instanceof Refusal || error instanceof Unreachable) return error.message || words.unreachable;
  throw error;
}

/**
 * The reply, and its JSON or null.
 * @param {string} method
 * @param {string} url
 * @param {unknown} body
 * @param {number} [patience] in ms
 */
async function send(method, url, body, patience) {
  try {
    const reply = await fetch(url, {
      method,
      headers: { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": token },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: patience ? AbortSignal.timeout(patience) : undefined,
    });
    const text = await reply.text();
    return { reply, answer: parsed(text) };
  } catch {
    throw new Unreachable();
  }
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

// A form that was sent leads on to another page. An address that is assigned before its answer comes
// would take that page's place.
let isLeaving = false;
addEventListener("submit", (event) => (isLeaving = !event.defaultPrevented));
addEventListener("pageshow", () => (isLeaving = false));

/**
 * The verbs for one part of the server, below the address `base`. `state` is an address whose answer
 * brings a fresh token, for when another page of this browser signed in anew. A page that is signed
 * out goes to the sign-in, unless it `stays` because something typed would be lost.
 *
 * What is not answered within `patience` ms counts as unreachable, since in a network that swallows
 * everything a browser waits for minutes; what a press sets off may take four times as long. `onReach`
 * is told of each request whether a server was there, `onWritten` that one changed something.
 * @param {string} base
 * @param {{state?: string, stays?: boolean, patience?: number, onReach?: (reached: boolean) => void, onWritten?: () => void}} [options]
 */
export function createApi(base, { state, stays = false, patience = 0, onReach = () => {}, onWritten = () => {} } = {}) {
  /**
   * @param {string} method
   * @param {string} url
   * @param {unknown} [body]
   * @returns {Promise<any>}
   */
  async function request(method, url, body) {
    try {
      const answer = await exchange(method, url, body);
      onReach(true);
      if (method !== "GET") onWritten();
      return answer;
    } catch (error) {
      if (error instanceof Refusal || error instanceof Unreachable) onReach(!(error instanceof Unreachable) || error.answered);
      throw error;
    }
  }

  /**
   * @param {string} method
   * @param {string} url
   * @param {unknown} body
   */
  async function exchange(method, url, body) {
    const { reply, answer } = await send(method, url, body, method === "POST" ? patience * 4 : patience);
    if (answer?.csrf) token = answer.csrf;
    if (reply.ok && answer !== null) return answer;
    if (reply.ok || reply.status === 401) throw signedOut(answer?.message);
    // A 502 with the service's own words in it is what the telephone network refused.
    const failed = reply.status >= 500 && !(reply.status === 502 && answer?.error);
    if (failed || reply.status === 429) throw new Unreachable({ message: answer?.message });
    if (state && reply.status === 400 && method !== "GET") await renewToken(state);
    throw new Refusal(reply.status, answer ?? {});
  }

  /** @param {string} url */
  async function renewToken(url) {
    const old = token;
    await request("GET", url);
    if (token !== old) throw new Unreachable({ answered: true });
  }

  /** @param {string} [message] */
  function signedOut(message) {
    const here = location.pathname + location.search + location.hash;
    if (!stays && !isLeaving) location.assign(`/login?next=${encodeURIComponent(here)}`);
    return new Unreachable({ message, signedOut: true });
  }

  /** @type {(method: string, path: string, body?: unknown) => Promise<any>} */
  const ask = (method, path, body) => request(method, base + path, body);
  return {
    ask,
    /** @param {string} path */
    get: (path) => ask("GET", path),
    /** @param {string} path @param {unknown} [body] */
    post: (path, body = {}) => ask("POST", path, body),
    /** @param {string} path @param {unknown} body */
    put: (path, body) => ask("PUT", path, body),
  };
}

// Watches a replay that is being played, and shows its result as soon as it is there.

import { Unreachable, createApi } from "../shared/api.js";
import { byId, fill } from "../shared/dom.js";

const EVERY = 1000; // ms
const SLOWER = 5000; // while the server does not answer

const { get } = createApi("");

async function look() {
  try {
    const { state, done, of } = await get(byId("waiting").dataset.state);
    if (state !== "waiting") return location.reload();
    if (of) {
      Object.assign(byId("progress"), { max: of, value: done });
      byId("progress-text").textContent = fill(byId("progress-text").dataset.text, { done, of });
    }
    setTimeout(look, EVERY);
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    setTimeout(look, SLOWER);
  }
}

setTimeout(look, EVERY);

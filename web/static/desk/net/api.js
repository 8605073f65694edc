// The desk's interface over HTTP.

import { createApi } from "../../shared/api.js";
import { boot } from "../state/desk.js";

/** Who is told what became of each request. */
export const listener = {
  /** @param {boolean} _reached whether a server was there */
  onReach: (_reached) => {},
  onWritten: () => {},
};

export const { ask, get, post, put } = createApi("/desk", {
  state: "/desk/state",
  patience: boot.news?.pace.answer, // the rehearsal shows the same fields, without news
  onReach: (reached) => listener.onReach(reached),
  onWritten: () => listener.onWritten(),
});

// The desk's interface over HTTP.

import { createApi } from "../../shared/api.js";

export const { ask, get, post, put } = createApi("/desk", { state: "/desk/state" });

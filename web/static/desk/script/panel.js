// The step of the call in front.

import { saver } from "../net/saver.js";
import { front } from "../state/desk.js";
import { pathOf } from "../state/views.js";
import { StepPanel } from "./step.js";

export const panel = new StepPanel((step, raw) => {
  const call = front();
  if (call) saver.type(call.id, pathOf(step.key), raw, step.revision);
});

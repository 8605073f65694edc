import "../shared/page.js";
import "../scripts/replay.js";

import "../theme.js";
import "../scripts/replay.js";

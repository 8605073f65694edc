import "../theme.js";
import "../scripts/rehearsal.js";

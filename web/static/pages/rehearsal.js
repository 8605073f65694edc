import "../shared/page.js";
import "../scripts/rehearsal.js";

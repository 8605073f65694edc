import "../shared/page.js";
import "../scripts/list.js";

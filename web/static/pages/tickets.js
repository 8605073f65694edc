import "../shared/page.js";
import "../portal.js";

import "../shared/page.js";
import "../tickets/main.js";

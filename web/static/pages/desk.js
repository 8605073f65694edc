import "../shared/page.js";
import "../desk/main.js";

import "../shared/page.js";
import "../editor/main.js";

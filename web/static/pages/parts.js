import "../shared/page.js";
import "../parts-page/main.js";

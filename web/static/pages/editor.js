import "../theme.js";
import "../editor/main.js";

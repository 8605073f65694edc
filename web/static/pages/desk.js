import "../theme.js";
import "../desk/main.js";

import "../theme.js";
import "../portal.js";

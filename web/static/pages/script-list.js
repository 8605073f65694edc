import "../theme.js";
import "../scripts/list.js";

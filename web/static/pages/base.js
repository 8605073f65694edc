import "../theme.js";

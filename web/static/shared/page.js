// What every page listens to: the theme, the language, menus and dialogs.

import "./parts/dialog-openers.js";
import "./parts/menu-keys.js";
import "./theme.js";
import "./this-page.js";

// What every page listens to: the theme, menus and dialogs.

import "./parts/dialog-openers.js";
import "./parts/menu-keys.js";
import "./theme.js";

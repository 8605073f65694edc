"""The keys of the desk: the defaults, a person's own, and those that cannot be chosen.

Defaults keep clear of what Chromium, Edge and Firefox do with F keys and Alt on Windows (menus,
address bar, Gemini), of what a Mac types with Option (@ of a German one is Option+L), of AltGr, and
of screen readers, whose own keys are Insert and Caps Lock.
"""

import re
from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _

Keys = dict[str, str]

LONGEST = 24
DEFAULTS: Keys = {
    "take": "F2",
    "holdOrResume": "F4",
    "hangUp": "F8",
    "mute": "Alt+U",
    "swap": "Alt+W",
    "goTo": "Alt+J",
    "articles": "/",
    "articlesAnywhere": "Alt+K",
    "askNext": "Alt+Q",
    "joinTicket": "Alt+R",
    "switchScript": "Alt+X",
    "stampNotes": "Alt+Y",
    "transfer": "Alt+C",
    "propose": "Alt+P",
    "help": "?",
}
# Keys of the browser, of the system, and of moving and typing on any page.
RESERVED = (
    *(f"F{number}" for number in (1, 3, 5, 6, 7, 10, 11, 12)),
    *(f"Ctrl+{key}" for key in "ACDEFGHJKLNOPRSTUVWXYZ0123456789+-"),
    *(f"Ctrl+Shift+{key}" for key in "BCDIJKMNOPQRTVWZ"),
    *(f"Ctrl+{key}" for key in ("F4", "F5", "Tab", "Enter", "PageUp", "PageDown", "Home", "End")),
    *("Ctrl+Shift+Tab", "Alt+F4", "Alt+Tab", "Alt+D", "Alt+E", "Alt+F", "Alt+Home", "Alt+Enter"),
    *("Alt+ArrowLeft", "Alt+ArrowRight", "Alt+ArrowUp", "Alt+ArrowDown", "Alt+Space", "Space"),
    *("Tab", "Shift+Tab", "Enter", "Shift+Enter", "Escape", "Backspace", "Delete", "Insert"),
    *("ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown"),
)
# On these keys are the choices, as digits or, in France and Belgium, as these signs. A key is kept
# with its person, who may sit at another keyboard tomorrow.
CHOOSING = "123456789&\"'(-_§!"
_FORM = re.compile(r"(Ctrl\+)?(Alt\+)?(Shift\+)?([A-Z][A-Za-z0-9]{1,15}|\S)")
_TYPED = re.compile(r"(Shift\+)?\w")  # a letter or digit alone is an answer, or a choice


class BadKeys(ValueError):
    """Keys that cannot be kept; the text says why to a person."""


def for_page(preferences: dict[str, Any]) -> dict[str, Any]:
    """Keys for the page: actions with labels and defaults, fixed keys, the person's own."""
    shorts = _shorts()
    actions = [
        {"name": name, "label": label(), "key": DEFAULTS[name], "short": shorts.get(name, "")}
        for name, label in LABELS.items()
    ]
    return {
        "actions": actions,
        "fixed": _fixed(),
        "reserved": list(RESERVED),
        "choosing": CHOOSING,
        "own": own_of(preferences),
    }


def own_of(preferences: dict[str, Any]) -> Keys:
    """The keys that a person chose and may still have; "" means no key for the action.

    Where a default has moved to a key that somebody had chosen before, the choice stands.
    """
    stored = preferences.get("shortcuts")
    chosen = stored if isinstance(stored, dict) else {}
    own = {name: key for name, key in chosen.items() if _is_allowed(name, key)}
    given = {name: "" for name, key in DEFAULTS.items() if key in own.values()}
    return {**given, **own}


def checked(chosen: Any) -> Keys:
    """Keys by action, without those that are the default; raises BadKeys."""
    if not isinstance(chosen, dict) or len(chosen) > len(DEFAULTS):
        raise BadKeys(_("That is no list of keys."))
    for name, key in chosen.items():
        _check(name, key)
    taken: dict[str, str] = {}
    for name, key in {**DEFAULTS, **chosen}.items():
        if key and key in taken:
            raise BadKeys(
                _("%(key)s is taken by: %(action)s", key=key, action=LABELS[taken[key]]())
            )
        taken[key] = name
    return {name: key for name, key in chosen.items() if key != DEFAULTS[name]}


def _is_allowed(name: Any, key: Any) -> bool:
    try:
        _check(name, key)
    except BadKeys:
        return False
    return True


def _check(name: Any, key: Any) -> None:
    if name not in DEFAULTS or not isinstance(key, str) or len(key) > LONGEST:
        raise BadKeys(_("That is no list of keys."))
    if not key:
        return
    if key in CHOOSING:
        raise BadKeys(_("%(key)s is on the keys 1 to 9, which choose.", key=key))
    if not _FORM.fullmatch(key) or _TYPED.fullmatch(key) or key in RESERVED:
        raise BadKeys(
            _("%(key)s belongs to the browser, to typing or to a screen reader.", key=key)
        )


LABELS: dict[str, Callable[[], str]] = {
    "take": lambda: _("Take the call that waits longest"),
    "holdOrResume": lambda: _("Hold, and back"),
    "hangUp": lambda: _("Hang up"),
    "mute": lambda: _("Mute, and back"),
    "swap": lambda: _("To the next call in hand"),
    "transfer": lambda: _("Transfer the call to a colleague"),
    "goTo": lambda: _("Go to a step"),
    "askNext": lambda: _("To the question that would help most"),
    "articles": lambda: _("Search the articles (outside of fields)"),
    "articlesAnywhere": lambda: _("Search the articles (from anywhere)"),
    "stampNotes": lambda: _("To the notes, with the time of the call"),
    "joinTicket": lambda: _("This call is about a ticket that is there already"),
    "switchScript": lambda: _("Change to another script"),
    "propose": lambda: _("Propose a change to this step"),
    "help": lambda: _("All keys"),
}


def _shorts() -> Keys:
    """Short names of actions, for the line at the foot of the page."""
    return {
        "take": _("take the call"),
        "holdOrResume": _("hold"),
        "hangUp": _("hang up"),
        "goTo": _("go to a step"),
        "articles": _("articles"),
        "stampNotes": _("notes"),
    }


def _fixed() -> list[dict[str, str]]:
    return [
        {"key": "Enter", "label": _("Next step"), "short": _("next")},
        {"key": "Shift+Enter", "label": _("Back"), "short": _("back")},
        {"key": "1–9", "label": _("Choose, outside of text"), "short": _("choose")},
        {"key": "Alt+Enter", "label": _("A new line in a long text"), "short": ""},
        {"key": "Escape", "label": _("Leave the field; the text stays"), "short": ""},
        {"key": "↑↓", "label": _("Among suggestions and what was found"), "short": ""},
    ]

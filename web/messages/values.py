"""Texts for the values of a script's fields, for comparing two scripts."""

from flask_babel import gettext

from web.messages.fields import KINDS, TONES, TYPES, WEEKDAYS

CHOSEN = {"kind": KINDS, "type": TYPES, "tone": TONES, "weekdays": WEEKDAYS}


def flag(value: bool) -> str:
    return gettext("yes") if value else gettext("no")


def text(field: str, value: str) -> str:
    """A text as it is, or the name of a value that is chosen from a list."""
    return str(CHOSEN.get(field, {}).get(value, value))


def under_condition(condition: str, text: str) -> str:
    return gettext("if %(condition)s %(text)s", condition=condition, text=text)


def from_step(key: str) -> str:
    """A priority that a step decides."""
    return gettext("from %(key)s", key=key)

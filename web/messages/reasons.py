"""Reasons why a script ended without all its mandatory answers."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from voice.states import Unfinished

SENTENCES: dict[str, LazyString] = {
    Unfinished.WRAP_UP_OVERDUE: _l("The time for the wrap-up ran out: closed with what was known."),
    Unfinished.CALLER_GAVE_UP: _l("The caller hung up before anyone answered."),
}


def sentence(reason: str) -> str:
    """A reason of the service in the reader's language; one that a person wrote as it is."""
    return str(SENTENCES.get(reason, reason))

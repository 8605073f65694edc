"""Sentences of the vagueness meter: what is known, what is not, and the reason for a question."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from workflows.vagueness import Empty, Kind

MOST_TITLES = 3
AND = _l("%(names)s and %(last)s")
OR = _l("%(names)s or %(last)s")  # for unknown things: French has another word there

LABELS: dict[Kind, LazyString] = {
    "thing": _l("The thing"),
    "place": _l("The place"),
    "time": _l("The time"),
    "symptom": _l("What happens"),
    "error": _l("The message or code"),
    "effect": _l("The effect"),
}
# The same within a sentence.
NAMES: dict[Kind, LazyString] = {
    "symptom": _l("what happens"),
    "thing": _l("what it is about"),
    "effect": _l("who is held up"),
    "time": _l("when"),
    "place": _l("where"),
}
WHY: dict[Kind, LazyString] = {
    "symptom": _l("Without what is seen or heard, nobody can look for the cause."),
    "thing": _l("Who is sent, and with which part, depends on what it is about."),
    "effect": _l("How many people are held up decides how urgent it is."),
    "time": _l("The time links it to a change, or to another breakdown."),
    "place": _l("Whoever takes care of it must know where to go."),
    "error": _l("The exact text often tells the cause, and spares a call back to ask for it."),
}
EMPTY: dict[Empty, LazyString] = {
    Empty.NO_WORD: _l("This text has no word in it."),
    Empty.FILLER: _l("This fills the field and tells whoever reads the ticket nothing."),
    Empty.MASHED: _l("These letters form no word."),
    Empty.HOLLOW: _l(
        "It says that something is wrong, or is polite, and nothing that can be acted on."
    ),
    Empty.COPY_OF_TITLE: _l("This is the title once more, it adds nothing."),
    Empty.COPY_OF_FIELD: _l("This text is in another field already."),
}


def say_meter(meter: dict[str, Any]) -> None:
    """Put sentences into the meter of a run's view, in the reader's language."""
    meter["headline"] = headline(**meter["headline"])
    for sign in meter["signs"]:
        sign["label"] = str(LABELS[sign["kind"]])
    for one in meter["junk"]:
        one["reason"] = str(EMPTY[Empty(one["reason"])])
    for one in meter["suggestions"]:
        one["why"] = why(one["why"] or str(WHY[one["raises"]]), one["quote"])


def headline(knows: Sequence[Kind], lacks: Sequence[Kind], asked: Sequence[str], junk: str) -> str:
    """A sentence with what is known and what is not. When all else is known, it names the titles of
    the missing mandatory answers; when nothing is known, the text that says nothing."""
    if knows and lacks:
        return gettext(
            "We know %(known)s, but not yet %(lacking)s.",
            known=_listed(knows, AND),
            lacking=_listed(lacks, OR),
        )
    if knows:
        return _complete(asked)
    if junk:
        return gettext("“%(quote)s” tells whoever reads the ticket nothing.", quote=junk)
    return gettext("Nothing specific is known yet.")


def _complete(missing: Sequence[str]) -> str:
    if not missing:
        return gettext("It is all there: what happens, where, when, and who is held up.")
    titles = ", ".join(missing[:MOST_TITLES]) + ("…" if len(missing) > MOST_TITLES else "")
    return gettext("The account is specific; still to ask: %(titles)s", titles=titles)


def _listed(kinds: Sequence[Kind], form: LazyString) -> str:
    *names, last = (str(NAMES[kind]) for kind in kinds)
    return str(form) % {"names": ", ".join(names), "last": last} if names else last


def why(reason: str, quote: str) -> str:
    """The reason for a question, after the words that were not enough, if there are any."""
    if not quote:
        return reason
    return gettext("“%(quote)s” is not enough. %(reason)s", quote=quote, reason=reason)

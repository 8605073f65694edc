"""Why a text is no answer to a step: for each code of the engine a sentence."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from core.languages import say
from web.languages import page_language
from workflows.engine import show_number

SENTENCES: dict[str, LazyString] = {
    "too_long": _l("This text is too long."),
    "characters": _l("Invisible characters."),
    "empty": _l("This text says nothing."),
    "unlisted": _l("Choose from: %(choices)s"),
    "not_listed": _l("The directory does not have this. Choose an entry."),
    "yes_no": _l("Answer yes or no."),
    "severity": _l("Choose an impact and an urgency."),
    "pattern": _l("The expected form is like %(sample)s."),
    "check_digit": _l("The check digit does not fit: a digit is probably wrong."),
    "number": _l("A number is expected."),
    "whole": _l("A whole number is expected."),
    "too_low": _l("At least %(least)s."),
    "too_high": _l("At most %(most)s."),
    "too_many": _l("At most %(most)s."),
    "phone": _l("This is no complete phone number (outside of France, begin with +)."),
    "email": _l("This address is not complete."),
    "future": _l(
        "Understood: %(year)s-%(month)s-%(day)s %(time)s, which has not come yet. Say which day."
    ),
    "past": _l("Understood: %(year)s-%(month)s-%(day)s %(time)s, which is over. Say which day."),
    "no_such_hour": _l("There is no such hour on that day: the clocks go forward."),
}


def sentence(problem: Mapping[str, Any] | None) -> str:
    """What is wrong with an answer, in the reader's language; "" where nothing is.

    `problem` has the fields of the engine's `Problem`. Old answers, from before there were codes,
    hold the sentence itself in place of parameters, by language.
    """
    if problem is None:
        return ""
    params = problem["params"]
    if "fr" in params:
        return say(params, page_language())
    return str(SENTENCES[problem["code"]]) % {**params, **_bounds(params), **_moment(params)}


def _bounds(params: Mapping[str, Any]) -> dict[str, str]:
    bounds = {name: params[name] for name in ("least", "most") if name in params}
    return {name: show_number(value, page_language()) for name, value in bounds.items()}


def _moment(params: Mapping[str, Any]) -> dict[str, str]:
    if "at" not in params:
        return {}
    at = datetime.fromisoformat(params["at"])
    formats = {"year": "%Y", "month": "%m", "day": "%d", "time": "%H:%M"}
    return {name: at.strftime(form) for name, form in formats.items()}

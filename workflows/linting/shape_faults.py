"""What the models found wrong with a document."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from workflows.document.patterns import PatternError
from workflows.linting.finding import Fault, Finding, Place
from workflows.texts import LANGUAGE, Refusal

KNOWN = {
    "missing": Fault.MISSING,
    "extra_forbidden": Fault.UNKNOWN_FIELD,
    "string_type": Fault.NO_TEXT,
    "string_too_short": Fault.EMPTY_TEXT,
    "string_too_long": Fault.LONG_TEXT,
    "too_short": Fault.FEW_ITEMS,
    "too_long": Fault.MANY_ITEMS,
    "list_type": Fault.NO_LIST,
    "dict_type": Fault.NO_TEXTS,
    "model_type": Fault.NO_BLOCK,
    "enum": Fault.UNKNOWN_VALUE,
    "literal_error": Fault.UNKNOWN_VALUE,
    "int_type": Fault.NO_WHOLE_NUMBER,
    "int_parsing": Fault.NO_WHOLE_NUMBER,
    "int_parsing_size": Fault.NO_WHOLE_NUMBER,
    "int_from_float": Fault.NO_WHOLE_NUMBER,
    "float_type": Fault.NO_NUMBER,
    "float_parsing": Fault.NO_NUMBER,
    "finite_number": Fault.NO_FINITE_NUMBER,
    "bool_type": Fault.NO_FLAG,
    "bool_parsing": Fault.NO_FLAG,
    "greater_than_equal": Fault.TOO_SMALL,
    "less_than_equal": Fault.TOO_LARGE,
}
FORMS = {
    "^[a-z][a-z0-9_]{0,39}$": Fault.NO_KEY,
    "^[a-z][a-z0-9_-]{0,59}$": Fault.NO_SCRIPT_KEY,
    "^[A-Za-z0-9][A-Za-z0-9 _.\\-/]{0,59}$": Fault.NO_VALUE,
    r"^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$": Fault.NO_HOURS,
    LANGUAGE.pattern: Fault.NO_LANGUAGE,
}
LIMITS = ("min_length", "max_length", "ge", "le")
ALTERNATIVE = re.compile(r"'([^']*)'")


@dataclass(frozen=True)
class Reason:
    """Why a field is not accepted."""

    fault: Fault
    params: dict[str, Any] = field(default_factory=dict)


def explain(detail: Mapping[str, Any]) -> Reason:
    """One error of pydantic; our own validators raise a `Refusal`."""
    context = detail.get("ctx", {})
    if isinstance(error := context.get("error"), Refusal):
        return refused(error)
    if detail["type"] == "string_pattern_mismatch":
        return Reason(FORMS.get(context["pattern"], Fault.NOT_ACCEPTED))
    fault = KNOWN.get(detail["type"], Fault.NOT_ACCEPTED)
    params = {name: context[name] for name in LIMITS if name in context}
    if fault is Fault.UNKNOWN_VALUE:
        params["alternatives"] = ALTERNATIVE.findall(context["expected"]) or [context["expected"]]
    return Reason(fault, params)


def refused(refusal: Refusal) -> Reason:
    fault = Fault.REFUSED
    if isinstance(refusal, PatternError):
        fault = Fault.IMPOSSIBLE_PATTERN if refusal.is_impossible else Fault.UNKNOWN_PATTERN
    return Reason(fault, {"code": refusal.code, "params": refusal.params})


def located(error: ValidationError, data: Any) -> Iterator[tuple[Place, Reason]]:
    """Each error with the exact field; of several at one field only the first."""
    seen: set[Place] = set()
    for detail in error.errors(include_url=False, include_input=False):
        place, reason = real_place(data, detail["loc"]), explain(detail)
        # Of a field with several forms the models name one error for each form.
        if len(detail["loc"]) > len(place) and place[-1:] == ("mandatory",):
            reason = Reason(Fault.NO_RULE)
        refusal = detail.get("ctx", {}).get("error")
        place += refusal.at if isinstance(refusal, Refusal) else ()
        if place not in seen:
            seen.add(place)
            yield place, reason


def faults(error: ValidationError, data: Any) -> Iterator[Finding]:
    """Each error of a document as a finding that forbids publishing."""
    for place, reason in located(error, data):
        yield finding_at(data, place, reason)


def finding_at(data: Any, place: Place, reason: Reason) -> Finding:
    """A finding about one field of data that may be no document."""
    return Finding(reason.fault, "error", place, _key(data, place), reason.params)


def real_place(data: Any, location: tuple[Any, ...]) -> Place:
    """An error's location without what names a form or a key; a missing field ends it."""
    place: list[str | int] = []
    for part in location:
        if isinstance(data, dict) and isinstance(part, str):
            if part != "[key]":
                place.append(part)
            data = data.get(part)
        elif isinstance(data, list) and isinstance(part, int):
            place.append(part)
            data = data[part] if part < len(data) else None
        else:
            break
    return tuple(place)


def _key(data: Any, place: Place) -> str:
    """Of what the finding is: a step's own key, else the name of the section."""
    if len(place) > 1 and place[0] in ("steps", "instructions", "articles"):
        item = data[place[0]][place[1]]
        key = item.get("key") if isinstance(item, dict) else None
        return key[:60] if isinstance(key, str) else ""
    if len(place) > 1 and place[0] == "outcome":
        return str(place[1])
    return str(place[0]) if place else ""

"""Turns what an agent types into a value, or into the problem with it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from email_validator import EmailNotValidError, validate_email

from core.folding import as_on_keys, fold, tidied
from core.languages import say
from core.reading import phone_numbers
from workflows.decimals import exact, kept
from workflows.document import AnswerType, Option, Step, patterns
from workflows.document.check_digits import CHECKS
from workflows.engine import moments
from workflows.engine.display import show
from workflows.engine.numbers import read_number, split_unit
from workflows.texts import CONTROL

LONGEST_RAW = 10_000
LONGEST = {AnswerType.LONG_TEXT: 5000, AnswerType.LIST: 5000}
LONGEST_OTHER = 300
MOST_ITEMS = 50
YES = frozenset(["yes", "y", "oui", "o", "true", "ja", "네", "예", "응", "맞아요"])
NO = frozenset(["no", "n", "non", "false", "아니오", "아니요", "아니"])
SEPARATOR = re.compile(r"[,;\n]+")


@dataclass(frozen=True)
class Value:
    """The value of an answer, and the texts that show it; None where the step stays empty.

    `unlisted`: the directory that was asked does not have it.
    """

    value: Any
    display: dict[str, str]
    unlisted: bool = False


@dataclass(frozen=True)
class Problem:
    """Why a text is no value; `params` (numbers and texts) are for the sentence about the code."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class _Typed:
    """A typed text, with all that its meaning depends on."""

    step: Step
    raw: str
    plain: str  # as it would come from a keyboard
    language: str
    timezone: str
    now: datetime


Reading = Any | Problem


def validate(
    step: Step, raw: str, *, language: str, timezone: str, now: datetime
) -> Value | Problem:
    """Understand `raw` as an answer to `step`. Blank is the value None; never raises for any text.

    `now` (aware) and `timezone` (the client's) give a meaning to “this morning at 8”.
    """
    text = tidied(raw)
    if not text:
        return Value(None, {})
    if len(text) > LONGEST.get(step.type, LONGEST_OTHER) if step.type else len(text) > LONGEST_RAW:
        return Problem("too_long")
    if CONTROL.search(text):
        return Problem("characters")
    reader = READERS.get(step.type) if step.type else _done
    reading = (reader or _text)(_Typed(step, text, as_on_keys(text), language, timezone, now))
    if isinstance(reading, Problem):
        return reading
    return Value(reading, show(step, reading))


def _done(_: _Typed) -> Reading:
    return True


def _find(options: list[Option], text: str) -> Option | None:
    """The option that a text names by its value, or by its label in any language.

    Accents tell options apart only where nothing else does: “pêché” is not “pêche”.
    """
    folded = fold(text)
    by_value = [option for option in options if fold(option.value) == folded]
    by_label = [
        option for option in options if folded in (fold(label) for label in option.label.values())
    ]
    exact = text.strip().casefold()
    exact_label = [
        option
        for option in by_label
        if exact in (label.casefold() for label in option.label.values())
    ]
    return next(iter((*by_value, *exact_label, *by_label)), None) if folded else None


def _unlisted(options: list[Option], language: str) -> Problem:
    labels = ", ".join(say(option.label, language) for option in options[:6])
    more = "…" if len(options) > 6 else ""
    return Problem("unlisted", {"choices": f"{labels}{more}"})


def _choice(typed: _Typed) -> Reading:
    option = _find(typed.step.options, typed.raw)
    return option.value if option else _unlisted(typed.step.options, typed.language)


def _choices(typed: _Typed) -> Reading:
    values: list[str] = []
    for part in SEPARATOR.split(typed.raw):
        option = _find(typed.step.options, part)
        if part.strip() and option is None:
            return _unlisted(typed.step.options, typed.language)
        if option and option.value not in values:
            values.append(option.value)
    return values or None


def _yes_no(typed: _Typed) -> Reading:
    option = _find(typed.step.options, typed.raw)
    word = option.value if option else fold(typed.raw)
    if word in YES:
        return True
    if word in NO:
        return False
    return Problem("yes_no")


def _severity(typed: _Typed) -> Reading:
    impact_text, _, urgency_text = typed.raw.partition("/")
    impact = _find(typed.step.impacts, impact_text)
    urgency = _find(typed.step.urgencies, urgency_text)
    if impact is None or urgency is None:
        return Problem("severity")
    priority = typed.step.matrix[impact.value][urgency.value]
    return {"impact": impact.value, "urgency": urgency.value, "priority": priority}


def _says_something(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _text(typed: _Typed) -> Reading:
    if not _says_something(typed.raw):
        return Problem("empty")
    pattern = typed.step.pattern
    if not pattern or patterns.matches(pattern, typed.raw):
        return typed.raw
    return typed.plain if patterns.matches(pattern, typed.plain) else _unlike(pattern)


def _unlike(pattern: str) -> Problem:
    return Problem("pattern", {"sample": patterns.check(pattern).upper()})


def _suggested(typed: _Typed) -> Reading:
    option = _find(typed.step.options, typed.raw)
    return option.value if option else _text(typed)


def _asset(typed: _Typed) -> Reading:
    option = _find(typed.step.options, typed.raw)
    if option:
        return option.value
    code = typed.plain.upper()
    pattern = typed.step.pattern
    if pattern and not patterns.matches(pattern, code):
        code = code.replace(" ", "")
        if not patterns.matches(pattern, code):
            return _unlike(pattern)
    if typed.step.check_digit and not CHECKS[typed.step.check_digit](code):
        return Problem("check_digit")
    return code if _says_something(code) else _text(typed)


def _number(typed: _Typed) -> Reading:
    digits, unit = split_unit(typed.plain)
    number = read_number(digits, typed.language)
    units = {fold(text) for text in typed.step.unit.values()}
    if number is None or (unit and fold(unit) not in units):
        return Problem("number")
    if typed.step.whole:
        if number != number.to_integral_value():
            return Problem("whole")
        number = number.to_integral_value()
    return _bounded(typed.step, number)


def _bounded(step: Step, number: Decimal) -> Reading:
    low, high = step.minimum, step.maximum
    if low is not None and number < exact(low):
        return Problem("too_low", {"least": kept(exact(low))})
    if high is not None and number > exact(high):
        return Problem("too_high", {"most": kept(exact(high))})
    return kept(number)


def _phone(typed: _Typed) -> Reading:
    return phone_numbers.read(typed.raw) or Problem("phone")


def _email(typed: _Typed) -> Reading:
    try:
        address = validate_email(typed.plain, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return Problem("email")
    return address.normalized


def _moment(typed: _Typed) -> Reading:
    moment = moments.read_moment(
        typed.raw,
        now=typed.now,
        timezone=typed.timezone,
        language=typed.language,
        tense=typed.step.moment,
    )
    if isinstance(moment, moments.Unfit):
        return Problem(moment.code, moment.params)
    return {"text": typed.raw, "at": moment.at, "precision": moment.precision}


def _list(typed: _Typed) -> Reading:
    items = [item.strip() for item in re.split(r"[;\n]+", typed.raw) if _says_something(item)]
    if len(items) > MOST_ITEMS:
        return Problem("too_many", {"most": MOST_ITEMS})
    return items or _text(typed)


READERS: dict[AnswerType, Callable[[_Typed], Reading]] = {
    AnswerType.CHOICE: _choice,
    AnswerType.CHOICES: _choices,
    AnswerType.YES_NO: _yes_no,
    AnswerType.SEVERITY: _severity,
    AnswerType.NUMBER: _number,
    AnswerType.DATE_TIME: _moment,
    AnswerType.PHONE: _phone,
    AnswerType.EMAIL: _email,
    AnswerType.PERSON: _suggested,
    AnswerType.SITE: _suggested,
    AnswerType.ASSET: _asset,
    AnswerType.LIST: _list,
}

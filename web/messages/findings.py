"""Sentences for findings of the linter: what is wrong, and how to mend it."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from web.messages import refusals
from web.messages.fields import field_words, language_word
from workflows.linting import Fault, Finding
from workflows.linting.shape_faults import Reason
from workflows.texts import Refusal

MOST_OF_A_CIRCLE = 6
NAME = _l("Mend the name, or add what is missing.")
BRANCH = _l("Remove this branch, or mend its condition or the one before.")
FIELD = _l("Mend this field.")
FILL = _l("Fill this field in.")
CHOOSE = _l("Choose one of the expected values.")
BRACES = _l("For braces in the text write each twice: {{ }}.")
FEWER = _l("Remove some, or make two scripts.")

# Of each fault: what is wrong, and how to mend it. Where a name is near, that name is the remedy.
SENTENCES: dict[Fault, tuple[LazyString, LazyString]] = {
    Fault.UNKNOWN_STEP: (_l("“%(name)s” is no step."), NAME),
    Fault.NO_QUESTION: (
        _l("“{%(name)s}” is no question."),
        _l("Write the key of a question between the braces, or each brace twice: {{ }}."),
    ),
    Fault.STRAY_BRACE: (
        _l("A brace stands alone."),
        _l("Close it, remove it, or write it twice: {{ or }}."),
    ),
    Fault.IDLE_PLACEHOLDER: (
        _l("“{%(name)s}” is read as it stands here."),
        _l("Answers stand in title and summary of the ticket only: write it without braces."),
    ),
    Fault.NO_SEVERITY: (_l("“%(name)s” is no step of type “severity”."), NAME),
    Fault.UNKNOWN_FACT: (_l("There is no facts.%(name)s."), NAME),
    Fault.UNKNOWN_PART: (_l("There is no %(step)s.%(name)s."), NAME),
    Fault.SEVERAL_PARTS: (
        _l("“%(step)s” has several parts."),
        _l("Compare one of them: %(names)s."),
    ),
    Fault.UNKNOWN_ARTICLE: (_l("“%(name)s” is no article."), NAME),
    Fault.IMPOSSIBLE_VALUE: (
        _l("“%(name)s” is never “%(value)s”."),
        _l("Possible values: %(expected)s."),
    ),
    Fault.QUOTED_NUMBER: (
        _l("“%(step)s” is a number."),
        _l("Write the number without quotes."),
    ),
    Fault.EMPTY_LIST: (
        _l("“%(step)s” is in no empty list."),
        _l("Choose at least one value."),
    ),
    Fault.NOT_ORDERED: (_l("“%(step)s” has no order."), _l("Use == or in.")),
    Fault.NOT_KNOWN_YET: (
        _l("“%(step)s” is never asked before “%(key)s”."),
        _l("Move “%(step)s” up, or change the condition."),
    ),
    Fault.NEVER_TRUE: (
        _l("“%(condition)s” is never true."),
        _l("Mend the condition, or remove it."),
    ),
    Fault.ALWAYS_TRUE: (
        _l("“%(condition)s” is always true."),
        _l("The condition does nothing: remove it."),
    ),
    Fault.UNTRUE_BRANCH: (_l("This condition is never true."), BRANCH),
    Fault.HIDDEN_BRANCH: (_l("An earlier branch is always taken."), BRANCH),
    Fault.HIDDEN_RULE: (
        _l("An earlier rule always holds."),
        _l("Put the rule without condition last."),
    ),
    Fault.UNREACHABLE: (
        _l("No call can ever come to “%(key)s”."),
        _l("Add a branch that leads here, or remove the step."),
    ),
    Fault.LOOP: (
        _l("The script goes round in circles: %(circle)s."),
        _l("A step may only lead to a step that comes after it."),
    ),
    Fault.OPTIONAL_EXIT: (
        _l("“%(key)s” may stay blank, and decides whether %(names)s is asked."),
        _l("Make “%(key)s” mandatory."),
    ),
    Fault.TOO_MANY_MANDATORY: (
        _l("One call can demand %(count)s mandatory answers; this one is number %(number)s."),
        _l("Stay at %(most)s: callers and agents tire beyond."),
    ),
    Fault.TOO_MANY_CHOICES: (
        _l("%(count)s choices at once."),
        _l("Stay at %(most)s, or ask for the family first."),
    ),
    Fault.NO_WORDING: (
        _l("The question “%(key)s” has no wording."),
        _l("Write how to ask it, in each language of the callers."),
    ),
    Fault.MISSING_LANGUAGE: (
        _l("%(field)s: the text in %(language)s is missing."),
        _l("Write it in %(language)s."),
    ),
    Fault.ENDS_TOO_EARLY: (
        _l("This instruction ends before it begins."),
        _l("Mend “from” or “until”."),
    ),
    Fault.NEVER_COMES: (
        _l(
            "These days and hours do not come between the two dates: the instruction is never "
            "shown."
        ),
        _l("Mend from, until, weekdays or hours."),
    ),
    Fault.CONFLICTING_INSTRUCTIONS: (
        _l(
            "“%(other)s” and “%(key)s” hold at the same time, equally specific: the agent will "
            "read both."
        ),
        _l("Narrow the window of the one that should win."),
    ),
    Fault.SKIPPED_MOMENT: (
        _l("%(day)s %(time)s does not exist at the client’s: the clocks go forward."),
        _l("Give the time after the change; it is what counts anyway."),
    ),
    Fault.SKIPPED_HOURS: (
        _l(
            "On %(day)s these hours do not exist at the client’s: the clocks go from %(begins)s "
            "to %(ends)s."
        ),
        _l("Make the hours reach beyond the change if the instruction must be shown."),
    ),
    Fault.NO_DEFAULT: (
        _l("%(field)s: none holds by default."),
        _l("Add a last rule without condition."),
    ),
    Fault.NO_TEAM_RULE: (
        _l("No rule names a team: the tickets of this script go to nobody in particular."),
        _l("Add a rule for the team; one that holds in any case is enough."),
    ),
}
# The same for the form of one field; the field's name comes before it.
SHAPES: dict[Fault, tuple[LazyString, LazyString]] = {
    Fault.MISSING: (_l("this field is missing"), FILL),
    Fault.UNKNOWN_FIELD: (_l("there is no such field"), _l("Remove it.")),
    Fault.NO_TEXT: (_l("a text is expected (put it in quotes)"), FIELD),
    Fault.EMPTY_TEXT: (_l("the text is empty"), _l("Fill this field in, or remove it.")),
    Fault.LONG_TEXT: (_l("at most %(max_length)s characters"), _l("Shorten it.")),
    Fault.NO_KEY: (
        _l(
            "this is not accepted (small letters without accents, digits and “_”, a letter "
            "first, at most 40)"
        ),
        FIELD,
    ),
    Fault.NO_SCRIPT_KEY: (
        _l(
            "this is not accepted (small letters without accents, digits, “-” and “_”, a letter "
            "first)"
        ),
        FIELD,
    ),
    Fault.NO_VALUE: (
        _l(
            "this is not accepted (letters without accents, digits, spaces and “_ . - /”, at "
            "most 60)"
        ),
        FIELD,
    ),
    Fault.NO_HOURS: (_l("this is not accepted (hours like 18:00-08:00)"), FIELD),
    Fault.NO_LANGUAGE: (
        _l("this is not accepted (a language in two small letters, like fr)"),
        FIELD,
    ),
    Fault.FEW_ITEMS: (_l("at least %(min_length)s items"), _l("Add what is missing.")),
    Fault.MANY_ITEMS: (_l("at most %(max_length)s items"), FEWER),
    Fault.NO_LIST: (_l("a list is expected"), FIELD),
    Fault.NO_TEXTS: (_l("one text for each language is expected, like “fr: …”"), FIELD),
    Fault.NO_BLOCK: (_l("a block of fields is expected"), FIELD),
    Fault.UNKNOWN_VALUE: (_l("unknown value (expected: %(alternatives)s)"), CHOOSE),
    Fault.NO_WHOLE_NUMBER: (_l("a whole number is expected"), FIELD),
    Fault.NO_NUMBER: (_l("a number is expected"), FIELD),
    Fault.NO_FINITE_NUMBER: (_l("a finite number is expected"), FIELD),
    Fault.NO_FLAG: (_l("true or false is expected"), FIELD),
    Fault.TOO_SMALL: (_l("at least %(ge)s"), FIELD),
    Fault.TOO_LARGE: (_l("at most %(le)s"), FIELD),
    Fault.NO_RULE: (_l("yes, no or a condition is expected"), FIELD),
    Fault.NOT_ACCEPTED: (_l("this value is not accepted"), FIELD),
}


def message(finding: Finding) -> str:
    """What is wrong, as a sentence."""
    if finding.fault in SENTENCES:
        return _filled(SENTENCES[finding.fault][0], finding)
    field, reason = field_words(finding.place), fragment(Reason(finding.fault, finding.params))
    text = gettext("%(field)s: %(what)s", field=field, what=reason) if field else reason
    return f"{text[:1].upper()}{text[1:]}".rstrip(".") + "."


def remedy(finding: Finding) -> str:
    """How to mend it, as a sentence."""
    if near := finding.params.get("near"):
        meant = gettext("Did you mean “%(near)s”?", near=near)
        return f"{meant} {BRACES}" if finding.fault is Fault.NO_QUESTION else meant
    if finding.fault in SENTENCES:
        return _filled(SENTENCES[finding.fault][1], finding)
    if finding.fault in SHAPES:
        return str(SHAPES[finding.fault][1])
    return _of_refusal(finding.params)[1] or str(FIELD)


def fragment(reason: Reason) -> str:
    """Why a field is not accepted, without its name and a full stop."""
    if reason.fault in SHAPES:
        return str(SHAPES[reason.fault][0]) % _words(reason.params)
    return _of_refusal(reason.params)[0]


def fragment_with_remedy(reason: Reason) -> str:
    """The same with a remedy, where it has one of its own."""
    mend = "" if reason.fault in SHAPES else _of_refusal(reason.params)[1]
    return f"{fragment(reason)}. {mend}" if mend else fragment(reason)


def _of_refusal(params: dict[str, Any]) -> tuple[str, str]:
    """Why something was refused, and how to mend it; the second is "" where nothing is to say."""
    refusal = Refusal(params["code"], **params["params"])
    return refusals.sentence(refusal), refusals.remedy(refusal)


def _filled(sentence: LazyString, finding: Finding) -> str:
    return str(sentence) % {"key": finding.key, **_words(finding.params)}


def _words(params: dict[str, Any]) -> dict[str, str]:
    return {name: PARAMS.get(name, str)(value) for name, value in params.items()}


def _circle(keys: list[str]) -> str:
    """The way round, back to where it begins; of a long one only its beginning."""
    rest = ["…"] if len(keys) > MOST_OF_A_CIRCLE else []
    return " → ".join([*keys[:MOST_OF_A_CIRCLE], *rest, keys[0]])


def _literal(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _literals(values: list[str | bool]) -> str:
    quoted = (_literal(one) if isinstance(one, bool) else f"“{one}”" for one in values)
    return ", ".join(quoted)


def _alternatives(values: list[str]) -> str:
    *first, last = [f"'{value}'" for value in values]
    if not first:
        return values[0]
    return gettext("%(first)s or %(last)s", first=", ".join(first), last=last)


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}" if str(get_locale()) == "fr" else day.isoformat()


def _time(at: time) -> str:
    return f"{at:%H:%M}"


PARAMS: dict[str, Callable[[Any], str]] = {
    "alternatives": _alternatives,
    "begins": _time,
    "circle": _circle,
    "day": _day,
    "ends": _time,
    "expected": _literals,
    "field": field_words,
    "language": language_word,
    "names": ", ".join,
    "time": _time,
    "value": _literal,
}

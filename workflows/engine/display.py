"""How a value looks to people, in each language.

The texts of an answer are kept with its ticket, and an author's labels are texts by language too:
so these few are data by language, and not in the catalog of the pages.
"""

from datetime import datetime
from decimal import Decimal, localcontext
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from core.languages import COMMON, PAGES, say
from core.reading import phone_numbers
from workflows.decimals import plain
from workflows.document import AnswerType, Option, Step

YES_NO = {
    True: {"fr": "Oui", "en": "Yes", "ko": "예"},
    False: {"fr": "Non", "en": "No", "ko": "아니오"},
}
NOT_LISTED = {"fr": "hors annuaire", "en": "not in the directory", "ko": "목록에 없음"}
DONE = {"fr": "Fait", "en": "Done", "ko": "완료"}

NOT_KNOWN = {"fr": "Non précisé : {}.", "en": "Not known: {}.", "ko": "확인되지 않음: {}."}


def choices_of(step: Step) -> list[Option]:
    """The options of a step; yes and no in our words where the author wrote none."""
    if step.type is AnswerType.YES_NO and not step.options:
        return [Option(value="yes", label=YES_NO[True]), Option(value="no", label=YES_NO[False])]
    return step.options


def show(step: Step, value: Any) -> dict[str, str]:
    """The value of a step as a text in French, English and the languages of its own wordings."""
    if value is None:
        return {}
    match step.type:
        case None:
            return DONE
        case AnswerType.YES_NO:
            return _label(step.options, "yes" if value else "no") or YES_NO[bool(value)]
        case AnswerType.CHOICE | AnswerType.SITE | AnswerType.PERSON | AnswerType.ASSET:
            return _label(step.options, value) or _same(value)
        case AnswerType.CHOICES | AnswerType.LIST:
            return _joined([_label(step.options, item) or _same(item) for item in value])
        case AnswerType.SEVERITY:
            return _severity(step, value)
        case AnswerType.NUMBER:
            return _number(step, value)
        case AnswerType.DATE_TIME:
            return show_moment(value)
        case AnswerType.PHONE:
            return _same(phone_numbers.as_said(value))
    return _same(str(value))


def show_unlisted(shown: dict[str, str]) -> dict[str, str]:
    """The texts of an answer with a mark that the client's directory does not have it."""
    return {language: f"{text} ({say(NOT_LISTED, language)})" for language, text in shown.items()}


def _same(text: str) -> dict[str, str]:
    return dict.fromkeys(PAGES, text)


def _label(options: list[Option], value: Any) -> dict[str, str] | None:
    return next((option.label for option in options if option.value == value), None)


def _joined(labels: list[dict[str, str]]) -> dict[str, str]:
    languages = {language: None for label in labels for language in label}
    return {language: ", ".join(say(label, language) for label in labels) for language in languages}


def _severity(step: Step, value: dict[str, Any]) -> dict[str, str]:
    impact = _label(step.impacts, value["impact"]) or _same(value["impact"])
    urgency = _label(step.urgencies, value["urgency"]) or _same(value["urgency"])
    return {
        language: f"{say(impact, language)} × {say(urgency, language)} → P{value['priority']}"
        for language in dict.fromkeys((*impact, *urgency))
    }


def _number(step: Step, value: object) -> dict[str, str]:
    languages = dict.fromkeys((*PAGES, *step.unit))
    return {
        language: f"{show_number(value, language)} {say(step.unit, language)}".strip()
        for language in languages
    }


def show_number(value: object, language: str) -> str:
    """All digits that were typed, with the comma and the thousands of the language.

    >>> show_number("1234.50", "fr"), show_number("1234.50", "en")
    ('1\u202f234,50', '1,234.50')
    """
    digits = plain(value)
    fraction = digits.partition(".")[2]
    try:
        locale = Locale.parse(language)
    except UnknownLocaleError:
        locale = Locale.parse(COMMON[0])
    shape = locale.decimal_formats[None].pattern.partition(".")[0]
    with localcontext(prec=len(digits)):
        return format_decimal(
            Decimal(digits),
            format=f"{shape}.{'0' * len(fraction)}" if fraction else shape,
            locale=locale,
        )


def show_moment(value: dict[str, Any]) -> dict[str, str]:
    """The moment that is meant, if that was understood, and the words that it was given in."""
    text, said = value["text"], said_moment(value)
    if not value.get("at"):
        return _same(text)
    return {
        language: f"{moment} ({said})" if said else moment
        for language in (*PAGES, "ko")
        if (moment := moment_in(value, language))
    }


def moment_in(value: dict[str, Any], language: str) -> str:
    """The moment alone, on the client's clock; "" where the text was not understood."""
    at = value.get("at")
    return _moment(datetime.fromisoformat(at), value["precision"], language) if at else ""


def said_moment(value: dict[str, Any]) -> str:
    """The words that it was given in; "" for a date in figures, which the moment says as well."""
    text: str = value["text"]
    return "" if text[:1].isdigit() and "-" in text else text


def _moment(moment: datetime, precision: str, language: str) -> str:
    if precision == "day":
        return format_date(moment, format="full", locale=language)
    return format_datetime(moment, format=_PATTERNS.get(language, _PATTERNS["en"]), locale=language)


_PATTERNS = {
    "fr": "EEEE d MMMM y 'à' HH:mm",
    "en": "EEEE d MMMM y 'at' HH:mm",
    "ko": "y년 M월 d일 EEEE HH:mm",
}

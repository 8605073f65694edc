"""The texts and the chosen answers of one run, read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from workflows.display import show
from workflows.document import AnswerType, Step
from workflows.texts import Texts, say
from workflows.vagueness.junk import COPY_OF_FIELD, COPY_OF_TITLE, FILLER, is_copy, is_filler
from workflows.vagueness.kinds import Kind
from workflows.vagueness.reading import Reading, read
from workflows.vagueness.steps import Plan

FREE = frozenset((AnswerType.TEXT, AnswerType.LONG_TEXT, AnswerType.LIST))
NAMED = frozenset((AnswerType.SITE, AnswerType.ASSET, AnswerType.PERSON))
NOTES = "notes"
LONGEST_QUOTE = 120
MOST_MEASURED = 4000
MOST_TEXTS = 40


@dataclass(frozen=True)
class Told:
    """Something written or chosen, from a step or the notes, and the kinds of sign it gives."""

    source: str
    shown: Texts
    quotes: dict[Kind, str]
    vague: tuple[str, ...] = ()
    junk: Texts | None = None
    text: str = ""


@dataclass(frozen=True)
class Written:
    """One free text; `is_in_title` where the script itself makes the title of it."""

    source: str
    text: str
    step: Step | None = None
    is_in_title: bool = False


def told_by_choice(step: Step, value: Any, plan: Plan, spoken: str) -> Told:
    """A structured answer: its step tells what it is a sign of, and the label of a choice too."""
    shown = show(step, value)
    quote = cut(say(shown, spoken))
    if step.type in NAMED and is_filler(str(value)):
        return Told(step.key, shown, {}, junk=FILLER, text=str(value))
    kinds = () if value is False else plan.serves[step.key]
    quotes: dict[Kind, str] = dict.fromkeys(kinds, quote)
    if step.type in (AnswerType.CHOICE, AnswerType.CHOICES):
        quotes |= dict.fromkeys(read(quote, spoken, plan.ears, is_short=True).kinds, quote)
    return Told(step.key, shown, quotes, text=str(value) if step.type in NAMED else quote)


def told_by_texts(
    written: Sequence[Written], others: Sequence[str], title: str, spoken: str, plan: Plan
) -> Iterator[Told]:
    """What each text says; a copy of the title, of another field or of an earlier text is junk.

    All texts of a run together are measured up to a bound, the notes as well.
    """
    before, left = list(others), MOST_MEASURED
    for one in written[:MOST_TEXTS]:
        text = one.text[:left]
        left -= len(text)
        copied = _copied(one, before, title)
        before.append(one.text)
        if copied:
            yield Told(one.source, {}, {}, junk=copied, text=one.text)
        elif text.strip():
            yield _told(one, text, read(text, spoken, plan.ears, is_short=_is_short(one)), plan)


def _copied(one: Written, before: Sequence[str], title: str) -> Texts | None:
    if not one.is_in_title and is_copy(one.text, title):
        return COPY_OF_TITLE
    return COPY_OF_FIELD if any(is_copy(one.text, other) for other in before) else None


def _is_short(one: Written) -> bool:
    return one.step is not None and one.step.type is not AnswerType.LONG_TEXT


def _told(one: Written, text: str, reading: Reading, plan: Plan) -> Told:
    if reading.junk:
        return Told(one.source, {}, {}, reading.vague, reading.junk, text)
    quotes: dict[Kind, str] = {kind: cut(quote) for kind, quote in reading.quotes.items()}
    if one.step and one.step.type is AnswerType.TEXT and not reading.vague:
        # “B12” is a place when the question was “which room?”; what happens needs words of its own.
        served: dict[Kind, str] = dict.fromkeys(plan.serves[one.step.key], cut(text))
        served.pop("symptom", None)
        quotes = served | quotes
    return Told(one.source, {}, quotes, reading.vague, None, text)


def cut(text: str) -> str:
    """A text short enough to be quoted."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_QUOTE else f"{line[: LONGEST_QUOTE - 1]}…"

"""Reads the texts and the chosen answers of one run."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from core.languages import say
from workflows.document import AnswerType, Step
from workflows.engine import show
from workflows.texts import Texts
from workflows.vagueness.junk import Copies, Empty, is_filler
from workflows.vagueness.kinds import Kind
from workflows.vagueness.reading import Reading, read
from workflows.vagueness.steps import Plan

FREE = frozenset((AnswerType.TEXT, AnswerType.LONG_TEXT, AnswerType.LIST))
NAMED = frozenset((AnswerType.SITE, AnswerType.ASSET, AnswerType.PERSON))
LABELLED = frozenset((AnswerType.CHOICE, AnswerType.CHOICES))
COPIED = NAMED | LABELLED | {AnswerType.DATE_TIME}
NOTES = "notes"
LONGEST_QUOTE = 120
MOST_READ = 24
MOST_WHOLE = 8
PLAIN = 24
SHORTEST_MESSAGE = 3  # words; fewer may be an answer like “none that I see”


@dataclass(frozen=True)
class SourceReading:
    """The answer to one step, or a text of the notes, with the kinds of sign in it."""

    source: str
    texts: Texts
    quotes: dict[Kind, str]
    vague: tuple[str, ...] = ()
    junk: Empty | None = None
    text: str = ""


@dataclass(frozen=True)
class FreeText:
    """One free text; `is_in_title` where the script itself makes the title of it."""

    source: str
    text: str
    step: Step | None = None
    is_in_title: bool = False


def reading_of_choice(step: Step, value: Any, plan: Plan, spoken: str) -> SourceReading:
    """The reading of a structured answer: its step tells the signs, as does a choice's label."""
    kinds = () if value is False else plan.serves[step.key]
    if not kinds and step.type not in COPIED:
        return SourceReading(step.key, {}, {})
    texts = show(step, value)
    quote = cut(say(texts, spoken))
    if step.type in NAMED and is_filler(str(value)):
        return SourceReading(step.key, texts, {}, junk=Empty.FILLER, text=str(value))
    quotes: dict[Kind, str] = dict.fromkeys(kinds, quote)
    if step.type in LABELLED:
        label = read(quote, spoken, plan.vocabulary, is_short=True, by_rules=False)
        quotes |= dict.fromkeys(label.kinds, quote)
    return SourceReading(step.key, texts, quotes, text=quote)


def readings_of_texts(
    free_texts: Sequence[FreeText], choice_texts: Sequence[str], title: str, spoken: str, plan: Plan
) -> Iterator[SourceReading]:
    """The reading of each text; a copy of the title, of another field or an earlier text is junk.

    Of many texts the meter reads a bounded number, the notes before all others.
    """
    ranked = sorted(free_texts, key=_rank)
    measured = {free_text.source for free_text in ranked[:MOST_READ]}
    telling = [free_text for free_text in ranked if not _is_plain(free_text)]
    whole = {free_text.source for free_text in telling[:MOST_WHOLE]}
    copies = Copies(title, choice_texts)
    for free_text in free_texts:
        if free_text.source not in measured or not free_text.text.strip():
            continue
        copied = copies.reason(free_text.text, is_in_title=free_text.is_in_title)
        if copied:
            yield SourceReading(free_text.source, {}, {}, junk=copied, text=free_text.text)
            continue
        by_rules, is_short = free_text.source in whole, _is_short(free_text)
        text, words = free_text.text, plan.vocabulary
        reading = read(text, spoken, words, is_short=is_short, by_rules=by_rules)
        yield _reading_of_text(free_text, reading, plan)


def _rank(free_text: FreeText) -> tuple[bool, bool]:
    return free_text.source != NOTES, _is_short(free_text)


def _is_plain(free_text: FreeText) -> bool:
    """Whether a text is a few words in answer to a narrow question."""
    return _is_short(free_text) and len(free_text.text) <= PLAIN


def _is_short(free_text: FreeText) -> bool:
    return free_text.step is not None and free_text.step.type is not AnswerType.LONG_TEXT


def _reading_of_text(free_text: FreeText, reading: Reading, plan: Plan) -> SourceReading:
    text = free_text.text
    if reading.junk:
        return SourceReading(free_text.source, {}, {}, reading.vague, reading.junk, text)
    quotes: dict[Kind, str] = {kind: cut(quote) for kind, quote in reading.quotes.items()}
    if free_text.step and free_text.step.type is AnswerType.TEXT and not reading.vague:
        # “B12” is a place when the question was “which room?”; what happens needs words of its own.
        served: dict[Kind, str] = dict.fromkeys(plan.serves[free_text.step.key], cut(text))
        served.pop("symptom", None)
        quotes = served | quotes
    if _is_message(free_text, reading, plan):
        quotes.setdefault("error", cut(text))
    return SourceReading(free_text.source, {}, quotes, reading.vague, None, text)


def _is_message(free_text: FreeText, reading: Reading, plan: Plan) -> bool:
    """Whether a text is a message that the caller read out, since the question asked for one."""
    if free_text.step is None or reading.vague:
        return False
    is_long_enough = len(free_text.text.split()) >= SHORTEST_MESSAGE
    return is_long_enough and "error" in plan.serves[free_text.step.key]


def cut(text: str) -> str:
    """A text short enough to be quoted."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_QUOTE else f"{line[: LONGEST_QUOTE - 1]}…"

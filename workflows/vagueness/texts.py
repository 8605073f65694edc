"""The texts and the chosen answers of one run, read."""

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
class Told:
    """Something written or chosen, from a step or the notes, and the kinds of sign it gives."""

    source: str
    shown: Texts
    quotes: dict[Kind, str]
    vague: tuple[str, ...] = ()
    junk: Empty | None = None
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
    kinds = () if value is False else plan.serves[step.key]
    if not kinds and step.type not in COPIED:
        return Told(step.key, {}, {})
    shown = show(step, value)
    quote = cut(say(shown, spoken))
    if step.type in NAMED and is_filler(str(value)):
        return Told(step.key, shown, {}, junk=Empty.FILLER, text=str(value))
    quotes: dict[Kind, str] = dict.fromkeys(kinds, quote)
    if step.type in LABELLED:
        label = read(quote, spoken, plan.ears, is_short=True, by_rules=False)
        quotes |= dict.fromkeys(label.kinds, quote)
    return Told(step.key, shown, quotes, text=quote)


def told_by_texts(
    written: Sequence[Written], others: Sequence[str], title: str, spoken: str, plan: Plan
) -> Iterator[Told]:
    """What each text says; a copy of the title, of another field or of an earlier text is junk.

    However many there are, only so many are read, the notes first of all.
    """
    ranked = sorted(written, key=_rank)
    measured = {one.source for one in ranked[:MOST_READ]}
    whole = {one.source for one in [one for one in ranked if not _is_plain(one)][:MOST_WHOLE]}
    copies = Copies(title, others)
    for one in written:
        if one.source not in measured or not one.text.strip():
            continue
        copied = copies.reason(one.text, is_in_title=one.is_in_title)
        if copied:
            yield Told(one.source, {}, {}, junk=copied, text=one.text)
            continue
        by_rules, is_short = one.source in whole, _is_short(one)
        yield _told(
            one, read(one.text, spoken, plan.ears, is_short=is_short, by_rules=by_rules), plan
        )


def _rank(one: Written) -> tuple[bool, bool]:
    return one.source != NOTES, _is_short(one)


def _is_plain(one: Written) -> bool:
    """Whether a text is a few words in answer to a narrow question."""
    return _is_short(one) and len(one.text) <= PLAIN


def _is_short(one: Written) -> bool:
    return one.step is not None and one.step.type is not AnswerType.LONG_TEXT


def _told(one: Written, reading: Reading, plan: Plan) -> Told:
    text = one.text
    if reading.junk:
        return Told(one.source, {}, {}, reading.vague, reading.junk, text)
    quotes: dict[Kind, str] = {kind: cut(quote) for kind, quote in reading.quotes.items()}
    if one.step and one.step.type is AnswerType.TEXT and not reading.vague:
        # “B12” is a place when the question was “which room?”; what happens needs words of its own.
        served: dict[Kind, str] = dict.fromkeys(plan.serves[one.step.key], cut(text))
        served.pop("symptom", None)
        quotes = served | quotes
    if _is_message(one, reading, plan):
        quotes.setdefault("error", cut(text))
    return Told(one.source, {}, quotes, reading.vague, None, text)


def _is_message(one: Written, reading: Reading, plan: Plan) -> bool:
    """What was read out when the question was “what does it say, word for word?”."""
    if one.step is None or reading.vague:
        return False
    return "error" in plan.serves[one.step.key] and len(one.text.split()) >= SHORTEST_MESSAGE


def cut(text: str) -> str:
    """A text short enough to be quoted."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_QUOTE else f"{line[: LONGEST_QUOTE - 1]}…"

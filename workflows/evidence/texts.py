"""Texts, names and moments in what callers tell."""

from collections.abc import Iterator, Sequence

from core.folding import fold_to_letters as fold
from workflows.document import AnswerType, Option
from workflows.engine.moments import spoken_parts
from workflows.evidence.chosen import phrases_of
from workflows.evidence.numbers import Number, numbers, same_number
from workflows.evidence.phrases import Span, content, find_content
from workflows.evidence.search import Search, option_of
from workflows.evidence.tokens import Stream, Token

O_CLOCK, HOURS = fold("시"), fold("시간")


def in_text(search: Search, stream: Stream) -> Iterator[Span]:
    """Most of the words of a text close together; of a list, those of each item."""
    texts = search.value if isinstance(search.value, list) else [search.value]
    spans_by_text = [list(_one_text(search, stream, str(text))) for text in texts]
    if all(spans_by_text):
        yield from (span for spans in spans_by_text for span in spans)


def _one_text(search: Search, stream: Stream, text: str) -> Iterator[Span]:
    option = option_of(search.step.options, text)
    if option:
        yield from phrases_of(search, stream, option)
        text = _distinctive(search, option, option.label.get(search.language, text))
    is_name = search.step.type in (AnswerType.PERSON, AnswerType.SITE, AnswerType.ASSET)
    span = find_content(stream.tokens, text, name=is_name)
    if span:
        yield span


def _distinctive(search: Search, option: Option, label: str) -> str:
    """The label without the words that other options share: “building” proves none of them."""
    other_options = [each for each in search.step.options if each is not option]
    shared = {key for each in other_options for key in content(each.label.get(search.language, ""))}
    return " ".join(key for key in content(label) if key not in shared)


def in_moments(search: Search, stream: Stream) -> Iterator[Span]:
    """An amount with its unit (“10 minutes”) or an hour with its word (“8 heures”)."""
    for amount, units in spoken_parts(search.value):
        folded = [fold(unit) for unit in units]
        for number in numbers(stream.tokens, search.language):
            if same_number(number.digits, str(amount)):
                yield from _with_unit(stream.tokens, number, folded)


def _with_unit(tokens: Sequence[Token], number: Number, units: list[str]) -> Iterator[Span]:
    for place in (number.last, number.last + 1):
        if place < len(tokens) and any(_is_unit(tokens[place].key, unit) for unit in units):
            yield Span(number.first, place, 0.85)


def _is_unit(key: str, unit: str) -> bool:
    if "\u1100" <= unit[:1] <= "\u11ff":
        # Two o'clock (두 시) is not two hours (두 시간).
        return unit in key and (unit != O_CLOCK or HOURS not in key)
    return key == unit

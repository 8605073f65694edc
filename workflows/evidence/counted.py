"""Numbers, codes and phone numbers that somebody counts or dictates."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.reading import phone_numbers
from workflows.decimals import exact, plain
from workflows.evidence.chosen import phrases_of
from workflows.evidence.numbers import Number, has_counter, numbers, runs, same_number
from workflows.evidence.phrases import Span, is_like
from workflows.evidence.questions import answers_a_question
from workflows.evidence.search import Search, option_of
from workflows.evidence.texts import in_text
from workflows.evidence.tokens import Stream, Token

BESIDE = 2


@dataclass(frozen=True)
class _Cue:
    """A cue beside a number; `is_shared`: another number stands as near to it."""

    place: int
    is_shared: bool


def _cued(
    search: Search, tokens: Sequence[Token], all_numbers: Sequence[Number], at: int
) -> _Cue | None:
    """The nearest cue to number `at`, in its turn, at most two words away."""
    cues = search.cues()
    for place in _around(tokens, all_numbers[at]):
        if any(is_cue(tokens[place].key, cue) for cue in cues):
            return _claimed(tokens, all_numbers, at, place)
    return None


def _counter(tokens: Sequence[Token], number: Number) -> int | None:
    """The place of the Korean counter that belongs to the number, and says what is counted."""
    for place in (number.last, number.last + 1):
        if place < len(tokens) and has_counter(tokens[place].key, alone=place > number.last):
            return place
    return None


def _around(tokens: Sequence[Token], number: Number) -> list[int]:
    after = range(number.last, min(len(tokens), number.last + 1 + BESIDE))
    before = range(number.first - 1, max(-1, number.first - 1 - BESIDE), -1)
    places = sorted((*after, *before), key=lambda place: _distance(number, place))
    return [place for place in places if tokens[place].turn == tokens[number.first].turn]


def _distance(number: Number, place: int) -> int:
    return place - number.last if place >= number.last else number.first - place


def _claimed(
    tokens: Sequence[Token], all_numbers: Sequence[Number], at: int, place: int
) -> _Cue | None:
    """The cue, unless another number of the same turn is nearer to it."""
    own, turn = _distance(all_numbers[at], place), tokens[place].turn
    distances = [
        _distance(other, place)
        for other in (*all_numbers[max(0, at - 1) : at], *all_numbers[at + 1 : at + 2])
        if tokens[other.first].turn == turn
    ]
    nearest = min(distances, default=own + 1)
    return None if nearest < own else _Cue(place, is_shared=nearest == own)


def is_cue(key: str, cue: str) -> bool:
    """Whether a folded word is (in Korean: holds) a word that stands beside the answer."""
    korean = "\u1100" <= cue[:1] <= "\u11ff"
    return (cue in key) if korean else (key == cue or (len(cue) >= 4 and is_like(key, cue)))


def _scored(
    search: Search, stream: Stream, all_numbers: Sequence[Number], at: int
) -> Iterator[Span]:
    """The number with its score, by the hints around it; nothing if it counts something else."""
    tokens, number = stream.tokens, all_numbers[at]
    score = 0.4 + (0.2 if len(number.digits) >= 3 else 0)
    if stream.speaker != "agent" and answers_a_question(tokens[number.first], search.question_ends):
        score += 0.35
    counter = _counter(tokens, number) if search.language == "ko" else None
    if counter is None:
        cue = _cued(search, tokens, all_numbers, at)
    elif any(is_cue(tokens[counter].key, word) for word in search.cues()):
        cue = _Cue(counter, is_shared=False)
    else:
        return
    score += (0.2 if cue.is_shared else 0.4) if cue else 0
    place = cue.place if cue else number.first
    yield Span(min(number.first, place), max(number.last, place), score)


def typed_digits(value: object) -> str:
    """The digits of a number as people say it, without its sign."""
    number = exact(value).copy_abs()
    return plain(int(number) if number == int(number) else number)


def in_numbers(search: Search, stream: Stream) -> Iterator[Span]:
    """The places of the number, each with its score."""
    typed = typed_digits(search.value)
    all_numbers = list(numbers(stream.tokens, search.language))
    for at, number in enumerate(all_numbers):
        if same_number(number.digits, typed):
            yield from _scored(search, stream, all_numbers, at)


def in_codes(search: Search, stream: Stream) -> Iterator[Span]:
    """The digits of a code (recognizers mishear letters), or its words where it has none."""
    option = option_of(search.step.options, search.value)
    if option:
        yield from phrases_of(search, stream, option)
    typed = "".join(character for character in str(search.value) if character.isdigit())
    if not typed:
        yield from in_text(search, stream)
        return
    all_numbers = list(runs(stream.tokens, search.language))
    for at, number in enumerate(all_numbers):
        if same_number(number.digits, typed):
            yield from _scored(search, stream, all_numbers, at)


def in_phones(search: Search, stream: Stream) -> Iterator[Span]:
    """All digits of the number in a row, as pairs or one by one."""
    typed = phone_numbers.significant(search.value)
    for number in runs(stream.tokens, search.language):
        if typed in number.digits:
            yield Span(number.first, number.last, 1.0)

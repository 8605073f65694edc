"""The words that prove an answer: what the caller said, and what the agent read back.

Evidence is a claim that someone will check by ear, so a doubtful match is no match: a short number
counts only beside a word that names it or right behind its question, a short word alone never.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import phonenumbers

from workflows.document import AnswerType, Option, Step
from workflows.moments import spoken_parts
from workflows.speech.numbers import Number, has_counter, numbers, runs
from workflows.speech.phrases import Span, find_content, find_phrase, is_like
from workflows.speech.questions import answers_a_question, asked_at
from workflows.speech.tokens import Spoken, Stream, Token, fold, keys, streams

ENOUGH = 0.75
STRONG = 0.8
BESIDE = 2
ACKNOWLEDGED = 8.0
YES = {
    "fr": "oui ouais exactement exact voila effectivement",
    "en": "yes yeah yep correct right exactly",
    "ko": "네 예 맞아요 맞습니다 그렇습니다 그래요 있어요 있습니다",
}
NO = {
    "fr": "non aucun aucune personne",
    "en": "no nope none nobody",
    "ko": "아니요 아니오 아니 없어요 없습니다 없고",
}


@dataclass(frozen=True)
class Evidence:
    """`state` is heard, confirmed or contradicted; times are seconds of the audio."""

    state: str
    channel: int
    start: float
    end: float
    quote: str
    score: float


@dataclass(frozen=True)
class _Search:
    """One answer to look for in one language, with when its question was asked."""

    step: Step
    value: Any
    language: str
    asked: tuple[float, ...]

    def cues(self) -> list[str]:
        words = [*self.step.cues.get(self.language, [])]
        unit = self.step.unit.get(self.language)
        return [key for word in (*words, *([unit] if unit else [])) for key in keys(word)]


Finder = Callable[[_Search, Stream], Iterable[Span]]


def find(step: Step, value: Any, segments: Sequence[Spoken], language: str) -> Evidence | None:
    """What proves (or strongly contradicts) `value` in what was said; None: only typed."""
    if value is None or step.type is None or value in ([], ""):
        return None
    spoken = streams(segments)
    search = _Search(step, value, language, asked_at(step, spoken, language))
    callers = [stream for stream in spoken if stream.speaker != "agent"]
    agents = [stream for stream in spoken if stream.speaker == "agent"]
    heard = _best(search, callers)
    said = _best(search, agents)
    if heard:
        return _evidence(heard, "confirmed" if said and _repeats(heard, said) else "heard")
    if said and _acknowledged(said, callers, language):
        return _evidence(said, "confirmed")
    if said:
        return None
    return _contradiction(search, callers)


_Hit = tuple[Stream, Span]


def _best(search: _Search, spoken: Iterable[Stream]) -> _Hit | None:
    finder = FINDERS.get(search.step.type) if search.step.type else None
    hits = (
        (stream, span)
        for stream in spoken
        for span in (finder or _in_text)(search, stream)
        if span.score >= (ENOUGH if finder else 0)
    )
    return max(hits, key=lambda hit: hit[1].score, default=None)


def _evidence(hit: _Hit, state: str) -> Evidence:
    stream, span = hit
    tokens = stream.tokens[span.first : span.last + 1]
    # A word that was split (“3층”) is quoted once.
    words = dict.fromkeys((token.shown, token.start) for token in tokens)
    quote = " ".join(word for word, _ in words)
    score = round(min(span.score, 1.0), 3)
    return Evidence(state, stream.channel, tokens[0].start, tokens[-1].end, quote, score)


def _repeats(heard: _Hit, said: _Hit) -> bool:
    """Whether the agent said it after the caller had begun to."""
    return said[0].tokens[said[1].last].end > heard[0].tokens[heard[1].first].start


def _acknowledged(said: _Hit, callers: Iterable[Stream], language: str) -> bool:
    """Whether the caller's next word, soon after the agent's, is a yes."""
    ends = said[0].tokens[said[1].last].end
    yes = _words(YES, language)
    for stream in callers:
        after = next((token for token in stream.tokens if token.start >= ends - 0.3), None)
        if after and after.start - ends <= ACKNOWLEDGED and after.key in yes:
            return True
    return False


def _words(words: dict[str, str], language: str) -> frozenset[str]:
    return frozenset(fold(word) for word in words.get(language, "").split())


# Numbers


@dataclass(frozen=True)
class _Cue:
    """A cue beside a number; `is_shared`: another number stands as near to it."""

    place: int
    is_shared: bool


def _cued(
    search: _Search, tokens: Sequence[Token], found: Sequence[Number], at: int
) -> _Cue | None:
    """The nearest cue to number `at`, in its turn, at most two words away."""
    cues = search.cues()
    for place in _around(tokens, found[at]):
        if any(_is_cue(tokens[place].key, cue) for cue in cues):
            return _claimed(tokens, found, at, place)
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


def _claimed(tokens: Sequence[Token], found: Sequence[Number], at: int, place: int) -> _Cue | None:
    """The cue, unless another number of the same turn is nearer to it."""
    own, turn = _distance(found[at], place), tokens[place].turn
    others = [
        _distance(other, place)
        for other in (*found[max(0, at - 1) : at], *found[at + 1 : at + 2])
        if tokens[other.first].turn == turn
    ]
    nearest = min(others, default=own + 1)
    return None if nearest < own else _Cue(place, is_shared=nearest == own)


def _is_cue(key: str, cue: str) -> bool:
    korean = "\u1100" <= cue[:1] <= "\u11ff"
    return (cue in key) if korean else (key == cue or (len(cue) >= 4 and is_like(key, cue)))


def _scored(search: _Search, stream: Stream, found: Sequence[Number], at: int) -> Iterator[Span]:
    """The number with what speaks for it; nothing if it counts something else."""
    tokens, number = stream.tokens, found[at]
    score = 0.4 + (0.2 if len(number.digits) >= 3 else 0)
    if stream.speaker != "agent" and answers_a_question(tokens[number.first], search.asked):
        score += 0.35
    counter = _counter(tokens, number) if search.language == "ko" else None
    if counter is None:
        cue = _cued(search, tokens, found, at)
    elif any(_is_cue(tokens[counter].key, word) for word in search.cues()):
        cue = _Cue(counter, is_shared=False)
    else:
        return
    score += (0.2 if cue.is_shared else 0.4) if cue else 0
    place = cue.place if cue else number.first
    yield Span(min(number.first, place), max(number.last, place), score)


def _same_number(digits: str, wanted: str) -> bool:
    return digits.lstrip("0") == wanted.lstrip("0")


def _in_numbers(search: _Search, stream: Stream) -> Iterator[Span]:
    wanted = f"{abs(search.value):g}"
    found = list(numbers(stream.tokens, search.language))
    for at, number in enumerate(found):
        if _same_number(number.digits, wanted):
            yield from _scored(search, stream, found, at)


def _in_codes(search: _Search, stream: Stream) -> Iterator[Span]:
    option = _option(search.step.options, search.value)
    if option:
        yield from _phrases(search, stream, option)
    wanted = "".join(character for character in str(search.value) if character.isdigit())
    if not wanted:
        yield from _in_text(search, stream)
        return
    found = list(runs(stream.tokens, search.language))
    for at, number in enumerate(found):
        if _same_number(number.digits, wanted):
            yield from _scored(search, stream, found, at)


def _national(number: str) -> str:
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return "".join(character for character in number if character.isdigit())
    return phonenumbers.national_significant_number(parsed)


def _in_phones(search: _Search, stream: Stream) -> Iterator[Span]:
    wanted = _national(search.value)
    for number in runs(stream.tokens, search.language):
        if wanted in number.digits:
            yield Span(number.first, number.last, 1.0)


# Choices


def _option(options: Iterable[Option], value: Any) -> Option | None:
    return next((option for option in options if option.value == value), None)


def _phrases(search: _Search, stream: Stream, option: Option) -> Iterator[Span]:
    phrases = [*option.heard.get(search.language, []), option.label.get(search.language, "")]
    found = (find_phrase(stream.tokens, phrase) for phrase in phrases)
    yield from (span for span in found if span)


def _in_options(search: _Search, stream: Stream) -> Iterator[Span]:
    values = search.value if isinstance(search.value, list) else [search.value]
    for value in values:
        option = _option(search.step.options, value)
        if option:
            yield from _phrases(search, stream, option)


def _in_severity(search: _Search, stream: Stream) -> Iterator[Span]:
    options = (
        _option(search.step.impacts, search.value["impact"]),
        _option(search.step.urgencies, search.value["urgency"]),
    )
    for option in options:
        if option:
            yield from _phrases(search, stream, option)


def _in_yes_no(search: _Search, stream: Stream) -> Iterator[Span]:
    option = _option(search.step.options, "yes" if search.value else "no")
    if option:
        yield from _phrases(search, stream, option)
    if stream.speaker != "agent":
        yield from _short_reply(search, stream, bool(search.value))


def _short_reply(search: _Search, stream: Stream, value: bool) -> Iterator[Span]:
    """A yes or no as the first word behind the question."""
    wanted = _words(YES if value else NO, search.language)
    for end in search.asked:
        place = next((p for p, token in enumerate(stream.tokens) if token.start >= end - 0.5), None)
        if place is None or stream.tokens[place].start - end > ACKNOWLEDGED:
            continue
        # “Euh, oui” is a yes; a yes further on may answer something else.
        for near in range(place, min(place + 2, len(stream.tokens))):
            if stream.tokens[near].key in wanted:
                yield Span(near, near, 0.9)
                break


# Texts and moments


def _in_text(search: _Search, stream: Stream) -> Iterator[Span]:
    texts = search.value if isinstance(search.value, list) else [search.value]
    name = search.step.type in (AnswerType.PERSON, AnswerType.SITE, AnswerType.ASSET)
    for text in texts:
        option = _option(search.step.options, text)
        if option:
            yield from _phrases(search, stream, option)
            text = option.label.get(search.language, text)
        span = find_content(stream.tokens, str(text), name=name)
        if span:
            yield span


def _in_moments(search: _Search, stream: Stream) -> Iterator[Span]:
    """An amount with its unit (“10 minutes”) or an hour with its word (“8 heures”)."""
    for amount, units in spoken_parts(search.value):
        folded = [fold(unit) for unit in units]
        for number in numbers(stream.tokens, search.language):
            if _same_number(number.digits, str(amount)):
                yield from _with_unit(stream.tokens, number, folded)


def _with_unit(tokens: Sequence[Token], number: Number, units: list[str]) -> Iterator[Span]:
    for place in (number.last, number.last + 1):
        if place < len(tokens) and any(_is_unit(tokens[place].key, unit) for unit in units):
            yield Span(number.first, place, 0.85)


def _is_unit(key: str, unit: str) -> bool:
    korean = "\u1100" <= unit[:1] <= "\u11ff"
    return unit in key if korean else key == unit


FINDERS: dict[AnswerType, Finder] = {
    AnswerType.NUMBER: _in_numbers,
    AnswerType.ASSET: _in_codes,
    AnswerType.PHONE: _in_phones,
    AnswerType.CHOICE: _in_options,
    AnswerType.CHOICES: _in_options,
    AnswerType.YES_NO: _in_yes_no,
    AnswerType.SEVERITY: _in_severity,
    AnswerType.DATE_TIME: _in_moments,
}


# Contradictions


def _contradiction(search: _Search, callers: Iterable[Stream]) -> Evidence | None:
    finder = OPPOSITES.get(search.step.type) if search.step.type else None
    if finder is None:
        return None
    hits = [
        (stream, span)
        for stream in callers
        for span in finder(search, stream)
        if span.score >= STRONG
    ]
    best = max(hits, key=lambda hit: hit[1].score, default=None)
    return _evidence(best, "contradicted") if best else None


def _other_numbers(search: _Search, stream: Stream) -> Iterator[Span]:
    """Another number with the cue beside it, as the answer to the very question."""
    found = list(numbers(stream.tokens, search.language))
    for at, number in enumerate(found):
        in_answer = answers_a_question(stream.tokens[number.first], search.asked)
        if in_answer and _cued(search, stream.tokens, found, at):
            yield from _scored(search, stream, found, at)


def _other_phones(search: _Search, stream: Stream) -> Iterator[Span]:
    """A whole number of the same country and length that is not the one typed."""
    wanted = _national(search.value)
    for number in runs(stream.tokens, search.language):
        digits = number.digits.removeprefix("0") if wanted[:1] != "0" else number.digits
        if len(digits) == len(wanted) and len(wanted) >= 8:
            yield Span(number.first, number.last, 0.9)


def _other_reply(search: _Search, stream: Stream) -> Iterator[Span]:
    yield from _short_reply(search, stream, not search.value)


def _other_option(search: _Search, stream: Stream) -> Iterator[Span]:
    """A phrase of another option, right behind the question."""
    for option in search.step.options:
        if option.value != search.value:
            for span in _phrases(search, stream, option):
                if answers_a_question(stream.tokens[span.first], search.asked):
                    yield span


OPPOSITES: dict[AnswerType, Finder] = {
    AnswerType.NUMBER: _other_numbers,
    AnswerType.PHONE: _other_phones,
    AnswerType.YES_NO: _other_reply,
    AnswerType.CHOICE: _other_option,
}

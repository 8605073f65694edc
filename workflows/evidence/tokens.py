"""The words of a call, as one stream of comparable words for each channel."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from core.folding import fold, fold_to_letters

WORD = re.compile(r"\d+|[^\W\d_]+")


class Spoken(Protocol):
    """A turn of one speaker; `words` are [text, start, end, confidence] or objects with these."""

    @property
    def channel(self) -> int: ...
    @property
    def speaker(self) -> str: ...
    @property
    def words(self) -> Sequence[Any]: ...


@dataclass(frozen=True)
class Token:
    """One word or number: `key` is its comparable form, `word` the word that it comes from.

    `confidence` is the recogniser's, 0 to 1.
    """

    key: str
    word: str
    start: float
    end: float
    turn: int
    confidence: float


@dataclass(frozen=True)
class Stream:
    """All words of one speaker, in the order of time."""

    channel: int
    speaker: str
    tokens: tuple[Token, ...]


def folded_words(words: str) -> frozenset[str]:
    """The words of a text as a set to compare with, one for each space."""
    return frozenset(fold_to_letters(words).split())


def keys(text: str) -> list[str]:
    """The comparable words of a text, numbers and letters apart: “3층” gives “3” and “층”."""
    return [fold_to_letters(piece) for piece in WORD.findall(fold(text))]


def _word(word: Any) -> tuple[str, float, float, float]:
    if isinstance(word, list | tuple):
        return word[0], float(word[1]), float(word[2]), float(word[3])
    return word.text, word.start, word.end, word.confidence


def _tokens(segment: Spoken, turn: int) -> Iterable[Token]:
    for text, start, end, confidence in map(_word, segment.words):
        for key in keys(text):
            yield Token(key, text, start, end, turn, confidence)


def streams(segments: Iterable[Spoken]) -> tuple[Stream, ...]:
    """The segments as one stream for each channel and speaker."""
    spoken: dict[tuple[int, str], list[Token]] = {}
    for turn, segment in enumerate(segments):
        spoken.setdefault((segment.channel, segment.speaker), []).extend(_tokens(segment, turn))
    return tuple(
        Stream(channel, speaker, tuple(sorted(tokens, key=lambda token: token.start)))
        for (channel, speaker), tokens in sorted(spoken.items())
    )

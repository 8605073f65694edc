"""The patterns a script may use for serial numbers: a safe part of regular expressions.

A document is written by people we do not control, and Python's matcher can take exponential time.
So a pattern is read by our own small parser first: literals, `.`, `\\d \\w \\s`, classes, groups,
`|`, and quantifiers that are not nested. Such a pattern, on an input of at most 64 characters,
is matched in bounded time.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from workflows.texts import Refusal

LONGEST = 120
LONGEST_INPUT = 64
MOST_REPEATS = 64
MOST_QUANTIFIERS = 8
MOST_OPEN = 3
DEEPEST = 5
SHORTHANDS = {"d": "0", "w": "a", "s": " ", "D": "a", "W": "-", "S": "a"}
COMMON = "".join(map(chr, range(32, 384)))
IMPOSSIBLE = frozenset({"pattern-no-character", "pattern-too-long-value", "pattern-no-value"})
COUNTED = re.compile(r"\{(\d{1,3})(?:(,)(\d{1,3})?)?\}")


class PatternError(Refusal):
    """A pattern outside of the safe part, or that nothing matches (`is_impossible`); the parameter
    `character` says where, counted from 1."""

    def __init__(self, code: str, character: int | None = None) -> None:
        params = {} if character is None else {"character": character}
        super().__init__(code, (), **params)
        self.is_impossible = code in IMPOSSIBLE


@dataclass
class _Piece:
    """What was read: an example that it matches, and whether something in it repeats."""

    sample: str
    repeats: bool = False
    choices: bool = False


class _Reader:
    def __init__(self, pattern: str) -> None:
        self._text = pattern
        self._at = 0
        self._quantifiers = 0
        self._open = 0

    def read(self) -> str:
        piece = self._choices(0)
        if self._at < len(self._text):
            raise self._error("pattern-close")
        return piece.sample

    def _error(self, code: str) -> PatternError:
        return PatternError(code, self._at + 1)

    @property
    def _next(self) -> str:
        return self._text[self._at : self._at + 1]

    def _choices(self, depth: int) -> _Piece:
        if depth > DEEPEST:
            raise self._error("pattern-deep")
        first = self._sequence(depth)
        while self._next == "|":
            self._at += 1
            other = self._sequence(depth)
            first = _Piece(first.sample, first.repeats or other.repeats, True)
        return first

    def _sequence(self, depth: int) -> _Piece:
        whole = _Piece("")
        while self._next and self._next not in "|)":
            piece = self._quantified(self._atom(depth))
            whole = _Piece(
                whole.sample + piece.sample,
                whole.repeats or piece.repeats,
                whole.choices or piece.choices,
            )
        return whole

    def _atom(self, depth: int) -> _Piece:
        character = self._next
        if character == "(":
            return self._group(depth)
        if character == "[":
            return _Piece(self._class())
        if character in "*+?{}":
            raise self._error("pattern-nothing")
        if character in "^$":
            raise self._error("pattern-anchor")
        self._at += 1
        if character == "\\":
            return _Piece(self._escape())
        return _Piece("a" if character == "." else character)

    def _escape(self) -> str:
        character = self._next
        if not character or (character.isalnum() and character not in SHORTHANDS):
            raise self._error("pattern-escape")
        self._at += 1
        return SHORTHANDS.get(character, character)

    def _group(self, depth: int) -> _Piece:
        self._at += 1
        if self._next == "?" and not self._text.startswith("?:", self._at):
            raise self._error("pattern-special")
        if self._next == "?":
            self._at += 2
        piece = self._choices(depth + 1)
        if self._next != ")":
            raise self._error("pattern-open-group")
        self._at += 1
        return piece

    def _class(self) -> str:
        start = self._at
        end = start + 1
        while end < len(self._text) and (self._text[end] != "]" or end == start + 1):
            end += 2 if self._text[end] == "\\" else 1
        source = self._text[start : end + 1]
        if not source.endswith("]"):
            raise self._error("pattern-open-class")
        try:
            matcher = re.compile(source)
        except re.error:
            raise self._error("pattern-class") from None
        sample = next((c for c in (*COMMON, *source) if matcher.fullmatch(c)), None)
        if sample is None:
            raise self._error("pattern-no-character")
        self._at = end + 1
        return sample

    def _quantified(self, piece: _Piece) -> _Piece:
        least, most = self._quantifier()
        if (least, most) == (1, 1):
            return piece
        if (piece.repeats or piece.choices) and most != 1:
            raise self._error("pattern-nested")
        self._quantifiers += 1
        self._open += least != most and most != 1
        if self._quantifiers > MOST_QUANTIFIERS or self._open > MOST_OPEN:
            raise self._error("pattern-many")
        if self._next in ("*", "+", "?", "{") and self._next:
            raise self._error("pattern-twice")
        return _Piece(piece.sample * max(least, min(1, most)), True, piece.choices)

    def _quantifier(self) -> tuple[int, int]:
        simple = {"*": (0, MOST_REPEATS), "+": (1, MOST_REPEATS), "?": (0, 1)}
        if self._next in simple:
            self._at += 1
            return simple[self._text[self._at - 1]]
        if self._next != "{":
            return 1, 1
        counted = COUNTED.match(self._text, self._at)
        if counted is None:
            raise self._error("pattern-counted")
        self._at = counted.end()
        least = int(counted[1])
        most = int(counted[3]) if counted[3] else (MOST_REPEATS if counted[2] else least)
        if most < least or most > MOST_REPEATS or most == 0:
            raise self._error("pattern-range")
        return least, most


@lru_cache(maxsize=1000)
def check(pattern: str) -> str:
    """An example value for a safe pattern; raises `PatternError` for any other."""
    if not pattern or len(pattern) > LONGEST:
        raise PatternError("pattern-length")
    sample = _Reader(pattern).read()
    if len(sample) > LONGEST_INPUT:
        raise PatternError("pattern-too-long-value")
    if not re.fullmatch(pattern, sample, re.IGNORECASE):
        raise PatternError("pattern-no-value")
    return sample


@lru_cache(maxsize=1000)
def _compiled(pattern: str) -> re.Pattern[str]:
    check(pattern)
    return re.compile(pattern, re.IGNORECASE)


def matches(pattern: str, value: str) -> bool:
    """Whether the whole value matches, letters' case aside. Values over 64 characters never do."""
    return len(value) <= LONGEST_INPUT and _compiled(pattern).fullmatch(value) is not None

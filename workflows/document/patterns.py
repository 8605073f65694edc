"""The patterns a script may use for serial numbers: a part of regular expressions.

A document is written by people we do not control, and a matcher that tries one way after another
can take hours over one value. So RE2 matches, in a time that grows with the length of the pattern
and of the value alone (https://github.com/google/re2/wiki/WhyRE2). Our own small parser reads a
pattern first: it finds an example value, says at which character what patterns do not have
stands, and writes for RE2 what `\\d`, `\\w` and `\\s` mean in every script, as Python has it.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import re2

from workflows.texts import Refusal

LONGEST = 120
LONGEST_INPUT = 64
MOST_REPEATS = 64
DEEPEST = 5
MEMORY = 2 << 20  # bytes for one compiled pattern: 64 letters of any script still fit
KEPT = 256  # compiled patterns in memory
SHORTHANDS = {"d": "0", "w": "a", "s": " ", "D": "a", "W": "-", "S": "a"}
MEANINGS = {  # what stands for a shorthand between [ and ]
    "d": r"\p{Nd}",
    "D": r"\P{Nd}",
    "w": r"\pL\pN_",
    "W": r"\pM\pS\pZ\pC\p{Pd}\p{Ps}\p{Pe}\p{Pi}\p{Pf}\p{Po}"
    r"\x{203f}\x{2040}\x{2054}\x{fe33}\x{fe34}\x{fe4d}-\x{fe4f}\x{ff3f}",
    "s": r"\t-\r\x1c-\x20\x85\pZ",
    "S": r"\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\pL\pM\pN\pP\pS\p{Cf}\p{Co}",
}
COMMON = "".join(map(chr, range(32, 384)))
IMPOSSIBLE = frozenset({"pattern-no-character", "pattern-too-long-value"})
COUNTED = re.compile(r"\{([0-9]{1,3})(?:(,)([0-9]{1,3})?)?\}")


class PatternError(Refusal):
    """A pattern with what patterns do not have, or that nothing matches (`is_impossible`); the
    parameter `character` says where, counted from 1."""

    def __init__(self, code: str, character: int | None = None) -> None:
        params = {} if character is None else {"character": character}
        super().__init__(code, (), **params)
        self.is_impossible = code in IMPOSSIBLE


class Matcher(Protocol):
    """A compiled pattern."""

    def fullmatch(self, text: str, /) -> object | None: ...


@dataclass(frozen=True)
class _Piece:
    """What was read: an example that it matches, and how RE2 reads it."""

    sample: str
    source: str

    @property
    def is_literal(self) -> bool:
        return self == _literal(self.sample)


class _Reader:
    def __init__(self, pattern: str) -> None:
        self._text = pattern
        self._at = 0

    def read(self) -> _Piece:
        piece = self._choices(0)
        if self._at < len(self._text):
            raise self._error("pattern-close")
        return piece

    def _error(self, code: str) -> PatternError:
        return PatternError(code, self._at + 1)

    @property
    def _next(self) -> str:
        return self._text[self._at : self._at + 1]

    def _choices(self, depth: int) -> _Piece:
        if depth > DEEPEST:
            raise self._error("pattern-deep")
        choices = [self._sequence(depth)]
        while self._next == "|":
            self._at += 1
            choices.append(self._sequence(depth))
        return _Piece(choices[0].sample, "|".join(choice.source for choice in choices))

    def _sequence(self, depth: int) -> _Piece:
        sample, source = "", ""
        while self._next and self._next not in "|)":
            piece = self._quantified(self._atom(depth))
            sample, source = sample + piece.sample, source + piece.source
        return _Piece(sample, source)

    def _atom(self, depth: int) -> _Piece:
        character = self._next
        if character == "(":
            return self._group(depth)
        if character == "[":
            return self._class()
        if character in "*+?{}":
            raise self._error("pattern-nothing")
        if character in "^$":
            raise self._error("pattern-anchor")
        self._at += 1
        if character == "\\":
            escaped = self._escape()
            return _Piece(escaped.sample, f"[{escaped.source}]")
        return _Piece("a", ".") if character == "." else _literal(character)

    def _escape(self) -> _Piece:
        character = self._next
        if not character or (character.isalnum() and character not in SHORTHANDS):
            raise self._error("pattern-escape")
        self._at += 1
        if character in SHORTHANDS:
            return _Piece(SHORTHANDS[character], MEANINGS[character])
        return _literal(character)

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
        return _Piece(piece.sample, f"(?:{piece.source})")

    def _class(self) -> _Piece:
        opened = self._at
        self._at += 1
        source = "["
        if self._next == "^":
            self._at += 1
            source = "[^"
        first = self._at
        while self._next != "]" or self._at == first:
            source += self._range(opened)
        self._at += 1
        source += "]"
        matcher = _compile(source)
        near = self._text[opened : self._at]
        sample = next((one for one in (*COMMON, *near) if matcher.fullmatch(one)), None)
        if sample is None:
            raise PatternError("pattern-no-character", opened + 1)
        return _Piece(sample, source)

    def _range(self, opened: int) -> str:
        """One member of a class, or all from one to another."""
        least = self._member(opened)
        if self._next != "-" or self._text.startswith("-]", self._at):
            return least.source
        self._at += 1
        most = self._member(opened)
        if least.sample > most.sample or not (least.is_literal and most.is_literal):
            raise PatternError("pattern-class", opened + 1)
        return f"{least.source}-{most.source}"

    def _member(self, opened: int) -> _Piece:
        character = self._next
        if not character:
            raise PatternError("pattern-open-class", opened + 1)
        self._at += 1
        return self._escape() if character == "\\" else _literal(character)

    def _quantified(self, piece: _Piece) -> _Piece:
        began = self._at
        least, most = self._quantifier()
        if self._at == began:
            return piece
        if self._next and self._next in "*+?{":
            raise self._error("pattern-twice")
        times = max(least, min(1, most))
        if len(piece.sample) * times > LONGEST_INPUT:
            raise PatternError("pattern-too-long-value")
        return _Piece(piece.sample * times, piece.source + self._text[began : self._at])

    def _quantifier(self) -> tuple[int, int]:
        """How often at least and at most; what has none stands once."""
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


def _literal(character: str) -> _Piece:
    return _Piece(character, re2.escape(character))


def _compile(source: str) -> Matcher:
    options = re2.Options()
    options.case_sensitive = False
    options.never_capture = True
    options.log_errors = False
    options.max_mem = MEMORY
    try:
        compiled: Matcher = re2.compile(source, options)
    except re2.error:
        raise PatternError("pattern-large") from None
    return compiled


@lru_cache(maxsize=KEPT)
def _read(pattern: str) -> tuple[str, Matcher]:
    """An example, and what matches."""
    if not pattern or len(pattern) > LONGEST:
        raise PatternError("pattern-length")
    piece = _Reader(pattern).read()
    if len(piece.sample) > LONGEST_INPUT:
        raise PatternError("pattern-too-long-value")
    return piece.sample, _compile(piece.source)


def check(pattern: str) -> str:
    """An example value for a pattern; raises `PatternError` for what is none."""
    return _read(pattern)[0]


def matches(pattern: str, value: str) -> bool:
    """Whether the whole value matches, letters' case aside. Values over 64 characters never do."""
    return len(value) <= LONGEST_INPUT and _read(pattern)[1].fullmatch(value) is not None

"""A text in forms that can be compared, letter for letter as long as what a person wrote.

All forms have the same length, so a place found in one can be quoted from another.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

LONGEST = 2000
LAST_LATIN = "\u1eff"
WORD = re.compile(r"[^\W_]+")
SAME = str.maketrans(
    {"’": "'", "‘": "'", "`": "'", "´": "'", "‐": "-", "‑": "-", "–": "-", "—": "-"}
    | dict.fromkeys("\u00a0\u202f\u2009\t\r\n", " ")
)


def _bare(character: str) -> str:
    """The letter without its accent; anything that would grow or vanish stays as it is."""
    if character > LAST_LATIN:
        return character
    letter = unicodedata.normalize("NFD", character)[0]
    return character if unicodedata.combining(letter) else letter


def _lower(character: str) -> str:
    lower = character.lower()
    return lower if len(lower) == 1 else character


@dataclass(frozen=True)
class Word:
    """A folded word and where it stands."""

    key: str
    start: int
    end: int


@dataclass(frozen=True)
class Folded:
    """`shown` is what is quoted, `cased` has no accents, `key` no capitals either."""

    shown: str
    cased: str
    key: str

    @cached_property
    def words(self) -> tuple[Word, ...]:
        return tuple(Word(m[0], m.start(), m.end()) for m in WORD.finditer(self.key))

    def quote(self, start: int, end: int) -> str:
        return " ".join(self.shown[start:end].split())


def fold(text: str) -> Folded:
    """The first `LONGEST` characters of a text, folded; what follows is not measured."""
    shown = unicodedata.normalize("NFC", text[:LONGEST])[:LONGEST]
    cased = shown.translate(SAME)
    if not cased.isascii():
        cased = "".join(map(_bare, cased))
    key = cased.lower() if cased.isascii() else "".join(map(_lower, cased))
    return Folded(shown, cased, key)


def keys(text: str) -> list[str]:
    """The folded words of a text."""
    return [word.key for word in fold(text).words]

"""A text as the meter reads it: folded in place and cut into words."""

import re
from dataclasses import dataclass
from functools import cached_property

from core import folding

LONGEST = 2000
WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Word:
    """A folded word and where it stands."""

    key: str
    start: int
    end: int


class Folded(folding.Folded):
    """A folded text with its words."""

    @cached_property
    def words(self) -> tuple[Word, ...]:
        return tuple(Word(m[0], m.start(), m.end()) for m in WORD.finditer(self.key))


def fold(text: str) -> Folded:
    """The first `LONGEST` characters of a text, folded; what follows is not measured."""
    return Folded(text[:LONGEST])


def keys(text: str) -> list[str]:
    """The folded words of a text."""
    return [word.key for word in fold(text).words]

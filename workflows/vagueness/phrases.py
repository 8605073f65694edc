"""Looks for many phrases at once: one look-up for each word, however long the lexicons are.

A phrase is plain words. A word that ends in `~` stands for all that begin like it; plurals in s or
x are found without saying so.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from workflows.vagueness.folding import Word, fold

PART = re.compile(r"[^\W_]+~?")
MOST_WORDS = 8
SHORTEST_STEM = 3
# “bloqué” is vague, “bloqué entre” is a symptom: only one of them is meant.
RIVALS = {"vague": "symptom"}


@dataclass(frozen=True)
class Phrase:
    """The words of a phrase and what it is a sign of; of two alike, the `own` one wins."""

    words: tuple[str, ...]
    sign: str
    own: bool = False


@dataclass(frozen=True)
class Hit:
    """A phrase at the places first..last (included) of the words."""

    sign: str
    first: int
    last: int


@dataclass(frozen=True)
class Index:
    """Phrases by their first word, or by the first letters of the stem that it begins with."""

    whole: dict[str, list[Phrase]] = field(default_factory=dict)
    stems: dict[str, list[Phrase]] = field(default_factory=dict)

    def copy(self) -> "Index":
        """The same phrases, to add others to."""
        return Index(
            {key: [*phrases] for key, phrases in self.whole.items()},
            {key: [*phrases] for key, phrases in self.stems.items()},
        )

    def add(self, texts: Iterable[str], sign: str, *, own: bool = False) -> None:
        """Look for these phrases as well."""
        for text in texts:
            words = tuple(PART.findall(fold(text).key))[:MOST_WORDS]
            if words:
                self._add(Phrase(words, sign, own))

    def _add(self, phrase: Phrase) -> None:
        first = phrase.words[0]
        if first.endswith("~") and len(first) > SHORTEST_STEM:
            self.stems.setdefault(first[:SHORTEST_STEM], []).append(phrase)
        else:
            self.whole.setdefault(first.removesuffix("~"), []).append(phrase)

    def find(self, words: Sequence[Word]) -> Iterator[Hit]:
        """The phrases in the words, from left to right. Among signs that rival each other the
        longest phrase takes its words for itself, and a client's own phrase comes before it."""
        free: dict[str, int] = {}
        for place in range(len(words)):
            for group, phrase in self._best(words, place, free).items():
                last = place + len(phrase.words) - 1
                free[group] = last + 1
                yield Hit(phrase.sign, place, last)

    def _best(
        self, words: Sequence[Word], place: int, free: Mapping[str, int]
    ) -> dict[str, Phrase]:
        best: dict[str, Phrase] = {}
        for phrase in self._starting(words[place].key):
            group = RIVALS.get(phrase.sign, phrase.sign)
            if free.get(group, 0) <= place and _fits(phrase, words, place):
                best[group] = max(best.get(group, phrase), phrase, key=_weight)
        return best

    def _starting(self, key: str) -> Iterator[Phrase]:
        for form in _singulars(key):
            yield from self.whole.get(form, ())
        for phrase in self.stems.get(key[:SHORTEST_STEM], ()):
            if key.startswith(phrase.words[0][:-1]):
                yield phrase


def _singulars(key: str) -> tuple[str, ...]:
    return (key, key[:-1]) if len(key) > 3 and key[-1] in "sx" else (key,)


def _weight(phrase: Phrase) -> tuple[bool, int]:
    return phrase.own, len(phrase.words)


def _fits(phrase: Phrase, words: Sequence[Word], place: int) -> bool:
    if len(phrase.words) == 1 or place + len(phrase.words) > len(words):
        return len(phrase.words) == 1
    return all(
        words[place + offset].key.startswith(word[:-1])
        if word.endswith("~")
        else word in _singulars(words[place + offset].key)
        for offset, word in enumerate(phrase.words[1:], 1)
    )

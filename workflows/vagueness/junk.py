"""Texts written only to fill a field."""

from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum

from rapidfuzz import fuzz

from workflows.vagueness.folding import Word, fold, keys
from workflows.vagueness.lexicons.junk import (
    LONGEST_REFERRAL,
    LONGEST_SAME,
    POLITE,
    REFERRALS,
    ROWS,
    SAME,
)
from workflows.vagueness.rules import empty_words, junk_texts

LIKE = 92.0
LONG_MASH = 6
LONGEST_FILLER = 12
SHORTEST_COPY = 4
LONG_COPY = 12
LONGEST_COMPARED = 400
MOST_COMPARED = 40
VOWELS = set("aeiouy")


class Empty(StrEnum):
    """Why a text says nothing."""

    NO_WORD = "no-word"
    FILLER = "filler"
    MASHED = "mashed"
    HOLLOW = "hollow"
    COPY_OF_TITLE = "copy-of-title"
    COPY_OF_FIELD = "copy-of-field"


def reason_for(
    words: Sequence[Word], vague_places: Collection[int], *, names_something: bool, is_short: bool
) -> Empty | None:
    """Why these words say nothing; None when they do say something.

    `vague_places` are the places of vague words. In the account of a trouble one
    word beside empty ones is still nothing; in a short field (`is_short`) it may be the answer.
    """
    if _fills(words):
        return Empty.FILLER
    if all(_is_mashed(word.key) for word in words):
        return Empty.MASHED
    if names_something:
        return None
    empty = empty_words()
    telling = [
        word.key
        for place, word in enumerate(words)
        if place not in vague_places and word.key not in empty and not _is_mashed(word.key)
    ]
    is_word = len(words) > len(telling) == 1 and telling[0].isalpha() and telling[0].isascii()
    return Empty.HOLLOW if not telling or (is_word and not is_short) else None


def is_filler(text: str) -> bool:
    """Whether a text is one of those that are typed to get past a field."""
    words = fold(text).words
    return _fills(words) or not words


def _fills(words: Sequence[Word]) -> bool:
    if len(words) > LONGEST_FILLER:
        return False
    text = " ".join(word.key for word in words if word.key not in POLITE)
    refers = any(text.startswith(f"{start} ") for start in REFERRALS)
    repeats = words[0].key in SAME and len(words) <= LONGEST_SAME if words else False
    return text in junk_texts() or repeats or (refers and len(words) <= LONGEST_REFERRAL)


def _is_mashed(key: str) -> bool:
    """Whether nobody chose these letters: one again and again, a row of keys, no vowel."""
    if len(key) < 3 or not key.isascii():
        return False
    if len(set(key)) == 1:
        return not key.isdigit()
    if len(key) < 4:
        return False
    if any(key in row + row for row in ROWS) or _is_repeated(key) or _is_drummed(key):
        return True
    return len(key) >= 5 and key.isalpha() and not VOWELS.intersection(key)


def _is_drummed(key: str) -> bool:
    """“sqdqsdqsd”: few keys of one row, over and over."""
    few = len(key) >= LONG_MASH and 2 * len(set(key)) <= len(key)
    return few and any(set(key) <= set(row) for row in ROWS)


def _is_repeated(key: str) -> bool:
    """“jkljkl” and “qsdfqsdf”: a piece of two to four keys, twice or more and nothing else."""
    if key.isdigit():
        return False
    return any(
        len(key) >= 2 * size and key == (key[:size] * len(key))[: len(key)] for size in (2, 3, 4)
    )


class Copies:
    """Finds texts that are another one again, but for case, accents, punctuation, a slip or two."""

    def __init__(self, title: str, others: Iterable[str] = ()) -> None:
        self._title = _compared(title)
        self._before = {_compared(other) for other in others}

    def reason(self, text: str, *, is_in_title: bool = False) -> Empty | None:
        """Why a text adds nothing to the title or to earlier texts; later texts count against it.

        `is_in_title`: the script makes the title of it, so that it is no copy.
        """
        key = _compared(text)
        if len(key) < SHORTEST_COPY:
            return None
        is_copy = self._is_copy(key)
        self._before.add(key)
        if not is_in_title and _is_like(key, self._title):
            return Empty.COPY_OF_TITLE
        return Empty.COPY_OF_FIELD if is_copy else None

    def _is_copy(self, key: str) -> bool:
        """Whether an earlier text is the same, or nearly the same where both are long enough for a
        slip to mean nothing."""
        if key in self._before:
            return True
        if len(key) < LONG_COPY:
            return False
        return any(_is_like(key, text) for text in list(self._before)[:MOST_COMPARED])


def _compared(text: str) -> str:
    return " ".join(keys(text[:LONGEST_COMPARED]))


def _is_like(key: str, other: str) -> bool:
    if key == other:
        return True
    return min(len(key), len(other)) >= LONG_COPY and fuzz.ratio(key, other, score_cutoff=LIKE) > 0

"""Troubles that no lexicon foresees."""

from collections.abc import Iterator, Sequence

from workflows.vagueness.folding import Word
from workflows.vagueness.kinds import Kind
from workflows.vagueness.messages import Span
from workflows.vagueness.phrases import Hit
from workflows.vagueness.rules import LANGUAGES, empty_words, generic_words, small_words, wishes
from workflows.vagueness.scene import HOLLOW, Scene

FEW = 2
SHORTEST = 3


def unforeseen(
    text: Scene, hits: Sequence[Hit], signs: Sequence[tuple[Kind, Span]]
) -> Iterator[tuple[Kind, Span]]:
    """A symptom in words that no lexicon has. No list of troubles is ever whole: two words beside
    the thing that are neither place, time nor politeness tell what it does."""
    kinds = {kind for kind, _ in signs}
    if "thing" not in kinds or kinds & {"symptom", "error"}:
        return
    words = text.folded.words
    if any(word.key in wishes() for word in words):
        return
    hollow = {
        place for hit in hits if hit.sign in HOLLOW for place in range(hit.first, hit.last + 1)
    }
    telling = [
        word
        for place, word in enumerate(words)
        if place not in hollow and _says_more(text, word) and not _is_within(word, signs)
    ]
    if len(telling) >= FEW:
        yield "symptom", (telling[0].start, telling[-1].end)


def _says_more(text: Scene, word: Word) -> bool:
    cased = text.folded.cased
    is_name = word.start > 0 and cased[word.start].isupper() and not cased.isupper()
    return (
        len(word.key) >= SHORTEST
        and word.key.isalpha()
        and not is_name
        and word.key not in empty_words()
        and word.key not in generic_words()
        and not any(word.key in small_words(language) for language in LANGUAGES)
    )


def _is_within(word: Word, signs: Sequence[tuple[Kind, Span]]) -> bool:
    return any(start < word.end and word.start < end for _, (start, end) in signs)

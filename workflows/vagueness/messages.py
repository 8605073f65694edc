"""Finds error messages and codes, and tells them from other quotations."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from workflows.vagueness.folding import Folded
from workflows.vagueness.rules import error_rules, quoted

Span = tuple[int, int]
FEWEST = 2
# Words before the name of something, and first words of a sentence of the caller's own.
NAMING = frozenset(
    (
        *("dossier", "fichier", "bouton", "menu", "onglet", "rubrique", "champ", "case", "modele"),
        *("produit", "article", "nomme", "nommee", "appele", "appelee", "intitule", "intitulee"),
        *("fonction", "touche", "folder", "file", "button", "tab", "field", "box", "called"),
        *("named", "template", "product", "option", "page", "function", "key"),
    )
)
SPEAKERS = frozenset(
    ("je", "j", "i", "we", "on", "nous", "il", "elle", "he", "she", "they", "ils", "ca", "it")
)


def errors_in(folded: Folded) -> Iterator[Span]:
    """The places where a text quotes a message or a code."""
    for rule in error_rules():
        span = rule.find(folded.cased if rule.form == "cased" else folded.key)
        if span:
            yield span
    for match in quoted().finditer(folded.key):
        if _is_message(folded, match.span()):
            yield match.span()


def quotes_of_messages(folded: Folded, errors: Sequence[Span]) -> Iterator[Span]:
    """The words in quotation marks that belong to a message."""
    for match in quoted().finditer(folded.key):
        if any(start < match.end() and match.start() < end for start, end in errors):
            yield match.span()


def _is_message(folded: Folded, span: Span) -> bool:
    """Whether words in quotation marks are a message: two at least, no name of something, and no
    sentence of the caller's own."""
    words = [word for word in folded.words if span[0] <= word.start < span[1]]
    before = folded.words[: bisect_left(folded.words, span[0], key=lambda word: word.start)]
    names = {word.key for word in before[-2:]} & NAMING
    return len(words) >= FEWEST and not names and words[0].key not in SPEAKERS

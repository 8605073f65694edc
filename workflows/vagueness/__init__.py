"""How vague a ticket is while the caller is still on the line, in words and never as a number.

Door: `measure` and `measure_text`.
"""

from workflows.document import Lexicon
from workflows.vagueness.junk import Empty
from workflows.vagueness.kinds import KINDS, Kind
from workflows.vagueness.meter import Junk, Meter, Sign, measure
from workflows.vagueness.reading import Reading, read
from workflows.vagueness.rules import Vocabulary
from workflows.vagueness.suggestions import Suggestion

__all__ = [
    "KINDS",
    "Empty",
    "Junk",
    "Kind",
    "Meter",
    "Reading",
    "Sign",
    "Suggestion",
    "measure",
    "measure_text",
]

_BUILT_IN = Vocabulary()


def measure_text(text: str, language: str = "fr", lexicon: Lexicon | None = None) -> Reading:
    """What one text names, with quotes, and whether it is junk; `lexicon` is a client's own."""
    return read(text, language, _BUILT_IN if lexicon is None else Vocabulary(lexicon))

"""Finding in what was said the words that prove what was typed."""

from workflows.evidence.evidence import Evidence, find
from workflows.evidence.tokens import Spoken

__all__ = [
    "Evidence",
    "Spoken",
    "find",
]

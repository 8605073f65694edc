"""Finding in what was said the words that prove what was typed.

Door: `find`, and `tokens` for who reads speech too.
"""

from workflows.evidence.evidence import Evidence, find
from workflows.evidence.tokens import Spoken

__all__ = [
    "Evidence",
    "Spoken",
    "find",
]

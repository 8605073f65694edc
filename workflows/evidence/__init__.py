"""Finds the words of a call that prove the answers which an agent typed.

Door: `find`, and `tokens` for other rooms that compare words.
"""

from workflows.evidence.evidence import Evidence, find
from workflows.evidence.tokens import Spoken

__all__ = [
    "Evidence",
    "Spoken",
    "find",
]

"""Finds the words of a call that prove the answers which an agent typed.

Door: `find`, `questions_asked`, and `tokens` for other rooms that compare words.
"""

from workflows.evidence.evidence import Evidence, find, questions_asked
from workflows.evidence.tokens import Spoken

__all__ = [
    "Evidence",
    "Spoken",
    "find",
    "questions_asked",
]

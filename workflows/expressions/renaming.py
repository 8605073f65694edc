"""Giving a step another key in the conditions that look at it."""

import re

from workflows.expressions.reader import KEYWORDS, TOKEN


def renamed(text: str, old: str, new: str) -> str:
    """The condition with the step `old` called `new`; quoted texts and facts stay as they are.

    A text that is no row of tokens is returned unchanged: nobody can say what its words are.
    """
    pieces, at = [], 0
    while text[at:].strip():
        match = TOKEN.match(text, at)
        if match is None:
            return text
        pieces.append(text[at : match.start(str(match.lastgroup))])
        pieces.append(_token(match, old, new))
        at = match.end()
    return "".join(pieces) + text[at:]


def _token(match: re.Match[str], old: str, new: str) -> str:
    text = match[str(match.lastgroup)]
    step, dot, part = text.partition(".")
    is_step = match.lastgroup == "name" and step == old and text not in KEYWORDS
    return f"{new}{dot}{part}" if is_step else text

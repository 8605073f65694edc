"""Texts with `{step}` for an answer: what stands between their braces, read and never run.

`{{` and `}}` are braces of the text itself. Nothing else has a meaning between braces: no format,
no part of an answer, no number.
"""

import re
from collections.abc import Callable, Iterator

TOKEN = re.compile(r"\{\{|\}\}|\{(?P<name>[^{}]*)\}|[{}]")
OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
# A part in brackets, or a sentence of the rest up to its end or the next bracket.
PIECE = re.compile(r"\[[^\[\]]*\]|.+?(?:[.!?;](?=\s|\Z)|\n|(?=\[[^\[\]]*\])|\Z)\s*", re.DOTALL)
DOUBLED = ("{{", "}}")
UNKNOWN = "…"


def names(template: str) -> Iterator[str]:
    """What stands between each two braces, as it was written.

    >>> list(names("Lift {lift}[, { floor }] {{here}}"))
    ['lift', ' floor ']
    """
    return (token["name"] for token in TOKEN.finditer(template) if token["name"] is not None)


def has_stray_brace(template: str) -> bool:
    """Whether a brace stands alone, without its other half."""
    return any(token[0] in ("{", "}") for token in TOKEN.finditer(template))


def key_of(name: str) -> str:
    """The key that somebody meant who wrote it with spaces or capitals."""
    return name.strip().lower()


def renamed(template: str, old: str, new: str) -> str:
    """The text with the step `old` called `new`, in whatever way its name was written."""

    def follow(token: re.Match[str]) -> str:
        is_old = token["name"] is not None and key_of(token["name"]) == old
        return f"{{{new}}}" if is_old else token[0]

    return TOKEN.sub(follow, template)


def fill(template: str, answer: Callable[[str], str | None]) -> str:
    """The text with each answer in its place, by key; None is an answer that is not known.

    What stands in `[ ]` is left out when an answer in it is not known. Versions that were published
    before each brace was looked at may hold anything, and no reader should see it: a name with
    capitals or spaces is read as its key, any other is not known, a lone brace is left out.
    """

    def optional(match: re.Match[str]) -> str:
        known = all(answer(key_of(name)) is not None for name in names(match[1]))
        return match[1] if known else ""

    def token(match: re.Match[str]) -> str:
        if match["name"] is None:
            return match[0][0] if match[0] in DOUBLED else ""
        text = answer(key_of(match["name"]))
        return UNKNOWN if text is None else text

    return TOKEN.sub(token, OPTIONAL.sub(optional, template)).strip()


def fill_sentences(template: str, answer: Callable[[str], str | None]) -> tuple[str, list[str]]:
    """`fill`, without the sentences of whose answers none is known, and the keys of the answers
    outside of `[ ]` that are not.

    >>> fill_sentences("{what}. Since {since}.", {"since": "noon"}.get)
    ('Since noon.', ['what'])
    """
    kept, unknown = [], []
    for piece in PIECE.findall(template):
        keys = [key_of(name) for name in names(piece)]
        lacking = [key for key in keys if answer(key) is None]
        unknown += [] if OPTIONAL.fullmatch(piece) else lacking
        if not keys or len(lacking) < len(keys):
            kept.append(piece)
    return re.sub(" +", " ", fill("".join(kept), answer)), list(dict.fromkeys(unknown))

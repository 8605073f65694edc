"""How large the data of a script may be, and a look at data of any shape before it is read."""

import json
from math import isfinite
from typing import Any

from workflows.texts import Refusal

MOST_BYTES = 1_000_000
MOST_NODES = 60_000
DEEPEST = 16

Place = tuple[str | int, ...]


def unfit(data: Any) -> Refusal | None:
    """Why data cannot be those of a script: too large, too deep, or not made of JSON's types.

    Looks at a bounded number of values and never recurses, whatever it is given.
    """
    waiting: list[tuple[Any, Place]] = [(data, ())]
    nodes = characters = 0
    while waiting:
        value, place = waiting.pop()
        nodes += 1
        characters += _characters(value)
        if nodes > MOST_NODES or characters > MOST_BYTES:
            return _too_large()
        if (problem := _unfit(value, place)) is not None:
            return problem
        waiting.extend(_children(value, place))
    return None


def too_large(data: Any) -> Refusal | None:
    """Why JSON data are too large to be kept: by their bytes, which `unfit` does not count."""
    fits = len(json.dumps(data, ensure_ascii=False).encode("utf-8", "replace")) <= MOST_BYTES
    return None if fits else _too_large()


def _characters(value: Any) -> int:
    if isinstance(value, dict):
        return sum(len(key) for key in value if isinstance(key, str))
    return len(value) if isinstance(value, str) else 0


def _too_large() -> Refusal:
    return Refusal("script-too-large", kilobytes=MOST_BYTES // 1000, values=MOST_NODES)


def _unfit(value: Any, place: Place) -> Refusal | None:
    if len(place) > DEEPEST:
        return Refusal("nested-too-deeply", at=place[:DEEPEST])
    if isinstance(value, dict):
        return next((problem for key in value if (problem := _unfit_key(key, place))), None)
    if isinstance(value, str):
        return _unfit_text(value, place)
    if value is None or isinstance(value, list | bool | int):
        return None
    if isinstance(value, float) and isfinite(value):
        return None
    return Refusal("value-not-accepted", at=place)


def _unfit_key(key: Any, place: Place) -> Refusal | None:
    if isinstance(key, str):
        return _unfit_text(key, place)
    return Refusal("key-not-a-word", at=place)


def _unfit_text(text: str, place: Place) -> Refusal | None:
    # Half a surrogate pair is no character: no database and no file would take it.
    if text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text):
        return None
    return Refusal("damaged-character", at=place)


def _children(value: Any, place: Place) -> list[tuple[Any, Place]]:
    if isinstance(value, dict):
        items = list(value.items())[: MOST_NODES + 1]
        return [(child, (*place, key)) for key, child in items]
    if isinstance(value, list):
        return [(child, (*place, index)) for index, child in enumerate(value[: MOST_NODES + 1])]
    return []

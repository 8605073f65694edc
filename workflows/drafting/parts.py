"""The parts of a draft's document, and the bounds that hold for what people send.

A part is a step, an instruction, an article or a setting: "step:floor", "settings:name". The outer
shape of a draft's document is always whole; what is inside a part may be anything JSON can hold.
"""

import math
import re
from collections.abc import Mapping
from typing import Any

from core.db import storable
from workflows.document import MOST_STEPS, RESERVED
from workflows.document.bounds import DEEPEST, too_large, unfit
from workflows.drafting.errors import BadEdit

LISTS = {"step": "steps", "instruction": "instructions", "article": "articles"}
SETTINGS: dict[str, type] = {
    "name": dict,
    "languages": list,
    "greeting": dict,
    "outcome": dict,
    "lexicon": dict,
}
MOST = {"step": MOST_STEPS, "instruction": 100, "article": 100}
LARGEST = 10**18
KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")

Document = dict[str, Any]


def split(part: Any) -> tuple[str, str]:
    """The kind and the key of a part's name; raises `BadEdit`."""
    kind, _, key = part.partition(":") if isinstance(part, str) else ("", "", "")
    if (kind in LISTS and KEY.fullmatch(key)) or (kind == "settings" and key in SETTINGS):
        return kind, key
    named = str(part)[:80]
    raise BadEdit("not-a-part", part=named)


def check_new_key(kind: str, key: Any) -> str:
    """A key that a new part may have; raises `BadEdit`."""
    if not isinstance(key, str) or not KEY.fullmatch(key):
        raise BadEdit("new-key-form")
    if kind == "step" and key in RESERVED:
        raise BadEdit("new-key-reserved", key=key)
    return key


def items(document: Document, kind: str) -> list[dict[str, Any]]:
    """The steps, instructions or articles of a document."""
    listed: list[dict[str, Any]] = document[LISTS[kind]]
    return listed


def position(document: Document, kind: str, key: str) -> int | None:
    """Where a part stands among its kind, counted from 0; None where it is not."""
    for place, item in enumerate(items(document, kind)):
        if item["key"] == key:
            return place
    return None


def value_of(document: Document, part: str) -> Any:
    """What a part holds, or None where there is none."""
    kind, key = split(part)
    if kind == "settings":
        return document[key]
    place = position(document, kind, key)
    return None if place is None else items(document, kind)[place]


def shaped(data: Any) -> Document:
    """Any document with its outer shape made whole; raises `BadEdit` where that is impossible."""
    if not isinstance(data, Mapping) or not isinstance(data.get("key"), str):
        raise BadEdit("not-a-script")
    data = storable_json(dict(data))
    document: Document = {"format": 1, "key": data["key"]}
    for name, kind in SETTINGS.items():
        document[name] = checked_setting(name, data.get(name, kind()))
    for sort, listed in LISTS.items():
        document[listed] = _listed(sort, data.get(listed, []))
    check_size(document)
    return document


def _listed(kind: str, values: Any) -> list[dict[str, Any]]:
    if not isinstance(values, list) or len(values) > MOST[kind]:
        raise too_many(kind)
    keys = [check_new_key(kind, value.get("key")) for value in map(_object, values)]
    if twice := {key for key in keys if keys.count(key) > 1}:
        raise part_taken(f"{kind}:{min(twice)}")
    return values


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise BadEdit("part-not-an-object")
    return value


def checked_item(kind: str, key: str, value: Any) -> dict[str, Any]:
    """What a step, instruction or article may hold: an object with the key of its part."""
    item = _object(storable_json(value))
    if item.get("key") != key:
        raise BadEdit("part-of-other-key", part=f"{kind}:{key}")
    return item


def checked_setting(name: str, value: Any) -> Any:
    """What a setting may hold; raises `BadEdit`."""
    value = storable_json(value)
    if not isinstance(value, SETTINGS[name]):
        raise BadEdit("setting-shape", setting=name)
    return value


def part_taken(part: str) -> BadEdit:
    return BadEdit("part-taken", part=part)


def too_many(kind: str) -> BadEdit:
    return BadEdit("parts-too-many", parts=LISTS[kind], most=MOST[kind])


def check_size(document: Document) -> None:
    """Raises `BadEdit` for a document that is larger or deeper than a script may be."""
    refusal = unfit(document) or too_large(document)
    if refusal is not None:
        raise BadEdit(refusal.code, **refusal.params)


def storable_json(value: Any, depth: int = 0) -> Any:
    """A copy of a JSON value that every database can keep; raises `BadEdit` for anything else."""
    if depth > DEEPEST:
        raise BadEdit("nested-too-deeply")
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {
            storable(_name(name)): storable_json(each, depth + 1) for name, each in value.items()
        }
    if isinstance(value, list):
        return [storable_json(each, depth + 1) for each in value]
    if value is None or isinstance(value, bool) or _is_number(value):
        return value
    raise BadEdit("not-json")


def _name(name: Any) -> str:
    if not isinstance(name, str):
        raise BadEdit("not-json")
    return name


def _is_number(value: Any) -> bool:
    if isinstance(value, int):
        return abs(value) <= LARGEST
    return isinstance(value, float) and math.isfinite(value)

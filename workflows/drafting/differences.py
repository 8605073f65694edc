"""The fewest edits that lead from one document to another. Pure."""

from bisect import bisect_left
from collections.abc import Sequence

from workflows.drafting.applying import apply_all
from workflows.drafting.edits import Edit
from workflows.drafting.parts import LISTS, SETTINGS, Document, items


def between(before: Document, after: Document) -> list[Edit]:
    """Edits that make `after` of `before`; both have the whole outer shape."""
    edits = [
        Edit("set", f"settings:{name}", after[name])
        for name in SETTINGS
        if before[name] != after[name]
    ]
    for kind in LISTS:
        changed = _content(before, after, kind)
        document = apply_all(before, changed).document
        edits += [*changed, *_order(document, after, kind)]
    return edits


def _content(before: Document, after: Document, kind: str) -> list[Edit]:
    old = {item["key"]: item for item in items(before, kind)}
    new = {item["key"]: item for item in items(after, kind)}
    edits = [Edit("remove", f"{kind}:{key}") for key in old if key not in new]
    anchor = ""
    for key, item in new.items():
        if key not in old:
            edits.append(Edit("add", f"{kind}:{key}", item, anchor))
        elif old[key] != item:
            edits.append(Edit("set", f"{kind}:{key}", item))
        anchor = f"{kind}:{key}"
    return edits


def _order(document: Document, after: Document, kind: str) -> list[Edit]:
    """Moves of the items outside one of the longest rows that are in the right order already."""
    keys = [item["key"] for item in items(after, kind)]
    places = {key: place for place, key in enumerate(keys)}
    stays = _longest_rising([places[item["key"]] for item in items(document, kind)])
    edits, anchor = [], ""
    for place, key in enumerate(keys):
        if place not in stays:
            edits.append(Edit("move", f"{kind}:{key}", after=anchor))
        anchor = f"{kind}:{key}"
    return edits


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """The numbers of one of the longest rising subsequences."""
    ends: list[int] = []  # the smallest end of a rising row of each length
    before: dict[int, int | None] = {}
    for number in numbers:
        place = bisect_left(ends, number)
        before[number] = ends[place - 1] if place else None
        ends[place : place + 1] = [number]
    longest, number_or_none = set[int](), ends[-1] if ends else None
    while number_or_none is not None:
        longest.add(number_or_none)
        number_or_none = before[number_or_none]
    return longest

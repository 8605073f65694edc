"""Edits as pure functions: a document and an edit give the document after it, and its changes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from workflows.drafting.edits import Changed, Edit
from workflows.drafting.errors import BadEdit
from workflows.drafting.parts import (
    LISTS,
    MOST,
    Document,
    items,
    part_taken,
    position,
    split,
    too_many,
    value_of,
)
from workflows.drafting.references import rewritten, touched


@dataclass(frozen=True)
class Applied:
    """The document after an edit, and its changes (none where it was so already)."""

    document: Document
    changes: tuple[Changed, ...] = ()


def apply(document: Document, edit: Edit) -> Applied:
    """The document after an edit; raises `BadEdit`. The document that is given stays as it is."""
    return _APPLY[edit.action](document, edit)


def apply_all(document: Document, edits: Iterable[Edit]) -> Applied:
    """The document after several edits, one upon the other."""
    changes: list[Changed] = []
    for edit in edits:
        applied = apply(document, edit)
        document = applied.document
        changes += applied.changes
    return Applied(document, tuple(changes))


def _set(document: Document, edit: Edit) -> Applied:
    before = value_of(document, edit.part)
    if before is None:
        raise _missing(edit.part)
    if before == edit.value:
        return Applied(document)
    changed = Changed("set", edit.part, before, edit.value)
    return Applied(with_value(document, edit.part, edit.value), (changed,))


def _add(document: Document, edit: Edit) -> Applied:
    listed = items(document, edit.kind)
    if position(document, edit.kind, edit.key) is not None:
        raise part_taken(edit.part)
    if len(listed) >= MOST[edit.kind]:
        raise too_many(edit.kind)
    place = _place(document, edit.kind, edit.after)
    grown = [*listed[:place], edit.value, *listed[place:]]
    added = {"value": edit.value, "after": _before(grown, edit.kind, place)}
    return Applied(_with(document, edit.kind, grown), (Changed("add", edit.part, None, added),))


def _remove(document: Document, edit: Edit) -> Applied:
    listed, place = items(document, edit.kind), _position_of(document, edit)
    removed = {"value": listed[place], "after": _before(listed, edit.kind, place)}
    shortened = [*listed[:place], *listed[place + 1 :]]
    return Applied(
        _with(document, edit.kind, shortened), (Changed("remove", edit.part, removed, None),)
    )


def _move(document: Document, edit: Edit) -> Applied:
    listed, place = items(document, edit.kind), _position_of(document, edit)
    if edit.after == edit.part:
        raise BadEdit("move-after-itself")
    without = _with(document, edit.kind, [*listed[:place], *listed[place + 1 :]])
    target, rest = _place(without, edit.kind, edit.after), items(without, edit.kind)
    if target == place:
        return Applied(document)
    moved = [*rest[:target], listed[place], *rest[target:]]
    before = {"after": _before(listed, edit.kind, place)}
    after = {"after": _before(moved, edit.kind, target)}
    changed = Changed("move", edit.part, before, after)
    return Applied(_with(document, edit.kind, moved), (changed,))


def _rename(document: Document, edit: Edit) -> Applied:
    kind, place = edit.kind, _position_of(document, edit)
    if edit.to == edit.key:
        return Applied(document)
    if position(document, kind, edit.to) is not None:
        raise part_taken(f"{kind}:{edit.to}")
    before = items(document, kind)[place]
    value = edit.value
    if value is None:
        value = {**rewritten(edit.part, before, kind, edit.key, edit.to), "key": edit.to}
    changes = [Changed("rename", edit.part, before, value)]
    document = with_value(document, edit.part, value)
    if edit.value is None:
        for part, then, now in touched(document, kind, edit.key, edit.to):
            changes.append(Changed("refer", part, then, now))
            document = with_value(document, part, now)
    return Applied(document, tuple(changes))


_APPLY: dict[str, Callable[[Document, Edit], Applied]] = {
    "set": _set,
    "add": _add,
    "remove": _remove,
    "move": _move,
    "rename": _rename,
}


def _missing(part: str) -> BadEdit:
    return BadEdit("part-unknown", part=part)


def _position_of(document: Document, edit: Edit) -> int:
    place = position(document, edit.kind, edit.key)
    if place is None:
        raise _missing(edit.part)
    return place


def _with(document: Document, kind: str, listed: list[dict[str, Any]]) -> Document:
    return {**document, LISTS[kind]: listed}


def with_value(document: Document, part: str, value: Any) -> Document:
    """The document with another value for a part that it has."""
    kind, key = split(part)
    if kind == "settings":
        return {**document, key: value}
    listed = [value if item["key"] == key else item for item in items(document, kind)]
    return _with(document, kind, listed)


def _before(listed: list[dict[str, Any]], kind: str, place: int) -> str:
    return f"{kind}:{listed[place - 1]['key']}" if place else ""


def _place(document: Document, kind: str, after: str) -> int:
    """Where something that follows `after` goes; before the end where that part is gone."""
    if not after:
        return 0
    anchor = position(document, kind, split(after)[1])
    if anchor is not None:
        return anchor + 1
    listed = items(document, kind)
    return len(listed) - 1 if listed and listed[-1].get("kind") == "end" else len(listed)

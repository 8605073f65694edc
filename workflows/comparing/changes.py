"""What changed between two documents, part by part and field by field."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from workflows.comparing.fields import ChangeLine, Words, compare, fields
from workflows.texts import Texts

Kind = Literal["added", "removed", "moved", "renamed", "changed"]
SECTIONS = {"steps": "step", "instructions": "instruction", "articles": "article"}
SETTINGS = ("key", "name", "languages", "greeting", "outcome", "lexicon")


@dataclass(frozen=True)
class Change:
    """One part that changed. `part` is like "step:floor" (its key in the newer document),
    "instruction:x", "article:x" or "settings:name"; `title` is its own, {} where it has none. Of a
    renamed step the lines begin with the keys. A step that was moved and changed gives two."""

    part: str
    kind: Kind
    title: Texts
    lines: tuple[ChangeLine, ...] = ()


@dataclass(frozen=True)
class _Item:
    section: str
    key: str
    place: int
    data: Any

    @property
    def part(self) -> str:
        return f"{SECTIONS[self.section]}:{self.key}"

    @property
    def title(self) -> Texts:
        title = self.data.get("title") if isinstance(self.data, dict) else None
        texts = title if isinstance(title, dict) else {}
        return {one: text for one, text in texts.items() if isinstance(text, str)}


def changes(
    before: Mapping[str, Any], after: Mapping[str, Any], words: Words
) -> tuple[Change, ...]:
    """Every change from one plain document to another: settings first, then each list in its new
    order, what was removed at the end.

    Either may be a draft with faults; both are to be within `bounds`.
    """
    listed = [*_settings(before, after, words)]
    for section in SECTIONS:
        listed += _section(_items(before, section), _items(after, section), words)
    return tuple(listed)


def _settings(
    before: Mapping[str, Any], after: Mapping[str, Any], words: Words
) -> Iterator[Change]:
    for name in SETTINGS:
        old, new = (fields((name,), document.get(name), words) for document in (before, after))
        lines = compare(old, new, words)
        if lines:
            kind: Kind = "changed" if old and new else "added" if new else "removed"
            yield Change(f"settings:{name}", kind, {}, lines)


def _items(document: Mapping[str, Any], section: str) -> dict[str, _Item]:
    """The items of a list by key, in their order; what has no key of its own goes by its place."""
    by_key: dict[str, _Item] = {}
    listed = document.get(section)
    for place, data in enumerate(listed if isinstance(listed, list) else []):
        key = data.get("key") if isinstance(data, dict) else None
        name = key if isinstance(key, str) and key not in by_key else f"#{place + 1}"
        by_key[name] = _Item(section, name, place, data)
    return by_key


def _section(before: dict[str, _Item], after: dict[str, _Item], words: Words) -> Iterator[Change]:
    came_from = {key: key for key in after if key in before} | _renamed(before, after)
    moved = _moved([(key, before[came_from[key]].place) for key in after if key in came_from])
    for key, item in after.items():
        old = before.get(came_from.get(key, ""))
        if old is None:
            yield _whole("added", item, compare({}, _fields(item, words), words))
            continue
        yield from _changed(old, item, words)
        if key in moved:
            line = ChangeLine(("position",), str(old.place + 1), str(item.place + 1))
            yield Change(item.part, "moved", item.title, (line,))
    for key, item in before.items():
        if key not in came_from.values():
            yield _whole("removed", item, compare(_fields(item, words), {}, words))


def _fields(item: _Item, words: Words) -> dict[tuple[str | int, ...], str]:
    return fields((item.section, 0), item.data, words)


def _whole(kind: Kind, item: _Item, lines: tuple[ChangeLine, ...]) -> Change:
    return Change(item.part, kind, item.title, lines)


def _changed(old: _Item, new: _Item, words: Words) -> Iterator[Change]:
    lines = compare(_fields(old, words), _fields(new, words), words)
    if old.key != new.key:
        keys = ChangeLine(("key",), old.key, new.key)
        yield Change(new.part, "renamed", new.title, (keys, *lines))
    elif lines:
        yield Change(new.part, "changed", new.title, lines)


def _renamed(before: dict[str, _Item], after: dict[str, _Item]) -> dict[str, str]:
    """New keys of parts that are otherwise what they were, or at least are called the same."""
    gone = [item for key, item in before.items() if key not in after]
    old_keys: dict[str, str] = {}
    for key, item in after.items():
        if key in before:
            continue
        match = next((old for old in gone if _is_same(old.data, item.data)), None)
        if match is not None:
            gone.remove(match)
            old_keys[key] = match.key
    return old_keys


def _is_same(one: Any, other: Any) -> bool:
    if not isinstance(one, dict) or not isinstance(other, dict):
        return False
    if {**one, "key": ""} == {**other, "key": ""}:
        return True
    names = ("kind", "type", "title", "text")
    has_text = bool(one.get("title") or one.get("text"))
    return has_text and all(one.get(name) == other.get(name) for name in names)


def _moved(places: list[tuple[str, int]]) -> set[str]:
    """The fewest keys that must have been moved for the old places to come in the new order."""
    ends: list[int] = []
    best: list[int] = []
    for _, place in places:
        at = bisect_left(ends, place)
        ends[at : at + 1] = [place]
        best.append(at + 1)
    staying, length = set(), len(ends)
    for (key, _), rank in zip(reversed(places), reversed(best), strict=True):
        if rank == length:
            staying.add(key)
            length -= 1
    return {key for key, _ in places} - staying

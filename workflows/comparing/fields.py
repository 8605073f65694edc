"""The fields of one part as lines of text, and which of them differ."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from workflows.comparing.aligning import aligned
from workflows.decimals import plain

FLAGS = ("mandatory", "read_back", "whole", "only_listed")
LONG = 300
GAP = "…"


Place = tuple[str | int, ...]


class Words(Protocol):
    """How values read in the language of the reader; they are compared, and cut, as they read."""

    def flag(self, value: bool) -> str: ...
    def text(self, field: str, value: str) -> str: ...
    def under_condition(self, condition: str, text: str) -> str: ...
    def from_step(self, key: str) -> str: ...


@dataclass(frozen=True)
class ChangeLine:
    """One field before and after; "" where it was or is empty. Of long texts only the lines that
    differ."""

    place: Place
    before: str
    after: str


Fields = dict[Place, str]


def fields(place: Place, value: Any, words: Words) -> Fields:
    """Each field below `place` with its value in words; empty ones and keys of parts left out."""
    gathered: Fields = {}
    _gather(gathered, place, value, words)
    return {at: text for at, text in gathered.items() if text}


def _gather(gathered: Fields, place: Place, value: Any, words: Words) -> None:
    name = place[-1]
    if isinstance(value, dict):
        for inner, child in value.items():
            if not (inner == "key" and len(place) == 2):
                _gather(gathered, (*place, str(inner)), child, words)
    elif isinstance(value, list) and name in ITEM_TEXTS:
        for index, item in enumerate(value):
            gathered[*place, index] = ITEM_TEXTS[str(name)](item, words)
    elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
        named = [_named(item, index) for index, item in enumerate(value)]
        gathered[place] = ", ".join(name for name in named if isinstance(name, str))
        for part, item in zip(named, value, strict=True):
            _gather(gathered, (*place, part), _unnamed(item), words)
    else:
        gathered[place] = _text(str(name), value, words)


def _named(item: Any, index: int) -> str | int:
    """Choices are known by their values, so that one more in between changes only one."""
    value = item.get("value") if isinstance(item, dict) else None
    return value if isinstance(value, str) else index


def _unnamed(item: Any) -> Any:
    if isinstance(item, dict) and isinstance(item.get("value"), str):
        return {name: value for name, value in item.items() if name != "value"}
    return item


def _text(name: str, value: Any, words: Words) -> str:
    if isinstance(value, bool):
        return words.flag(value)
    if value is None:
        return ""
    if isinstance(value, list):
        worded = [_text(name, item, words) for item in value]
        return ", ".join(f"“{text}”" if "," in text else text for text in worded)
    if isinstance(value, str):
        return words.text(name, value)
    return plain(value) if isinstance(value, float) else json.dumps(value, ensure_ascii=False)


def _with_condition(item: Any, words: Words, text: str) -> str:
    when = item.get("when") if isinstance(item, dict) else None
    if not when:
        return text
    return words.under_condition(str(when), text if text.startswith("→") else f"→ {text}")


def _get(item: Any, name: str) -> str:
    value = item.get(name) if isinstance(item, dict) else item
    return "" if value is None else str(value)


def _branch(item: Any, words: Words) -> str:
    return _with_condition(item, words, f"→ {_get(item, 'to')}")


def _priority(item: Any, words: Words) -> str:
    source = _get(item, "from")
    text = words.from_step(source) if source else _get(item, "is")
    return _with_condition(item, words, text)


def _team(item: Any, words: Words) -> str:
    names = item.get("name") if isinstance(item, dict) else None
    called = f" ({' / '.join(map(str, names.values()))})" if isinstance(names, dict) else ""
    return _with_condition(item, words, f"{_get(item, 'is')}{called}")


def _deadline(item: Any, words: Words) -> str:
    return _with_condition(item, words, f"{_get(item, 'minutes')} min")


ITEM_TEXTS: dict[str, Callable[[Any, Words], str]] = {
    "next": _branch,
    "priority": _priority,
    "team": _team,
    "deadline": _deadline,
}


def compare(before: Fields, after: Fields, words: Words) -> tuple[ChangeLine, ...]:
    """The fields that differ, in the order of the newer part, then those that are gone."""
    no = words.flag(False) if before and after else ""
    names = [*after, *(name for name in before if name not in after)]
    lines = []
    for name in names:
        absent = no if name[-1] in FLAGS else ""
        old, new = before.get(name, absent), after.get(name, absent)
        if old != new:
            lines.append(ChangeLine(name, *_extracts(old, new)))
    return tuple(lines)


def _extracts(before: str, after: str) -> tuple[str, str]:
    """Both texts; of two long ones the lines that differ, with what lies between left out."""
    if not before or not after or len(before) + len(after) < LONG:
        return before, after
    runs = aligned(before.splitlines(), after.splitlines())
    if not runs:
        return before, after
    extracts: tuple[list[str], list[str]] = ([], [])
    for run in runs:
        extracts[0].extend([GAP] if run.same else run.old)
        extracts[1].extend([GAP] if run.same else run.new)
    return "\n".join(extracts[0]), "\n".join(extracts[1])

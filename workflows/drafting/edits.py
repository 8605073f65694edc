"""Edits of a draft as pages send them, and the changes that they leave. Pure.

Its changes are enough to describe an edit, to replay it and to undo it:

| action | before | after |
|---|---|---|
| set, refer | the value | the value (`refer`: it follows a part that was renamed) |
| add | None | {"value", "after"}: `after` is the part that it follows, "" for the first |
| remove | {"value", "after"} | None |
| move | {"after"} | {"after"} |
| rename | the value under the old key | the value under the new key |
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Protocol

from workflows.drafting.errors import BadEdit
from workflows.drafting.parts import (
    check_new_key,
    checked_item,
    checked_setting,
    split,
)

ACTIONS = ("set", "add", "remove", "move", "rename")


@dataclass(frozen=True)
class Edit:
    """A change that somebody wants. A `rename` with a `value` sets it, to undo a rename."""

    action: str
    part: str
    value: Any = None
    after: str = ""
    to: str = ""

    @property
    def kind(self) -> str:
        return split(self.part)[0]

    @property
    def key(self) -> str:
        return split(self.part)[1]

    def as_json(self) -> dict[str, Any]:
        """The edit as `checked_edit` takes it."""
        data: dict[str, Any] = {"action": self.action, "part": self.part}
        if self.action in ("set", "add") or self.value is not None:
            data["value"] = self.value
        if self.action in ("add", "move"):
            data["after"] = self.after
        return {**data, "to": self.to} if self.action == "rename" else data


@dataclass(frozen=True)
class Changed:
    """One part before and after; see the table above."""

    action: str
    part: str
    before: Any
    after: Any


class Change(Protocol):
    """A `Changed`, or the row that keeps it."""

    @property
    def action(self) -> str: ...
    @property
    def part(self) -> str: ...
    @property
    def before(self) -> Any: ...
    @property
    def after(self) -> Any: ...


def checked_edit(data: Any) -> Edit:
    """An edit that a page sends, with all checks that do not need the document."""
    if not isinstance(data, dict) or data.get("action") not in ACTIONS:
        raise BadEdit("not-an-edit")
    action, part = data["action"], data.get("part")
    kind, key = split(part)
    if kind == "settings" and action != "set":
        raise BadEdit("setting-only-set")
    edit = Edit(action, str(part), after=_anchor(kind, data.get("after", "")))
    if action == "rename":
        edit = replace(edit, to=check_new_key(kind, data.get("to")))
    if action in ("set", "add") or (action == "rename" and data.get("value") is not None):
        edit = replace(edit, value=_value(kind, edit.to or key, data.get("value")))
    if action == "add":
        check_new_key(kind, key)
    return edit


def _anchor(kind: str, after: Any) -> str:
    if after in ("", None):
        return ""
    if split(after)[0] != kind:
        raise BadEdit("anchor-of-other-kind")
    return str(after)


def _value(kind: str, key: str, value: Any) -> Any:
    return checked_setting(key, value) if kind == "settings" else checked_item(kind, key, value)


def inverse(change: Change) -> Edit:
    """The edit that undoes one change, in the document right after that change."""
    match change.action:
        case "add":
            return Edit("remove", change.part)
        case "remove":
            return Edit("add", change.part, change.before["value"], change.before["after"])
        case "move":
            return Edit("move", change.part, after=change.before["after"])
        case "rename":
            kind, key = split(change.part)
            renamed = f"{kind}:{change.after['key']}"
            return Edit("rename", renamed, value=change.before, to=key)
        case "set" | "refer":
            return Edit("set", change.part, change.before)
    raise BadEdit("not-undoable")


def undone(changes: Iterable[Change]) -> list[Edit]:
    """The edits that undo several changes, the newest first."""
    return [inverse(change) for change in reversed(list(changes))]

"""Merges edits of an older revision with the changes that others have made since. Pure.

Edits of different parts merge. So do an edit of what a part holds and a change of where it stands
or what it is called: an edit follows the renames that its author had not seen. Any other two
changes of one part clash, and a person decides.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from workflows.drafting.edits import Change, Edit
from workflows.drafting.parts import Document, split, value_of
from workflows.drafting.references import rewritten

# The action of an edit, and the earlier change of the same part by another that forbids it.
CLASHES = frozenset(
    {
        ("set", "set"), ("set", "remove"), ("set", "add"),
        ("add", "add"),
        ("remove", "set"), ("remove", "remove"), ("remove", "add"),
        ("move", "move"), ("move", "remove"),
        ("rename", "rename"), ("rename", "remove"),
    }
)  # fmt: skip


@dataclass(frozen=True)
class Merged:
    """An edit fit for the current document; `against` is the latest change that it clashes with.

    `edit` is None where there is nothing left to do; `part` is the current name of the part that
    the edit is about.
    """

    edit: Edit | None
    part: str
    against: Change | None = None


def merge(document: Document, edits: Sequence[Edit], since: Sequence[Change]) -> list[Merged]:
    """Each edit upon the current `document`; `since` are the changes its author had not seen."""
    own: dict[str, str] = {}  # a new key of this batch: the key that its part had before
    merged = []
    for edit in edits:
        merged.append(_merged(document, edit, own.get(edit.part, edit.part), since))
        if edit.action == "rename":
            renamed = f"{edit.kind}:{edit.to}"
            own[renamed] = own.pop(edit.part, edit.part)
    return merged


def _merged(document: Document, edit: Edit, origin: str, since: Sequence[Change]) -> Merged:
    has_new_name = origin != edit.part
    name, concurrent = origin, list[Change]()
    for change in since:
        if change.part == name:
            concurrent.append(change)
        if change.action == "rename":
            edit = following(edit, change, keep_part=has_new_name)
            name = _renamed(name, change)
    against = next((change for change in reversed(concurrent) if _clash(edit, change)), None)
    if against is None or _is_put_back(document, name, edit, concurrent):
        return Merged(edit, name)
    if _is_done(document, name, edit, against):
        return Merged(None, name)
    return Merged(edit, name, against)


def _clash(edit: Edit, change: Change) -> bool:
    takes_back = edit.action == "rename" and edit.value is not None
    return (edit.action, change.action) in CLASHES or (
        takes_back and ("set", change.action) in CLASHES
    )


def _is_put_back(document: Document, part: str, edit: Edit, concurrent: Iterable[Change]) -> bool:
    """Whether others have put the part back to its value before their changes."""
    contents = (change for change in concurrent if change.action in ("set", "add", "remove"))
    first = next(contents, None)
    if first is None or edit.action not in ("set", "remove"):
        return False
    before = first.before["value"] if first.action == "remove" else first.before
    return bool(before == value_of(document, part))


def _is_done(document: Document, part: str, edit: Edit, against: Change) -> bool:
    """Whether others have made the same change already."""
    match edit.action:
        case "set":
            return bool(value_of(document, part) == edit.value)
        case "remove":
            return value_of(document, part) is None
        case "move":
            return against.action == "move" and against.after["after"] == edit.after
        case "rename":
            return against.action == "rename" and against.after["key"] == edit.to
    return False


def new_name(rename: Change) -> str:
    """The name that a rename gave to its part."""
    return f"{split(rename.part)[0]}:{rename.after['key']}"


def _renamed(part: str, rename: Change) -> str:
    return new_name(rename) if part == rename.part else part


def following(edit: Edit, rename: Change, *, keep_part: bool = False) -> Edit:
    """The edit in the words of a document in which somebody renamed a part meanwhile."""
    kind, old = split(rename.part)
    new, value = rename.after["key"], edit.value
    keep_part = keep_part or edit.action == "add"
    if value is not None:
        value = rewritten(edit.part, value, kind, old, new)
        if edit.part == rename.part and edit.action == "set" and not keep_part:
            value = {**value, "key": new}
    part = edit.part if keep_part else _renamed(edit.part, rename)
    after = _renamed(edit.after, rename) if edit.after else ""
    return replace(edit, part=part, value=value, after=after)

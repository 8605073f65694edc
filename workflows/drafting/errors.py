"""The results of operations on drafts, and the errors that forbid them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from workflows.drafting.models import DraftChange
from workflows.texts import Refusal


class UnknownDraft(LookupError):
    """There is no such draft."""


class UnknownScript(LookupError):
    """There is no such script."""


class UnknownVersion(LookupError):
    """The script has no such version."""


class UnknownPublication(LookupError):
    """There is no such publication."""


class UnknownLine(LookupError):
    """The client has no such line."""


class UnknownComment(LookupError):
    """There is no such comment, or it refers to a run or version of another script."""


class BadEdit(Refusal):
    """An edit that makes no sense; nothing was saved."""


class KeyTaken(Refusal):
    """The client has a script of this key already: `script_id`."""

    def __init__(self, code: str, script_id: str, **params: Any) -> None:
        super().__init__(code, **params)
        self.script_id = script_id


class DraftClosed(Refusal):
    """The draft is published or discarded, and takes no more changes."""


class NotNow(Refusal):
    """The draft, or the publication, is not in the state for this."""


class NotApproved(NotNow):
    """Only an approved draft can be published."""


class Overtaken(NotApproved):
    """Somebody published another version after the review; this draft would undo its changes."""


class LineChanged(Refusal):
    """Somebody put another script on the line since the person looked."""


@dataclass(frozen=True)
class Conflict:
    """A part that somebody changed after it was read: their value and yours, None where removed.

    `action` is the action of your edit: of a move the values are {"after": part}, of a rename keys.
    """

    part: str
    action: str
    yours: Any
    theirs: Any
    author: str
    at: datetime


class EditConflict(RuntimeError):
    """Others changed the same parts in between; nothing was saved. `revision` is the current."""

    def __init__(self, conflicts: tuple[Conflict, ...], revision: int) -> None:
        super().__init__(", ".join(conflict.part for conflict in conflicts))
        self.conflicts = conflicts
        self.revision = revision


@dataclass(frozen=True)
class Saved:
    """The result of a save: the draft's revision, and that of each part that the save changed.

    `news` are all changes after the base revision, oldest first, one's own among them: a page that
    applies them has the current draft. `answered` counts, for each step that was removed or
    renamed, the past runs with an answer under its old key.
    """

    revision: int
    parts: dict[str, int]
    news: tuple[DraftChange, ...] = ()
    answered: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Entry:
    """A change with the name of its author ("" where nobody is known)."""

    change: DraftChange
    author: str

"""What the operations on drafts give back, and what can forbid them."""

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


class UnknownComment(LookupError):
    """There is no such comment, or what it refers to is not of this script."""


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
    """Only what was read and approved can be published."""


class Overtaken(NotApproved):
    """Another version was decided after the review, whose changes this one would undo unseen."""


@dataclass(frozen=True)
class Conflict:
    """A part that somebody changed after it was read: their value and yours, None where removed.

    `action` is what you asked for: of a move the values are {"after": part}, of a rename keys.
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
    """What a save left: the draft's revision, and that of each part that this save changed.

    `news` are all changes after the base revision, oldest first, one's own among them: who applies
    them has the draft as it is. `answered` says of steps that were removed or renamed how many past
    runs have an answer under the old key.
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

"""The results of a save, and the errors that forbid one, with what a screen says about them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from workflows.engine import Missing


class UnknownRun(LookupError):
    """There is no such run."""


class UnknownStep(LookupError):
    """The version of this run has no such step."""


class UnknownScript(LookupError):
    """The client has no script of that key in force."""


class RunFinished(RuntimeError):
    """The run is closed; its answers stay as they are."""


class RunLeft(RunFinished):
    """The call went on with another script; the answers of this one stay as they are."""


class TooLong(ValueError):
    """A text beyond every limit; nothing was saved."""


class ReasonTooShort(ValueError):
    """An override needs a reason that someone can judge later."""


@dataclass(frozen=True)
class SavedAnswer:
    """The stored answer of a step after a save."""

    step_key: str
    raw: str
    value: Any
    problem: str | None
    problem_params: dict[str, Any]
    revision: int
    author_id: str | None
    at: datetime


@dataclass(frozen=True)
class SavedNotes:
    """The notes as they are stored."""

    text: str
    revision: int


class RevisionConflict(RuntimeError):
    """Somebody saved another value in between; `current` is theirs, nothing was overwritten."""

    def __init__(self, current: SavedAnswer | SavedNotes) -> None:
        super().__init__(f"revision {current.revision} is newer")
        self.current = current


class GateClosed(RuntimeError):
    """Mandatory answers are missing, and no reason was given to close without them."""

    def __init__(self, missing: tuple[Missing, ...]) -> None:
        super().__init__(", ".join(one.key for one in missing))
        self.missing = missing

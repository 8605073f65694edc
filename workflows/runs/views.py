"""The parts of a run that a screen shows: plain data, in the languages of agent and caller."""

from dataclasses import asdict, dataclass
from typing import Any

from workflows.engine import AuthoredStep, Problem


@dataclass(frozen=True)
class StepView(AuthoredStep):
    """One step with its answer. `on_path`: the run comes here; `maybe`: this is not decided yet.
    `revision` 0: nothing is saved; `is_left_empty`: somebody passed it over on purpose.
    `is_unlisted`: the client's directory does not have it; `derived_from`: the title of the step
    that it follows from, "" where somebody gave it. `author` is the name of who answered, `at` when
    (ISO 8601)."""

    mandatory: bool
    on_path: bool
    maybe: bool
    is_current: bool
    is_done: bool
    is_left_empty: bool
    raw: str
    value: Any
    display: str
    is_unlisted: bool
    derived_from: str
    problem: Problem | None
    revision: int
    state: str
    author_id: str | None
    author: str
    at: str | None


@dataclass(frozen=True)
class RunView:
    """Everything of a run that a screen needs. `several_authors`: more than one person answered.

    `saves` grows by one with each text that is saved, and so tells an older view from a newer one.
    """

    id: str
    saves: int
    state: str
    language: str
    script: dict[str, Any]
    greeting: str
    current: str
    steps: list[StepView]
    several_authors: bool
    missing: list[dict[str, str]]
    instructions: list[dict[str, str]]
    articles: list[dict[str, str]]
    outcome: dict[str, Any]
    meter: dict[str, Any]
    notes: str
    notes_revision: int
    override_reason: str

    def as_json(self) -> dict[str, Any]:
        """The same as plain dictionaries and lists."""
        return asdict(self)

"""Prepares a run for the agent's desk."""

from collections.abc import Callable, Set
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import select

from core.db import session
from core.languages import say
from core.tenants import User
from workflows import engine, library
from workflows.document import Instruction, Step
from workflows.engine import (
    CompiledScript,
    Facts,
    KnownValues,
    Problem,
    StepAnswer,
    article,
    authored_step,
    counting_steps,
    is_mandatory,
    walk,
)
from workflows.models import TYPED, Answer, Run
from workflows.runs.reading import as_step_answers, get, locked, shown, stored
from workflows.runs.views import RunView, StepView
from workflows.vagueness import measure

Result = TypeVar("Result")

__all__ = ["RunView", "StepView", "changes", "view"]


@dataclass(frozen=True)
class _Scene:
    """The data that all parts of one view share."""

    script: CompiledScript
    rows: dict[str, Answer]
    answers: dict[str, StepAnswer]
    values: KnownValues
    facts: Facts
    language: str
    spoken: str
    current: str
    certain: frozenset[str]
    maybe: frozenset[str]
    authors: dict[str, str]


def view(run_id: str, *, language: str, timezone: str, now: datetime) -> RunView:
    """The run for a screen in `language`; `timezone` is the client's. Raises `UnknownRun`."""
    return _view(get(run_id), {}, language=language, timezone=timezone, now=now)


def changes(
    run_id: str, work: Callable[[], Result], *, language: str, timezone: str, now: datetime
) -> tuple[Result, dict[str, Any]]:
    """The result of `work`, and the parts of the run's view (`RunView.as_json`) that it changes; of
    the steps only those that it changes.

    Nobody else changes the run meanwhile. Raises `UnknownRun`, and what `work` raises.
    """
    run, names = locked(run_id), dict[str, str]()
    before = _view(run, names, language=language, timezone=timezone, now=now).as_json()
    result = work()
    after = _view(run, names, language=language, timezone=timezone, now=now).as_json()
    changed = {key: value for key, value in after.items() if value != before[key]}
    if "steps" in changed:
        pairs = zip(before["steps"], after["steps"], strict=True)
        changed["steps"] = [new for old, new in pairs if new != old]
    return result, {**changed, "id": run.id}


def _view(
    run: Run, names: dict[str, str], *, language: str, timezone: str, now: datetime
) -> RunView:
    scene = _scene(run, language, names)
    document = scene.script.document
    outcome = engine.outcome(scene.script, scene.answers, run.facts, language=language)
    return RunView(
        id=run.id,
        saves=run.notes_revision + sum(row.revision for row in scene.rows.values()),
        state=run.state,
        language=run.language,
        script=_script(run, scene),
        greeting=say(document.greeting, run.language),
        current=scene.current,
        steps=[_step(scene, step) for step in document.steps],
        several_authors=len(scene.authors) > 1,
        missing=_missing(scene),
        instructions=[
            _instruction(one, language)
            for one in engine.instructions(scene.script, now, timezone, run.facts, scene.answers)
        ],
        articles=[article(one, language) for one in document.articles],
        outcome=asdict(outcome),
        meter=_meter(run, scene, outcome.title),
        notes=run.notes,
        notes_revision=run.notes_revision,
        override_reason=run.override_reason,
    )


def _scene(run: Run, language: str, names: dict[str, str]) -> _Scene:
    """`names` holds names of people by id; this adds the names that it lacks."""
    script = library.compiled(run.script_version_id)
    rows = stored(run.id)
    answers = as_step_answers(rows)
    values = engine.counting_values(script, answers, run.facts)
    certain = {one.step.key for one in walk(script, values, run.facts) if one.certain}
    authors = {row.author_id for row in rows.values() if row.author_id is not None}
    names |= _names(authors - names.keys())
    return _Scene(
        script=script,
        rows=rows,
        answers=answers,
        values=values,
        facts=run.facts,
        language=language,
        spoken=run.language,
        current=engine.next_step(script, answers, run.facts).key,
        certain=frozenset(certain),
        maybe=counting_steps(script, values, run.facts) - certain,
        authors={author: names[author] for author in authors if author in names},
    )


def _names(ids: Set[str]) -> dict[str, str]:
    """The names of these people by id."""
    if not ids:
        return {}
    people = session.execute(select(User.id, User.name).where(User.id.in_(ids)))
    return {row.id: row.name for row in people}


def _meter(run: Run, scene: _Scene, title: str) -> dict[str, Any]:
    """How specific the story is so far (`workflows.vagueness`), for a person."""
    meter = measure(
        scene.script, scene.answers, run.facts, notes=run.notes, title=title, spoken=run.language
    )
    return meter.as_json(scene.language)


def _script(run: Run, scene: _Scene) -> dict[str, Any]:
    return {
        "key": scene.script.document.key,
        "name": say(scene.script.document.name, scene.language),
        "version_id": run.script_version_id,
        "number": library.number_of(run.script_version_id),
    }


def _step(scene: _Scene, step: Step) -> StepView:
    row, language = scene.rows.get(step.key), scene.language
    mandatory = is_mandatory(scene.script, step, scene.values, scene.facts)
    return StepView(
        **vars(authored_step(step, language, scene.spoken)),
        mandatory=mandatory,
        on_path=step.key in scene.certain,
        maybe=step.key in scene.maybe,
        is_current=step.key == scene.current,
        is_done=step.key in scene.values,
        is_left_empty=_is_left_empty(scene, step.key, mandatory),
        raw=row.raw if row else "",
        value=row.value if row else None,
        display=say(shown(step, row), language) if row else "",
        is_unlisted=row.unlisted if row else False,
        derived_from=_derived_from(scene, row),
        problem=Problem(row.problem, row.problem_params) if row and row.problem else None,
        revision=row.revision if row else 0,
        state=row.state if row else TYPED,
        author_id=row.author_id if row else None,
        author=scene.authors.get(row.author_id or "", "") if row else "",
        at=row.at.isoformat() if row else None,
    )


def _derived_from(scene: _Scene, row: Answer | None) -> str:
    source = row.derived_from if row and row.value is not None else None
    known = source is not None and source in scene.script.place
    return say(scene.script.step(source).title, scene.language) if source and known else ""


def _is_left_empty(scene: _Scene, key: str, mandatory: bool) -> bool:
    answer = scene.answers.get(key)
    return answer is not None and answer.value is None and not answer.problem and not mandatory


def _missing(scene: _Scene) -> list[dict[str, str]]:
    lacking = engine.missing(scene.script, scene.answers, scene.facts)
    return [one.as_json(scene.language) for one in lacking]


def _instruction(instruction: Instruction, language: str) -> dict[str, str]:
    return {
        "key": instruction.key,
        "text": say(instruction.text, language),
        "tone": instruction.tone,
        "topic": instruction.topic or "",
    }

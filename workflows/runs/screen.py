"""A run made ready for the agent's desk."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from core.db import session
from core.tenants import User
from workflows import engine, library
from workflows.document import Instruction, Step
from workflows.engine import (
    CompiledScript,
    Facts,
    Given,
    Known,
    article,
    is_mandatory,
    show,
    walk,
    written,
)
from workflows.models import TYPED, Answer, Run, ScriptVersion
from workflows.runs.reading import get, stored
from workflows.runs.views import RunView, StepView
from workflows.texts import say
from workflows.vagueness import measure

__all__ = ["RunView", "StepView", "view"]


@dataclass(frozen=True)
class _Scene:
    """What all parts of one view share."""

    script: CompiledScript
    rows: dict[str, Answer]
    answers: dict[str, Given]
    values: Known
    facts: Facts
    language: str
    spoken: str
    current: str
    certain: frozenset[str]
    maybe: frozenset[str]
    authors: dict[str, str]


def view(run_id: str, *, language: str, timezone: str, now: datetime) -> RunView:
    """The run for a screen in `language`; `timezone` is the client's. Raises `UnknownRun`."""
    run = get(run_id)
    scene = _scene(run, language)
    document = scene.script.document
    outcome = engine.outcome(scene.script, scene.answers, run.facts, language=language)
    return RunView(
        id=run.id,
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


def _scene(run: Run, language: str) -> _Scene:
    script = library.compiled(run.script_version_id)
    rows = stored(run.id)
    answers = {key: Given(row.value, row.problem, row.raw) for key, row in rows.items()}
    values = engine.known(answers)
    passages = list(walk(script, values, run.facts))
    return _Scene(
        script=script,
        rows=rows,
        answers=answers,
        values=values,
        facts=run.facts,
        language=language,
        spoken=run.language,
        current=engine.next_step(script, answers, run.facts).key,
        certain=frozenset(one.step.key for one in passages if one.certain),
        maybe=frozenset(one.step.key for one in passages if not one.certain),
        authors=_names(row.author_id for row in rows.values()),
    )


def _names(ids: Iterable[str | None]) -> dict[str, str]:
    """The names of these people by id."""
    wanted = {one for one in ids if one is not None}
    if not wanted:
        return {}
    found = session.execute(select(User.id, User.name).where(User.id.in_(wanted)))
    return {row.id: row.name for row in found}


def _meter(run: Run, scene: _Scene, title: str) -> dict[str, Any]:
    """How specific the story is so far (`workflows.vagueness`), for a person."""
    meter = measure(
        scene.script, scene.answers, run.facts, notes=run.notes, title=title, spoken=run.language
    )
    return meter.as_json(scene.language)


def _script(run: Run, scene: _Scene) -> dict[str, Any]:
    version = session.get(ScriptVersion, run.script_version_id)
    return {
        "key": scene.script.document.key,
        "name": say(scene.script.document.name, scene.language),
        "version_id": run.script_version_id,
        "number": version.number if version else 0,
    }


def _step(scene: _Scene, step: Step) -> StepView:
    row, language = scene.rows.get(step.key), scene.language
    mandatory = is_mandatory(scene.script, step, scene.values, scene.facts)
    return StepView(
        **vars(written(step, language, scene.spoken)),
        mandatory=mandatory,
        on_path=step.key in scene.certain,
        maybe=step.key in scene.maybe,
        is_current=step.key == scene.current,
        is_done=step.key in scene.values,
        is_left_empty=_is_left_empty(row, mandatory),
        raw=row.raw if row else "",
        value=row.value if row else None,
        display=say(show(step, row.value), language) if row else "",
        problem=say(row.message, language) if row else "",
        revision=row.revision if row else 0,
        state=row.state if row else TYPED,
        author_id=row.author_id if row else None,
        author=scene.authors.get(row.author_id or "", "") if row else "",
        at=row.at.isoformat() if row else None,
    )


def _is_left_empty(row: Answer | None, mandatory: bool) -> bool:
    return row is not None and row.value is None and row.problem is None and not mandatory


def _missing(scene: _Scene) -> list[dict[str, str]]:
    lacking = engine.missing(scene.script, scene.answers, scene.facts)
    return [one.said(scene.language) for one in lacking]


def _instruction(instruction: Instruction, language: str) -> dict[str, str]:
    return {
        "key": instruction.key,
        "text": say(instruction.text, language),
        "tone": instruction.tone,
        "topic": instruction.topic or "",
    }

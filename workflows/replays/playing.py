"""Reads past runs a chunk at a time, and plays them through a draft."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from pydantic import ValidationError
from sqlalchemy import select, update

from core import clock, db
from core.db import session
from core.tenants import Client
from workflows import library
from workflows.document import ScriptDocument
from workflows.drafting.models import ScriptDraft, ScriptReplay
from workflows.engine import CompiledScript, StepAnswer, compile_script
from workflows.models import FINISHED, Answer, Run, ScriptVersion
from workflows.replays.asking import DONE, FAILED, WAITING
from workflows.replays.effects import PastRun, replay

MOST_RUNS = 10_000
CHUNK = 500
CANNOT_BE_PLAYED = "cannot_be_played"

Pair = tuple[CompiledScript, PastRun]
Beat = Callable[[int, int], None]


def play(replay_id: str, renew: Callable[[], None]) -> None:
    """Play the runs and store the result; `renew` commits, and renews the lease of this task.

    A draft that is no script fails at once: trying again could not help.
    """
    row = session.get(ScriptReplay, replay_id)
    if row is None or row.state != WAITING:
        return
    draft, days = session.get_one(ScriptDraft, row.draft_id), int((row.result or {})["days"])
    document, revision, script_id = draft.document, draft.revision, draft.script_id
    timezone = session.get_one(Client, draft.client_id).timezone
    run_ids = _latest_runs(script_id, draft.client_id, days)
    session.rollback()
    try:
        new = compile_script(ScriptDocument.model_validate(document))
    except ValidationError:
        _end(replay_id, FAILED, problem=CANNOT_BE_PLAYED)
        return

    def beat(done: int, of: int) -> None:
        progress = {"days": days, "done": done, "of": of}
        _write(replay_id, result=progress, revision=revision)
        renew()

    effects = replay(new, _runs(run_ids, timezone, beat))
    result = {"days": days, "done": len(run_ids), "of": len(run_ids), **effects.as_json()}
    _end(replay_id, DONE, result=result, revision=revision)


def give_up(replay_id: str, reason: str) -> None:
    """Mark the replay as failed, so that people can request it again."""
    _end(replay_id, FAILED, problem=reason)


def _end(replay_id: str, state: str, **values: Any) -> None:
    _write(replay_id, state=state, finished_at=clock.now(), **values)


def _write(replay_id: str, **values: Any) -> None:
    session.execute(update(ScriptReplay).where(ScriptReplay.id == replay_id).values(**values))


def _latest_runs(script_id: str, client_id: str, days: int) -> list[str]:
    """The ids of the latest finished runs, newest first."""
    wanted = (
        select(Run.id)
        .join(ScriptVersion, ScriptVersion.id == Run.script_version_id)
        .where(ScriptVersion.script_id == script_id, Run.client_id == client_id)
        .where(Run.state == FINISHED)
    )
    if days:
        wanted = wanted.where(Run.started_at >= clock.now() - timedelta(days=days))
    newest = wanted.order_by(Run.started_at.desc(), Run.id)
    return list(session.scalars(newest.limit(MOST_RUNS)))


def _runs(run_ids: list[str], timezone: str, beat: Beat) -> Iterator[Pair]:
    """Each run with the version that it had. No transaction is open while a chunk is played."""
    for first in range(0, len(run_ids), CHUNK):
        beat(first, len(run_ids))
        with db.reading():
            pairs = _chunk(run_ids[first : first + CHUNK], timezone)
        yield from pairs


def _chunk(ids: list[str], timezone: str) -> list[Pair]:
    answers: dict[str, dict[str, StepAnswer]] = {run_id: {} for run_id in ids}
    stored = select(Answer.run_id, Answer.step_key, Answer.raw, Answer.value, Answer.problem)
    for row in session.execute(stored.where(Answer.run_id.in_(ids))):
        answers[row.run_id][row.step_key] = StepAnswer(row.value, row.problem, row.raw)
    columns = (
        Run.id, Run.script_version_id, Run.language, Run.facts, Run.started_at, Run.finished_at,
    )  # fmt: skip
    return [
        (
            library.compiled(row.script_version_id),
            PastRun(
                id=row.id,
                answers=answers[row.id],
                facts=row.facts,
                seconds=_seconds(row.started_at, row.finished_at),
                language=row.language,
                timezone=timezone,
                at=row.started_at,
            ),
        )
        for row in session.execute(select(*columns).where(Run.id.in_(ids)))
    ]


def _seconds(started_at: datetime, finished_at: datetime | None) -> float | None:
    return max(0.0, (finished_at - started_at).total_seconds()) if finished_at else None

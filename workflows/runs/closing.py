"""The gate: the one place where a run is closed."""

from core import clock
from core.db import session
from workflows import engine, library
from workflows.models import FINISHED, LEFT, Run
from workflows.runs.reading import locked, step_answers
from workflows.runs.results import GateClosed, ReasonTooShort, RunLeft

SHORTEST_REASON = 10


def finish(run_id: str, *, author_id: str | None, override_reason: str = "") -> Run:
    """Close the run. Every way to close a call goes through this one gate.

    Raises `GateClosed` while mandatory answers are missing and no reason is given, and
    `ReasonTooShort` for a reason that says nothing. A finished run stays as it is; a run that the
    call left for another script cannot close it (`RunLeft`).
    """
    run = locked(run_id)
    if run.state == FINISHED:
        return run
    if run.state == LEFT:
        raise RunLeft(run_id)
    lacking = engine.missing(
        library.compiled(run.script_version_id), step_answers(run_id), run.facts
    )
    reason = " ".join(override_reason.split()) if lacking else ""
    if lacking and not reason:
        raise GateClosed(lacking)
    if lacking and sum(character.isalnum() for character in reason) < SHORTEST_REASON:
        raise ReasonTooShort(reason)
    run.state, run.override_reason = FINISHED, reason
    run.finished_at, run.finished_by = clock.now(), author_id
    session.flush()
    return run

"""Reads a run: its rows, the answers that it lacks, and those that go to the ticket."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from core.db import session
from core.languages import PAGES
from workflows import engine, library
from workflows.document import Kind, Step
from workflows.engine import (
    CompiledScript,
    Missing,
    StepAnswer,
    counting_steps,
    show,
    show_unlisted,
)
from workflows.models import LEFT, OPEN, Answer, AnswerRevision, Run
from workflows.runs.results import RunFinished, RunLeft, UnknownRun


@dataclass(frozen=True)
class AnswerView:
    """One answer for the ticket. An answer that was not understood has its text as display, and a
    problem."""

    key: str
    position: int
    title: dict[str, str]
    value: Any
    display: dict[str, str]
    problem: str | None
    state: str
    author_id: str | None
    revision: int
    evidence_transcript_id: str | None
    evidence_channel: int | None
    evidence_start: float | None
    evidence_end: float | None
    evidence_quote: str | None


def get(run_id: str) -> Run:
    """The run; raises `UnknownRun`."""
    run = session.get(Run, run_id)
    if run is None:
        raise UnknownRun(run_id)
    return run


def locked(run_id: str) -> Run:
    """The run as it is now, with its row locked until the end of the transaction."""
    wanted = select(Run).where(Run.id == run_id).with_for_update()
    run = session.scalars(wanted, execution_options={"populate_existing": True}).first()
    if run is None:
        raise UnknownRun(run_id)
    return run


def opened(run_id: str) -> Run:
    run = locked(run_id)
    if run.state == LEFT:
        raise RunLeft(run_id)
    if run.state != OPEN:
        raise RunFinished(run_id)
    return run


def of_call(call_id: str) -> list[Run]:
    """The runs of a call, the first one first: one for each script that was used in it."""
    runs = select(Run).where(Run.call_id == call_id).order_by(Run.started_at, Run.id)
    return list(session.scalars(runs))


def history(run_id: str, step_key: str) -> list[AnswerRevision]:
    """Every value saved for a step, the oldest first."""
    return list(
        session.scalars(
            select(AnswerRevision)
            .where(AnswerRevision.run_id == run_id, AnswerRevision.step_key == step_key)
            .order_by(AnswerRevision.revision)
        )
    )


def step_answers(run_id: str) -> dict[str, StepAnswer]:
    """The answers of a run as the engine takes them."""
    return as_step_answers(stored(run_id))


def as_step_answers(rows: Mapping[str, Answer]) -> dict[str, StepAnswer]:
    """The rows as the engine takes them; what follows from no answer any more is still open."""
    return {
        key: StepAnswer(row.value, row.problem, row.raw, row.unlisted)
        for key, row in rows.items()
        if row.value is not None or row.derived_from is None
    }


def stored(run_id: str) -> dict[str, Answer]:
    """The rows of a run's answers by step."""
    rows = session.scalars(select(Answer).where(Answer.run_id == run_id))
    return {answer.step_key: answer for answer in rows}


def counting(run: Run) -> dict[str, Answer]:
    """The rows of the answers that count, by step: none of a step that the run leaves out."""
    rows = stored(run.id)
    values = {key: row.value for key, row in rows.items() if row.value is not None}
    steps = counting_steps(library.compiled(run.script_version_id), values, run.facts)
    return {key: row for key, row in rows.items() if key in steps}


def missing(run_id: str) -> tuple[Missing, ...]:
    """The mandatory answers that the gate would ask for now."""
    run = get(run_id)
    return engine.missing(library.compiled(run.script_version_id), step_answers(run_id), run.facts)


def outcome(run_id: str, *, language: str = "") -> engine.Outcome:
    """The ticket that follows from the answers."""
    run = get(run_id)
    script = library.compiled(run.script_version_id)
    return engine.outcome(script, step_answers(run_id), run.facts, language=language)


def answers_of(run_id: str) -> list[AnswerView]:
    """The answers that count and the done actions in the order of the script, for the ticket."""
    run = get(run_id)
    script = library.compiled(run.script_version_id)
    rows = counting(run)
    listed = [
        rows[step.key]
        for step in script.document.steps
        if step.key in rows and (step.takes_answer or step.kind is Kind.ACTION)
    ]
    return [_view(script, row) for row in listed if row.raw.strip()]


def shown(step: Step, row: Answer) -> dict[str, str]:
    """The texts of the answer; marked where the client's directory does not have it."""
    texts = show(step, row.value)
    return show_unlisted(texts) if row.unlisted else texts


def _view(script: CompiledScript, row: Answer) -> AnswerView:
    step = script.step(row.step_key)
    unread = dict.fromkeys(PAGES, row.raw)
    return AnswerView(
        key=step.key,
        position=script.place[step.key],
        title=step.title,
        value=row.value,
        display=unread if row.problem else shown(step, row),
        problem=row.problem,
        state=row.state,
        author_id=row.author_id,
        revision=row.revision,
        evidence_transcript_id=row.evidence_transcript_id,
        evidence_channel=row.evidence_channel,
        evidence_start=row.evidence_start,
        evidence_end=row.evidence_end,
        evidence_quote=row.evidence_quote,
    )

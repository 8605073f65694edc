"""Begins a run, and saves what agents type."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from core import clock
from core.db import new_id, session, storable
from core.tenants import Client, User
from workflows import directory, engine, library
from workflows.document import AnswerType, Step
from workflows.engine import LONGEST_RAW, CompiledScript, Problem
from workflows.models import Answer, AnswerRevision, Run
from workflows.runs.evidence import set_evidence
from workflows.runs.listing import first_site, look_up
from workflows.runs.reading import opened
from workflows.runs.results import RevisionConflict, SavedAnswer, SavedNotes, TooLong, UnknownStep

LONGEST_NOTES = 50_000


def start(
    *,
    client_id: str,
    call_id: str | None,
    script_key: str,
    language: str,
    facts: dict[str, Any],
) -> Run | None:
    """Begin a run of the version in force; None where the client has no such script."""
    run = prepare(
        client_id=client_id,
        call_id=call_id,
        script_key=script_key,
        language=language,
        facts=facts,
    )
    if run is not None:
        session.add(run)
        session.flush()
    return run


def prepare(
    *,
    client_id: str,
    call_id: str | None,
    script_key: str,
    language: str,
    facts: dict[str, Any],
) -> Run | None:
    """The same run before it has a row: for a call that has none yet either."""
    version_id = library.version_in_force(client_id, script_key)
    if version_id is None:
        return None
    return Run(
        id=new_id(),
        client_id=client_id,
        call_id=call_id,
        script_version_id=version_id,
        language=language,
        facts=dict(facts),
    )


def save_answer(
    run_id: str,
    step_key: str,
    raw: str,
    *,
    author_id: str | None,
    base_revision: int,
    language: str | None = None,
    now: datetime | None = None,
) -> SavedAnswer:
    """Save the text that somebody typed for a step, whether it is understood or not.

    `base_revision` is the revision that the writer saw (0 for none). The same text again changes
    nothing. Raises `RevisionConflict`, `RunFinished`, `UnknownRun`, `UnknownStep`, `TooLong`.
    `language` (of the writer, for decimal commas) is that of the author if not given.
    """
    if len(raw) > LONGEST_RAW:
        raise TooLong(step_key)
    raw = storable(raw)
    run = opened(run_id)
    script = library.compiled(run.script_version_id)
    if step_key not in script.place:
        raise UnknownStep(step_key)
    answer = _answer(run_id, step_key)
    if answer is not None and answer.raw == raw:
        return _saved(answer)
    if answer is not None and answer.revision != base_revision:
        raise RevisionConflict(_saved(answer))
    understood = understand(
        run,
        script.step(step_key),
        raw,
        language=language or language_of(author_id) or run.language,
        now=now or clock.now(),
    )
    answer = _store(run, answer, step_key, raw, understood, author_id)
    if script.step(step_key).type is AnswerType.ASSET:
        _fill_site(run, script, answer, language or language_of(author_id) or run.language)
    return _saved(answer)


def _fill_site(run: Run, script: CompiledScript, asset: Answer, language: str) -> None:
    """Answer the site as the directory knows it for the asset, unless somebody has answered it.

    With another asset the site is another one, and with none it is empty again.
    """
    step = first_site(script)
    site = _answer(run.id, step.key) if step else None
    if step is None or (site is not None and site.derived_from != asset.step_key):
        return
    raw = directory.site_of(run.client_id, str(asset.value)) if asset.value else ""
    understood = understand(run, step, raw, language=language, now=asset.at)
    if isinstance(understood, Problem):
        raw, understood = "", engine.Value(None, {})
    if raw != (site.raw if site else ""):
        site = _store(
            run, site, step.key, raw, replace(understood, unlisted=False), asset.author_id
        )
        site.derived_from = asset.step_key
        session.flush()


def _answer(run_id: str, step_key: str) -> Answer | None:
    wanted = select(Answer).where(Answer.run_id == run_id, Answer.step_key == step_key)
    return session.scalars(wanted, execution_options={"populate_existing": True}).first()


def _saved(answer: Answer) -> SavedAnswer:
    return SavedAnswer(
        answer.step_key,
        answer.raw,
        answer.value,
        answer.problem,
        answer.problem_params,
        answer.revision,
        answer.author_id,
        answer.at,
    )


def language_of(author_id: str | None) -> str | None:
    author = session.get(User, author_id) if author_id else None
    return author.language if author else None


def understand(
    run: Run, step: Step, raw: str, *, language: str, now: datetime
) -> engine.Value | Problem:
    """What a text means as an answer to a step, on the clock of the run's client."""
    client = session.get(Client, run.client_id)
    timezone = client.timezone if client else "Europe/Paris"

    def read(text: str) -> engine.Value | Problem:
        return engine.validate(step, text, language=language, timezone=timezone, now=now)

    return look_up(run.client_id, step, raw, read)


def _store(
    run: Run,
    answer: Answer | None,
    step_key: str,
    raw: str,
    understood: engine.Value | Problem,
    author_id: str | None,
) -> Answer:
    if answer is None:
        answer = Answer(run_id=run.id, client_id=run.client_id, step_key=step_key, revision=0)
        session.add(answer)
    answer.revision += 1
    answer.author_id, answer.at = author_id, clock.now()
    set_value(answer, raw, understood)
    session.add(revision_of(answer))
    session.flush()
    return answer


def set_value(answer: Answer, raw: str, understood: engine.Value | Problem) -> None:
    """Give the answer this text and value; no evidence proves it yet."""
    problem = understood if isinstance(understood, Problem) else None
    answer.raw, answer.value = raw, None if isinstance(understood, Problem) else understood.value
    answer.problem = problem.code if problem else None
    answer.problem_params = problem.params if problem else {}
    answer.unlisted = isinstance(understood, engine.Value) and understood.unlisted
    answer.derived_from = None
    set_evidence(answer, None, None)


def revision_of(answer: Answer) -> AnswerRevision:
    """The row that keeps this value for good."""
    return AnswerRevision(
        run_id=answer.run_id,
        client_id=answer.client_id,
        step_key=answer.step_key,
        revision=answer.revision,
        raw=answer.raw,
        value=answer.value,
        problem=answer.problem,
        author_id=answer.author_id,
        at=answer.at,
    )


def save_notes(run_id: str, text: str, base_revision: int, author_id: str | None) -> SavedNotes:
    """Save the free notes; raises `RevisionConflict`, `RunFinished`, `UnknownRun`, `TooLong`."""
    run = opened(run_id)
    saved = next_notes(SavedNotes(run.notes, run.notes_revision), text, base_revision)
    run.notes, run.notes_revision = saved.text, saved.revision
    session.flush()
    return saved


def next_notes(stored: SavedNotes, text: str, base_revision: int) -> SavedNotes:
    """The notes once `text` is saved over the revision that its writer saw.

    Raises `RevisionConflict`, `TooLong`.
    """
    if len(text) > LONGEST_NOTES:
        raise TooLong("notes")
    text = storable(text)
    if stored.text == text:
        return stored
    if stored.revision != base_revision:
        raise RevisionConflict(stored)
    return SavedNotes(text, stored.revision + 1)

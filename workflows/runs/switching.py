"""Another script of the client in the same call: what was answered is not asked again."""

from typing import Any

from sqlalchemy import select

from core.db import session
from workflows import library
from workflows.engine import CompiledScript
from workflows.models import LEFT, OPEN, Answer, AnswerRevision, Run, Script, ScriptVersion
from workflows.runs.reading import opened, stored
from workflows.runs.results import UnknownScript
from workflows.runs.saving import language_of, put, revision_of, understand


def switch(run_id: str, script_key: str) -> Run:
    """Go on with another script: its run of this call if there was one, else a new one.

    Answers to steps that both scripts have (same key, kind and type) go along, with their authors,
    revisions and evidence, and are understood anew; where both runs have one, the newer counts.
    The run that is left keeps all of its own. Raises `UnknownRun`, `RunFinished`, `UnknownScript`.
    """
    before = opened(run_id)
    wanted = select(Script.id).where(Script.client_id == before.client_id, Script.key == script_key)
    script_id = session.scalar(wanted)
    if script_id is None:
        raise UnknownScript(script_key)
    if script_of(before) == script_id:
        return before
    run = _earlier(before, script_id) or _new(before, script_key)
    before.state, run.state = LEFT, OPEN
    _carry_notes(before, run)
    _carry_answers(before, run)
    return run


def script_of(run: Run) -> str:
    """The id of the script that a run is a passage of."""
    return session.get_one(ScriptVersion, run.script_version_id).script_id


def _earlier(before: Run, script_id: str) -> Run | None:
    """What was answered in that script before; it goes on in the version that it began with."""
    if before.call_id is None:
        return None
    chosen = (
        select(Run)
        .join(ScriptVersion, ScriptVersion.id == Run.script_version_id)
        .where(Run.call_id == before.call_id, ScriptVersion.script_id == script_id)
        .where(Run.state == LEFT)
    )
    return session.scalars(chosen.order_by(Run.started_at.desc()).limit(1)).first()


def _new(before: Run, script_key: str) -> Run:
    version = library.published(before.client_id, script_key)
    if version is None:
        raise UnknownScript(script_key)
    run = Run(
        client_id=before.client_id,
        call_id=before.call_id,
        script_version_id=version.id,
        language=before.language,
        facts=dict(before.facts),
    )
    session.add(run)
    session.flush()
    return run


def _carry_notes(before: Run, run: Run) -> None:
    """A call has one sheet of notes; its revision goes on, so that no page thinks it is behind."""
    run.notes = before.notes
    run.notes_revision = max(before.notes_revision, run.notes_revision)
    session.flush()


def _carry_answers(before: Run, run: Run) -> None:
    here = stored(run.id)
    left, entered = (library.compiled(each.script_version_id) for each in (before, run))
    for key, answer in stored(before.id).items():
        if agree(left, entered, key) and not _has(here.get(key), answer):
            _carry(answer, here.get(key), run, entered)


def agree(one: CompiledScript, other: CompiledScript, key: str) -> bool:
    """Whether an answer to this step of one script answers the same step of the other."""
    if key not in one.place or key not in other.place:
        return False
    first, second = one.step(key), other.step(key)
    return (first.kind, first.type) == (second.kind, second.type)


def _has(mine: Answer | None, theirs: Answer) -> bool:
    """The same text, or a newer one."""
    return mine is not None and (mine.raw == theirs.raw or mine.at > theirs.at)


def _carry(theirs: Answer, mine: Answer | None, run: Run, script: CompiledScript) -> None:
    language = language_of(theirs.author_id) or run.language
    step = script.step(theirs.step_key)  # "tomorrow" is the day after it was typed:
    understood = understand(run, step, theirs.raw, language=language, now=theirs.at)
    if mine is None:
        _copy_history(theirs, run)
        mine = Answer(run_id=run.id, client_id=run.client_id, step_key=theirs.step_key)
        mine.revision = theirs.revision
    else:
        mine.revision = max(mine.revision, theirs.revision) + 1
    mine.author_id, mine.at = theirs.author_id, theirs.at
    put(mine, theirs.raw, understood)
    _carry_evidence(theirs, mine)
    session.add_all([mine, revision_of(mine)])
    session.flush()


def _carry_evidence(theirs: Answer, mine: Answer) -> None:
    """What proved a value proves it here too, where it still is that value."""
    if mine.value is None or mine.value != theirs.value:
        return
    mine.state = theirs.state
    for name in ("transcript_id", "channel", "start", "end", "quote"):
        setattr(mine, f"evidence_{name}", getattr(theirs, f"evidence_{name}"))


def _copy_history(theirs: Answer, run: Run) -> None:
    """Every earlier value as it was; the latest is written as it is understood here."""
    chosen = select(AnswerRevision).where(
        AnswerRevision.run_id == theirs.run_id,
        AnswerRevision.step_key == theirs.step_key,
        AnswerRevision.revision < theirs.revision,
    )
    names = ("client_id", "step_key", "revision", "raw", "value", "problem", "author_id", "at")
    for row in session.scalars(chosen).all():
        values: dict[str, Any] = {name: getattr(row, name) for name in names}
        session.add(AnswerRevision(run_id=run.id, **values))


def not_carried(run: Run, current: Run) -> set[str]:
    """The steps of a run that was left whose answers did not go along to the current one."""
    left, entered = (library.compiled(each.script_version_id) for each in (run, current))
    return {key for key in stored(run.id) if not agree(left, entered, key)}

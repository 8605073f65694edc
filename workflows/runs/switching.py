"""Switches a call to another script of the client; answers that both scripts take go along."""

from typing import Any

from sqlalchemy import select

from core.db import session
from workflows import library
from workflows.engine import CompiledScript
from workflows.models import (
    CONTRADICTED,
    LEFT,
    OPEN,
    Answer,
    AnswerRevision,
    Run,
    Script,
    ScriptVersion,
)
from workflows.runs.reading import counting, opened, stored
from workflows.runs.results import UnknownScript
from workflows.runs.saving import language_of, revision_of, set_value, understand


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
    """The call's earlier run of that script; it goes on in the version that it began with."""
    if before.call_id is None:
        return None
    runs = (
        select(Run)
        .join(ScriptVersion, ScriptVersion.id == Run.script_version_id)
        .where(Run.call_id == before.call_id, ScriptVersion.script_id == script_id)
        .where(Run.state == LEFT)
    )
    return session.scalars(runs.order_by(Run.started_at.desc()).limit(1)).first()


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
    new_answers = stored(run.id)
    old_script, new_script = (library.compiled(each.script_version_id) for each in (before, run))
    for key, answer in counting(before).items():
        if agree(old_script, new_script, key) and not _has(new_answers.get(key), answer):
            _carry(answer, new_answers.get(key), run, new_script)


def agree(old_script: CompiledScript, new_script: CompiledScript, key: str) -> bool:
    """Whether an answer to this step of one script answers the same step of the other."""
    if key not in old_script.place or key not in new_script.place:
        return False
    old, new = old_script.step(key), new_script.step(key)
    return (old.kind, old.type) == (new.kind, new.type)


def _has(new: Answer | None, old: Answer) -> bool:
    """Whether the new run has the same text already, or a newer one."""
    return new is not None and (new.raw == old.raw or new.at > old.at)


def _carry(old: Answer, new: Answer | None, run: Run, script: CompiledScript) -> None:
    language = language_of(old.author_id) or run.language
    step = script.step(old.step_key)  # "tomorrow" is the day after it was typed:
    understood = understand(run, step, old.raw, language=language, now=old.at)
    if new is None:
        _copy_history(old, run)
        new = Answer(run_id=run.id, client_id=run.client_id, step_key=old.step_key)
        new.revision = old.revision
    else:
        new.revision = max(new.revision, old.revision) + 1
    new.author_id, new.at = old.author_id, old.at
    set_value(new, old.raw, understood)
    if old.derived_from is not None:
        new.derived_from, new.unlisted = old.derived_from, False
    _carry_evidence(old, new)
    session.add_all([new, revision_of(new)])
    session.flush()


def _carry_evidence(old: Answer, new: Answer) -> None:
    """The evidence goes along where the new script reads the text as the same value.

    What contradicts it answered the question of the old script.
    """
    if new.value is None or new.value != old.value or old.state == CONTRADICTED:
        return
    new.state = old.state
    for name in ("transcript_id", "channel", "start", "end", "quote"):
        setattr(new, f"evidence_{name}", getattr(old, f"evidence_{name}"))


def _copy_history(old: Answer, run: Run) -> None:
    """Copy the earlier values as they were; `_carry` writes the latest anew."""
    revisions = select(AnswerRevision).where(
        AnswerRevision.run_id == old.run_id,
        AnswerRevision.step_key == old.step_key,
        AnswerRevision.revision < old.revision,
    )
    names = ("client_id", "step_key", "revision", "raw", "value", "problem", "author_id", "at")
    for row in session.scalars(revisions).all():
        values: dict[str, Any] = {name: getattr(row, name) for name in names}
        session.add(AnswerRevision(run_id=run.id, **values))


def not_carried(run: Run, current: Run) -> set[str]:
    """The steps of an earlier run whose answers did not go along to the current one."""
    old_script, new_script = (library.compiled(each.script_version_id) for each in (run, current))
    return {key for key in stored(run.id) if not agree(old_script, new_script, key)}

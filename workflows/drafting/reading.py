"""Finds drafts, and the changes made to them."""

from collections.abc import Collection, Iterable

from sqlalchemy import func, select

from core.db import session
from core.tenants import User
from workflows.drafting.errors import Entry, UnknownDraft, UnknownScript
from workflows.drafting.models import OPEN_STATES, DraftChange, ScriptDraft
from workflows.models import Answer, Run, Script, ScriptVersion

MOST_HISTORY = 500


def get(draft_id: str) -> ScriptDraft:
    """The draft; raises `UnknownDraft`."""
    draft = session.get(ScriptDraft, draft_id)
    if draft is None:
        raise UnknownDraft(draft_id)
    return draft


def locked(draft_id: str) -> ScriptDraft:
    """The draft as it is now, with its row locked until the end of the transaction."""
    by_id = select(ScriptDraft).where(ScriptDraft.id == draft_id).with_for_update(key_share=True)
    draft = session.scalars(by_id, execution_options={"populate_existing": True}).first()
    if draft is None:
        raise UnknownDraft(draft_id)
    return draft


def locked_script(script_id: str) -> Script:
    """The script with its row locked. Who locks a draft as well does so after this."""
    by_id = select(Script).where(Script.id == script_id).with_for_update(key_share=True)
    script = session.scalars(by_id, execution_options={"populate_existing": True}).first()
    if script is None:
        raise UnknownScript(script_id)
    return script


def open_of(script_id: str) -> ScriptDraft | None:
    """The script's open draft."""
    drafts = select(ScriptDraft).where(ScriptDraft.script_id == script_id)
    return session.scalars(drafts.where(ScriptDraft.state.in_(OPEN_STATES))).first()


def news(draft_id: str, after_revision: int) -> list[DraftChange]:
    """All changes after a revision, oldest first."""
    changes = select(DraftChange).where(
        DraftChange.draft_id == draft_id, DraftChange.revision > after_revision
    )
    return list(session.scalars(changes.order_by(DraftChange.revision, DraftChange.place)))


def history(draft_id: str, *, limit: int = MOST_HISTORY) -> list[Entry]:
    """The changes of a draft with their authors, newest first."""
    latest = (
        select(DraftChange)
        .where(DraftChange.draft_id == draft_id)
        .order_by(DraftChange.revision.desc(), DraftChange.place.desc())
        .limit(limit)
    )
    changes = list(session.scalars(latest))
    names = names_of(change.author_id for change in changes)
    return [Entry(change, names.get(change.author_id or "", "")) for change in changes]


def names_of(user_ids: Iterable[str | None]) -> dict[str, str]:
    """The names of people by their ids."""
    ids = {user_id for user_id in user_ids if user_id}
    if not ids:
        return {}
    rows = session.execute(select(User.id, User.name).where(User.id.in_(ids)))
    return {row.id: row.name for row in rows}


def answers_referring(script_id: str, step_keys: Collection[str]) -> dict[str, int]:
    """How many past runs of the script, of any version, have an answer for each of these steps."""
    runs_by_step = (
        select(Answer.step_key, func.count(Answer.id).label("runs"))
        .join(Run, Run.id == Answer.run_id)
        .join(ScriptVersion, ScriptVersion.id == Run.script_version_id)
        .where(ScriptVersion.script_id == script_id, Answer.step_key.in_(step_keys))
        .group_by(Answer.step_key)
    )
    counted = {row.step_key: row.runs for row in session.execute(runs_by_step)} if step_keys else {}
    return {key: counted.get(key, 0) for key in step_keys}

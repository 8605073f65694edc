"""Saves edits of a draft: all or none, once for each request, and never over those of others."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from core import clock
from core.db import session, storable
from workflows.drafting.applying import apply_all
from workflows.drafting.differences import between
from workflows.drafting.edits import Changed, Edit, checked_edit
from workflows.drafting.errors import BadEdit, Conflict, DraftClosed, EditConflict, Saved
from workflows.drafting.merging import Merged, merge, new_name
from workflows.drafting.models import DraftChange, ScriptDraft
from workflows.drafting.parts import check_size, shaped, value_of
from workflows.drafting.reading import answers_referring, locked, names_of, news
from workflows.drafting.states import Event, State, move

MOST_EDITS = 200
LONGEST_TOKEN = 64


def save(
    draft_id: str, base_revision: int, edits: list[Any], *, by: str | None, token: str
) -> Saved:
    """Apply edits that were made upon `base_revision`; the same token again changes nothing.

    Raises `UnknownDraft`, `DraftClosed`, `BadEdit`, and `EditConflict` where somebody else has
    changed the same parts since; then nothing is saved.
    """
    if not isinstance(edits, list) or not 0 < len(edits) <= MOST_EDITS:
        raise BadEdit("edits-count", most=MOST_EDITS)
    checked_edits = [checked_edit(edit) for edit in edits]
    draft = locked(draft_id)
    done = earlier(draft, base_revision, by, token)
    return done or apply(draft, base_revision, checked_edits, by, token)


def replace(
    draft_id: str, base_revision: int, document: Any, *, by: str | None, token: str
) -> Saved:
    """Make the draft this document (an import), as edits, so that the history shows what changed.

    Raises what `save` does; a conflict where it would undo what others did after the base.
    """
    draft = locked(draft_id)
    done = earlier(draft, base_revision, by, token)
    if done is not None:
        return done
    new_document = shaped(document)
    if new_document["key"] != draft.document["key"]:
        raise BadEdit(
            "file-of-other-script", theirs=new_document["key"][:60], ours=draft.document["key"]
        )
    return apply(draft, base_revision, between(draft.document, new_document), by, token)


def is_token(token: Any) -> bool:
    """Whether this can name a request, in every database."""
    return isinstance(token, str) and 0 < len(token) <= LONGEST_TOKEN and storable(token) == token


def earlier(draft: ScriptDraft, base_revision: int, by: str | None, token: str) -> Saved | None:
    """The result of the same request, where it was saved before."""
    if not isinstance(base_revision, int) or not 0 <= base_revision <= draft.revision:
        raise BadEdit("no-such-revision")
    if not is_token(token):
        raise BadEdit("no-token")
    of_request = select(DraftChange).filter_by(draft_id=draft.id, token=token, author_id=by)
    rows = list(session.scalars(of_request.order_by(DraftChange.place)))
    if not rows:
        return None
    revision = rows[0].revision
    changes = [change for change in news(draft.id, base_revision) if change.revision <= revision]
    return Saved(revision, _parts(rows), tuple(changes), _answered(draft, rows))


def apply(
    draft: ScriptDraft, base_revision: int, edits: Sequence[Edit], by: str | None, token: str
) -> Saved:
    """Apply edits to a draft that is locked."""
    state = move(State(draft.state), Event.EDIT)
    if state is None:
        raise DraftClosed("draft-closed")
    since = [change for change in news(draft.id, base_revision) if change.part]
    merged = merge(draft.document, edits, since)
    _refuse_conflicts(draft, merged)
    applied = apply_all(draft.document, [one.edit for one in merged if one.edit])
    check_size(applied.document)
    rows = _store(draft, applied.document, applied.changes, state, by, token)
    changes = tuple(news(draft.id, base_revision))
    return Saved(draft.revision, _parts(rows), changes, _answered(draft, rows))


def _refuse_conflicts(draft: ScriptDraft, merged: Sequence[Merged]) -> None:
    clashing = [(one, one.against) for one in merged if isinstance(one.against, DraftChange)]
    if not clashing:
        return
    names = names_of(against.author_id for _, against in clashing)
    conflicts = tuple(
        Conflict(
            part=one.part,
            action=one.edit.action,
            yours=_value_asked_for(one.edit),
            theirs=value_of(draft.document, one.part),
            author=names.get(against.author_id or "", ""),
            at=against.at,
        )
        for one, against in clashing
        if one.edit is not None
    )
    raise EditConflict(conflicts, draft.revision)


def _value_asked_for(edit: Edit) -> Any:
    if edit.action == "move":
        return {"after": edit.after}
    return {"to": edit.to} if edit.action == "rename" else edit.value


def _store(
    draft: ScriptDraft,
    document: dict[str, Any],
    changes: Sequence[Changed],
    state: State,
    by: str | None,
    token: str,
) -> list[DraftChange]:
    if not changes:
        return []
    recorded = list(changes)
    if state != draft.state:
        recorded.append(Changed("reopen", "", {"state": draft.state}, {"state": state.value}))
        take_back(draft)
    draft.document = document
    return record(draft, recorded, by, token)


def take_back(draft: ScriptDraft) -> None:
    """Return a draft to its writers: its submission and its approval no longer count."""
    draft.state = State.WRITING
    draft.submitted_at = draft.submitted_by = draft.reviewed_at = draft.reviewed_by = None


def record(
    draft: ScriptDraft, changes: Sequence[Changed], by: str | None, token: str = ""
) -> list[DraftChange]:
    """Keep changes as the draft's next revision."""
    draft.revision += 1
    draft.updated_at, draft.updated_by = clock.now(), by
    rows = [
        DraftChange(
            draft_id=draft.id,
            revision=draft.revision,
            place=place,
            token=token,
            action=change.action,
            part=change.part,
            before=change.before,
            after=change.after,
            author_id=by,
            at=draft.updated_at,
        )
        for place, change in enumerate(changes)
    ]
    session.add_all(rows)
    session.flush()
    return rows


def _parts(rows: Sequence[DraftChange]) -> dict[str, int]:
    """The parts that these changes changed, under their current names."""
    return {_name_now(row): row.revision for row in rows if row.part}


def _name_now(row: DraftChange) -> str:
    return new_name(row) if row.action == "rename" else row.part


def _answered(draft: ScriptDraft, rows: Sequence[DraftChange]) -> dict[str, int]:
    """For each key that no longer names a step, the number of past runs with an answer to it."""
    gone = [row.part for row in rows if row.action in ("remove", "rename")]
    keys = [part.removeprefix("step:") for part in gone if part.startswith("step:")]
    return answers_referring(draft.script_id, keys)

"""The states of a draft: submitted, sent back, approved, discarded, restored. All are recorded.

A second request for the same move changes nothing, and returns the draft as it is.
"""

from typing import Any

from sqlalchemy import select

from core import audit, clock
from core.db import session, storable
from workflows.drafting.edits import Changed
from workflows.drafting.errors import BadEdit, NotNow
from workflows.drafting.models import DraftChange, ScriptDraft
from workflows.drafting.reading import get, locked, locked_script, open_of
from workflows.drafting.saving import record, take_back
from workflows.drafting.states import Event, State, move

LONGEST_NOTE = 2_000


def submit(draft_id: str, by: str | None, note: str = "") -> ScriptDraft:
    """Ask for a review; raises `UnknownDraft`, `NotNow`."""
    draft = locked(draft_id)
    if draft.state == State.IN_REVIEW:
        return draft
    go(draft, Event.SUBMIT, by, note)
    draft.submitted_at, draft.submitted_by, draft.review_note = clock.now(), by, ""
    session.flush()
    return draft


def approve(
    draft_id: str, by: str | None, note: str = "", *, revision_seen: int | None = None
) -> ScriptDraft:
    """Approve the draft for publication; raises `UnknownDraft`, `NotNow`.

    `revision_seen` is the revision that the reviewer read: a draft that its author has changed and
    submitted again since is not approved. Its author may approve it too, and then it shows:
    `reviewed_by` is `submitted_by`.
    """
    draft = locked(draft_id)
    if draft.state == State.APPROVED:
        return draft
    check_revision(draft, revision_seen)
    alone = by is not None and by == draft.submitted_by
    go(draft, Event.APPROVE, by, note, **({"alone": True} if alone else {}))
    draft.reviewed_at, draft.reviewed_by = clock.now(), by
    draft.review_note = checked_note(note)
    session.flush()
    return draft


def check_revision(draft: ScriptDraft, revision_seen: int | None) -> None:
    """Raises `NotNow` where the draft has changed since that revision."""
    if revision_seen is not None and revision_seen != draft.revision:
        raise NotNow("draft-changed")


def send_back(draft_id: str, by: str | None, note: str = "") -> ScriptDraft:
    """Ask for more work, and say why; raises `UnknownDraft`, `NotNow`."""
    draft = locked(draft_id)
    if draft.state == State.WRITING and _last_action(draft) == Event.SEND_BACK:
        return draft
    go(draft, Event.SEND_BACK, by, note)
    take_back(draft)
    draft.review_note = checked_note(note)
    session.flush()
    return draft


def _last_action(draft: ScriptDraft) -> str | None:
    action = select(DraftChange.action).where(
        DraftChange.draft_id == draft.id, DraftChange.revision == draft.revision
    )
    return session.scalar(action.limit(1))


def discard(draft_id: str, by: str | None) -> ScriptDraft:
    """Close the draft without publishing it; it can be restored. Raises `NotNow`."""
    draft = locked(draft_id)
    if draft.state != State.DISCARDED:
        go(draft, Event.DISCARD, by)
    return draft


def restore(draft_id: str, by: str | None) -> ScriptDraft:
    """Open a discarded draft again; raises `NotNow`, also while another one is open."""
    locked_script(get(draft_id).script_id)
    draft = locked(draft_id)
    if draft.state == State.WRITING:
        return draft
    if open_of(draft.script_id) not in (None, draft):
        raise NotNow("other-draft-open")
    go(draft, Event.RESTORE, by)
    take_back(draft)
    session.flush()
    return draft


def go(draft: ScriptDraft, event: Event, by: str | None, note: str = "", **detail: Any) -> None:
    """Move a draft that is locked, and record it; raises `NotNow`."""
    before = State(draft.state)
    after = move(before, event)
    if after is None:
        raise NotNow("draft-state", state=before)
    note = checked_note(note)
    draft.state = after
    recorded = {"state": after.value, **({"note": note} if note else {}), **detail}
    record(draft, [Changed(event.value, "", {"state": before.value}, recorded)], by)
    audit.record(
        f"script.draft_{event.value}",
        actor_id=by,
        client_id=draft.client_id,
        subject=draft.id,
        detail={"revision": draft.revision, **detail},
    )


def checked_note(note: str) -> str:
    """A note that can be kept; raises `BadEdit` for one that is too long."""
    note = storable(note).strip()
    if len(note) > LONGEST_NOTE:
        raise BadEdit("note-too-long", most=LONGEST_NOTE)
    return note

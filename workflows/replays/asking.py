"""Requests replays, and lists the requested ones."""

from sqlalchemy import select

from core import outbox
from core.db import session
from workflows.drafting import locked
from workflows.drafting.models import ScriptReplay

TASK = "replay_script"
PERIODS = (0, 7, 31, 92, 365)  # days; 0 is as far back as there are runs
MOST_SHOWN = 20
WAITING, DONE, FAILED = "waiting", "done", "failed"


def ask(draft_id: str, by: str | None, *, days: int = 0) -> ScriptReplay:
    """Request a replay of the draft as it is, over the runs of so many days; 0 is all of them.

    Returns the earlier request where one waits for the same already. Raises `UnknownDraft`.
    """
    draft = locked(draft_id)
    waiting = select(ScriptReplay).filter_by(
        draft_id=draft_id, revision=draft.revision, state=WAITING
    )
    for replay in session.scalars(waiting):
        if (replay.result or {}).get("days") == days:
            return replay
    replay = ScriptReplay(
        client_id=draft.client_id,
        draft_id=draft_id,
        revision=draft.revision,
        requested_by=by,
        result={"days": days, "done": 0, "of": 0},
    )
    session.add(replay)
    session.flush()
    outbox.post(TASK, replay.id)
    return replay


def latest(draft_id: str) -> list[ScriptReplay]:
    """The replays of a draft, the newest first; at most 20."""
    wanted = select(ScriptReplay).filter_by(draft_id=draft_id)
    newest = wanted.order_by(ScriptReplay.requested_at.desc(), ScriptReplay.id)
    return list(session.scalars(newest.limit(MOST_SHOWN)))

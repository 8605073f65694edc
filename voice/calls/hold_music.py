"""Whether a caller should hear music: nobody is left in a silent room, or on hold by mistake."""

from datetime import timedelta

from sqlalchemy import select, update

from core import outbox
from core.db import session
from voice.models import Call, Leg
from voice.states import LIVE, CallState

RIGHT = "voice.right_hold"
PHONE_MAY_TELL = timedelta(seconds=2)  # the page says when its phone is on, which is quicker


def wanted(call: Call) -> bool | None:
    """Whether the caller should hear music now; None where that is the agent's own affair.

    Who waits because the agent's line broke, or is parked, would hear nothing at all otherwise.
    """
    if call.state not in LIVE or call.conference_sid is None or call.connected_at is None:
        return None
    if call.parked_at is not None or call.state == CallState.WAITING:
        return True
    return False if call.state == CallState.HELD and taken_up(call) else None


def taken_up(call: Call) -> bool:
    """Whether the agent who has the call came into it to talk, and has not talked yet."""
    chosen = select(Leg.id).where(Leg.call_id == call.id, Leg.user_id == call.agent_id)
    return session.scalars(chosen.where(Leg.takes_up).limit(1)).first() is not None


def forget_taking_up(call_id: str) -> None:
    """They talk now, or want the caller to wait."""
    session.execute(
        update(Leg)
        .where(Leg.call_id == call_id, Leg.takes_up)
        .values(takes_up=False)
        .execution_options(synchronize_session="fetch")
    )


def right_soon(call: Call) -> None:
    """Leave it to a task to ask the provider for what is wanted.

    Each wish has a task of its own: one that runs just now may have looked before this change.
    """
    wish = wanted(call)
    if wish is not None:
        subject = f"{call.id}:{'on' if wish else 'off'}"
        outbox.post(RIGHT, subject, delay=PHONE_MAY_TELL, again=True)

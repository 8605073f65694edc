"""The tour of the desk: for who has not closed a call yet, until they have seen enough of it."""

from sqlalchemy import select

from core.db import session
from core.tenants import User, keep_preference
from voice.models import Call
from voice.states import CallState

SEEN = "tour_seen"  # in a person's preferences


def is_for(user: User) -> bool:
    """Whether the desk shows it."""
    return not user.preferences.get(SEEN) and not has_closed_a_call(user)


def has_closed_a_call(user: User) -> bool:
    closed = select(Call.id).where(Call.agent_id == user.id, Call.state == CallState.CLOSED)
    return session.scalars(closed.limit(1)).first() is not None


def end(user: User) -> None:
    """They have seen enough: it is not shown any more."""
    keep_preference(user, SEEN, True)

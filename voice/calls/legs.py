"""Agents' ways into a call's room."""

from sqlalchemy import func, select

from core.db import session
from voice.models import Call, Leg


def current(call: Call, user_id: str) -> Leg | None:
    """The newest leg of this person in the call."""
    chosen = select(Leg).where(Leg.call_id == call.id, Leg.user_id == user_id)
    return session.scalars(chosen.order_by(Leg.number.desc())).first()


def add(call: Call, user_id: str, *, takes_up: bool = False) -> Leg:
    """Add a leg for this agent. The call must be locked."""
    highest = session.scalar(select(func.max(Leg.number)).where(Leg.call_id == call.id)) or 0
    leg = Leg(call_id=call.id, user_id=user_id, number=highest + 1, takes_up=takes_up)
    session.add(leg)
    session.flush()
    return leg


def of_others(call: Call) -> list[Leg]:
    """Legs of people who do not have the call (any more), with a phone on them."""
    chosen = select(Leg).where(
        Leg.call_id == call.id, Leg.user_id != call.agent_id, Leg.provider_sid.is_not(None)
    )
    return list(session.scalars(chosen))

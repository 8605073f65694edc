"""The calls that an agent has in hand, and whether they can take one more."""

from collections.abc import Iterable

from sqlalchemy import select

from core.db import session
from voice.errors import AgentBusy
from voice.models import Call
from voice.states import BUSY, IN_TALK, CallState

MOST = 3  # calls that one person can keep an eye on


def of_agent(user_id: str) -> list[Call]:
    """The calls that an agent has in hand: talking, on hold or wrapping up, oldest first."""
    chosen = select(Call).where(Call.agent_id == user_id, Call.state.in_(BUSY))
    return list(session.scalars(chosen.order_by(Call.started_at, Call.id)))


def others(user_id: str, but: str) -> list[Call]:
    return [call for call in of_agent(user_id) if call.id != but]


def check_room(user_id: str, but: str) -> None:
    """Raise AgentBusy where the agent talks in another call, or has the most calls already.

    An agent in wrap-up may take a call, but is not offered one (`is_open`).
    """
    held = others(user_id, but)
    if len(held) >= MOST or any(call.state in IN_TALK for call in held):
        raise AgentBusy(user_id)


def is_open(states: Iterable[str]) -> bool:
    """Whether an agent with calls in these states is offered one more: no call, or all on hold."""
    in_hand = list(states)
    return len(in_hand) < MOST and all(state == CallState.HELD for state in in_hand)


def may_take(user_id: str) -> bool:
    return is_open(call.state for call in of_agent(user_id))

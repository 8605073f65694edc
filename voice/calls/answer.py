"""An agent takes an offered call, and their phone comes into the room."""

from sqlalchemy import select

from core import outbox
from core.db import session
from core.tenants import User, eligible_agents
from voice import rows
from voice.agents import capacity
from voice.calls import events, legs, parking, transfers
from voice.calls.events import Report
from voice.calls.lookout import look_soon
from voice.errors import AlreadyTaken, UnknownOffer
from voice.models import Call, Leg, Offer
from voice.states import BUSY, LIVE, UNANSWERED, Happening, Outcome


def claim(offer_id: str, user_id: str) -> Call:
    """Take an offered call. Exactly one of those who try gets it; a second claim changes nothing.

    The calls that this agent has on hold are parked. Raises UnknownOffer, AgentBusy, AlreadyTaken.
    """
    offered = _offered(offer_id, user_id)
    call = parking.locked(offered.id, user_id)  # the second to come sees what the first one did
    if call.agent_id == user_id and call.state in BUSY:
        return call
    capacity.check_room(user_id, but=call.id)
    happening = _claim_or_handover(call, user_id)
    if happening is None:
        raise AlreadyTaken(_name_of_agent(call))
    parking.park(capacity.others(user_id, call.id), user_id)
    leg = legs.add(call, user_id, takes_up=call.connected_at is not None)
    key = f"claim:{leg.number}"
    if happening is Happening.HANDED_OVER:  # the call is theirs now, whenever their phone comes
        events.record_here(call.id, happening, key, leg.number)
    else:
        events.record(call.id, Report(key, "claim", happening, leg=leg.number))
    outbox.post("voice.release_leg", leg.id, delay=parking.JOIN_WITHIN)
    return call


def _claim_or_handover(call: Call, user_id: str) -> Happening | None:
    """What happens if this agent takes the call now; None where they cannot take it."""
    if call.state in UNANSWERED:
        return Happening.CLAIMED
    pending = transfers.open_of(call.id)
    if pending is not None and pending.to_user_id == user_id:
        return Happening.HANDED_OVER
    return None


def _name_of_agent(call: Call) -> str:
    other = session.get(User, call.agent_id) if call.agent_id else None
    return other.name if other and call.state in BUSY else ""


def _offered(offer_id: str, user_id: str) -> Call:
    offer = session.get(Offer, offer_id)
    if offer is None or offer.user_id != user_id:
        raise UnknownOffer(offer_id)
    call = rows.get(offer.call_id)
    if user_id not in {user.id for user in eligible_agents(call.client_id)}:
        raise UnknownOffer(offer_id)
    return call


def agent_arrives(leg_id: str, user_id: str, call_sid: str) -> tuple[Call, Leg] | None:
    """An agent's phone asks to be let in; None where the agent does not have the call (any more).

    The same phone again keeps its leg. Another phone of the same agent (the page was reloaded) gets
    a new leg, since the old one may still be in the room under its own label.
    """
    leg = _leg_of_phone(leg_id, call_sid)
    if leg is None or leg.user_id != user_id:
        return None
    call = rows.locked(leg.call_id)
    session.refresh(leg)
    if leg.number <= events.story_of(call.id).let_go:
        return None
    if leg.provider_sid == call_sid:
        return (call, leg) if _is_theirs(call, user_id) else None
    if leg.provider_sid is not None:
        return _rejoin(call, leg, call_sid)
    if not _is_theirs(call, user_id):
        return None
    return call, _let_in(call, leg, call_sid)


def _leg_of_phone(leg_id: str, call_sid: str) -> Leg | None:
    leg = session.scalars(select(Leg).filter_by(provider_sid=call_sid)).first()
    return leg or session.get(Leg, leg_id)


def _is_theirs(call: Call, user_id: str) -> bool:
    """Whether this agent has the call, and it is neither over nor waiting for somebody else."""
    return call.agent_id == user_id and call.state in LIVE - UNANSWERED


def _rejoin(call: Call, before: Leg, call_sid: str) -> tuple[Call, Leg] | None:
    """The agent's line broke: they come back, unless the caller is gone or another has the call."""
    if call.agent_id != before.user_id or call.state not in LIVE:
        return None
    leg = legs.add(call, before.user_id, takes_up=before.takes_up)
    report = Report(f"claim:{leg.number}", "rejoin", Happening.CLAIMED, leg=leg.number)
    events.record(call.id, report)
    return call, _let_in(call, leg, call_sid)


def _let_in(call: Call, leg: Leg, call_sid: str) -> Leg:
    leg.provider_sid = call_sid
    session.flush()
    look_soon(call.id)
    return leg


def release_leg(leg_id: str) -> Outcome:
    """The agent's phone never came: the call is offered again."""
    leg = session.get_one(Leg, leg_id)
    call = rows.locked(leg.call_id)
    session.refresh(leg)
    if leg.provider_sid is not None:
        return Outcome.IGNORED
    report = Report(f"released:{leg.number}", "no phone", Happening.RELEASED, leg=leg.number)
    return events.record(call.id, report)

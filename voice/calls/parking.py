"""Several calls in one hand: the agent talks in one, the others are on hold.

A browser phone can only be in one room. So the agent lets go of the leg in the one room before
there is one in the other: the call is parked. It stays this agent's, and its caller hears music.
"""

from collections.abc import Sequence
from datetime import timedelta

from core import db, outbox
from core.db import session
from voice import addresses, gateway, rows
from voice.agents import presence
from voice.agents.capacity import of_agent, others
from voice.calls import events, hold_music, legs
from voice.calls.events import Report
from voice.errors import AgentBusy, NotNow
from voice.models import Call
from voice.states import IN_TALK, WITH_AGENT, CallState, Happening

JOIN_WITHIN = timedelta(seconds=45)  # an agent who took a call and whose phone never came


def locked(call_id: str, user_id: str) -> Call:
    """The call as it is now, and with it, in one order for all, the others of this agent.

    Nobody else gives this agent a call, or takes one away, until this transaction ends.
    """
    presence.locked(user_id)
    for each in sorted({call_id, *(call.id for call in of_agent(user_id))}):
        rows.locked(each)
    return session.get_one(Call, call_id)


def park(calls: Sequence[Call], user_id: str) -> None:
    """Let go of the legs in these calls' rooms; who wraps up has none."""
    for call in calls:
        leg = legs.current(call, user_id)
        if leg is not None and call.state in WITH_AGENT:
            key = f"parked:{leg.number}"
            events.record_here(call.id, Happening.PARKED, key, leg.number)


def switch(call_id: str, user_id: str) -> Call:
    """Hold the call in which this agent talks, and take up this one, which is on hold.

    Its newest leg is the way in for the phone. Commits before it asks the provider, and leaves the
    rest to be committed. Raises NotNow, AgentBusy, GatewayError.
    """
    call = _takeable(call_id, user_id)
    if call.state in IN_TALK:
        return call
    talking = [each for each in others(user_id, call.id) if each.state == CallState.CONNECTED]
    if call.parked_at is None and not talking:
        _set_hold(call, on=False)
        return session.get_one(Call, call_id)
    asked = [_asked(each) for each in talking]
    db.commit()
    for room, sid, address in asked:
        gateway.set_hold(room, sid, on=True, music_url=address)
    call = _takeable(call_id, user_id)
    if call.state == CallState.HELD:
        park(others(user_id, call.id), user_id)
        _take_up(call, user_id)
    return call


def _takeable(call_id: str, user_id: str) -> Call:
    call = locked(call_id, user_id)
    if call.agent_id != user_id or call.state not in IN_TALK | {CallState.HELD}:
        raise NotNow(call.state)
    if any(each.state == CallState.CLAIMED for each in others(user_id, call.id)):
        raise AgentBusy(user_id)
    return call


def _take_up(call: Call, user_id: str) -> None:
    """A new way in for the phone; where none comes, the caller waits for anybody."""
    leg = legs.add(call, user_id, takes_up=True)
    report = Report(f"claim:{leg.number}", "switch", Happening.CLAIMED, leg=leg.number)
    events.record(call.id, report)
    outbox.post("voice.release_leg", leg.id, delay=JOIN_WITHIN)


def arrived(call_id: str, user_id: str) -> None:
    """The agent's phone is on: a caller whom they come to talk to is taken off hold.

    Commits, then asks the provider; raises GatewayError.
    """
    call = rows.locked(call_id)
    comes = call.agent_id == user_id and hold_music.taken_up(call)
    is_due = call.state in (CallState.HELD, CallState.CLAIMED) and call.conference_sid is not None
    if comes and is_due and events.story_of(call_id).held:
        _set_hold(call, on=False)


def right_hold(call_id: str) -> None:
    """Ask the provider for what `music.wanted` says. Raises GatewayError."""
    call = rows.locked(call_id)
    wanted = hold_music.wanted(call)
    if wanted is not None:
        _set_hold(call, on=wanted)


def _set_hold(call: Call, *, on: bool) -> None:
    call_id, (room, sid, address) = call.id, _asked(call)
    db.commit()
    gateway.set_hold(room, sid, on=on, music_url=address)
    if not on:
        rows.locked(call_id)
        hold_music.forget_taking_up(call_id)


def _asked(call: Call) -> tuple[str, str, str]:
    """Room, caller and music, for when the transaction is over."""
    return str(call.conference_sid), call.provider_sid, addresses.address("wait", call)


# Who is gone


def bring_back(call_id: str) -> None:
    """The agent who parked this call has no page open: the caller waits for anybody."""
    call = rows.locked(call_id)
    if call.parked_at is not None:
        story = events.story_of(call.id)
        events.record_here(call.id, Happening.DESERTED, f"deserted:{story.let_go}")

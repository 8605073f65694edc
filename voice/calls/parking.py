"""An agent with several calls talks in one; the others are on hold.

A browser phone can be in one room only. So the agent gives up the leg in the first room before the
phone gets one in the other: the first call is parked. The agent keeps it, its caller hears music.
"""

from collections.abc import Sequence
from datetime import timedelta

from core import outbox
from core.db import session
from voice import rows
from voice.agents import presence
from voice.agents.capacity import of_agent, others
from voice.calls import events, hold_music, legs
from voice.calls.events import Report
from voice.errors import AgentBusy, NotNow
from voice.models import Call
from voice.states import IN_TALK, WITH_AGENT, CallState, Happening

JOIN_WITHIN = timedelta(seconds=45)  # an agent who took a call and whose phone never came


def locked(call_id: str, user_id: str) -> Call:
    """Lock the call and the agent's other calls, in one order for all, and return the call.

    Nobody else can give this agent a call, or take one away, until this transaction ends.
    """
    presence.locked(user_id)
    for each in sorted({call_id, *(call.id for call in of_agent(user_id))}):
        rows.locked(each)
    return session.get_one(Call, call_id)


def park(calls: Sequence[Call], user_id: str) -> None:
    """Give up the agent's legs in these calls' rooms; a call in wrap-up has none."""
    for call in calls:
        leg = legs.current(call, user_id)
        if leg is not None and call.state in WITH_AGENT:
            key = f"parked:{leg.number}"
            events.record_here(call.id, Happening.PARKED, key, leg.number)


def switch(call_id: str, user_id: str) -> Call:
    """Hold the call in which this agent talks, and take up this one, which is on hold.

    The phone comes in by the newest leg. Commits before it asks the provider, and leaves the
    rest to be committed. Raises NotNow, AgentBusy, GatewayError.
    """
    call = _takeable(call_id, user_id)
    if call.state in IN_TALK and not hold_music.is_going_on_hold(call):
        return call
    talking = [each for each in others(user_id, call.id) if each.state == CallState.CONNECTED]
    if call.parked_at is None and not talking:
        hold_music.ask(call_id, on=False)
        return session.get_one(Call, call_id)
    for each in talking:
        hold_music.ask(each.id, on=True)
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
    """Add a leg for the agent's phone; if no phone comes, the caller waits for any agent."""
    leg = legs.add(call, user_id, takes_up=True)
    report = Report(f"claim:{leg.number}", "switch", Happening.CLAIMED, leg=leg.number)
    events.record(call.id, report)
    outbox.post("voice.release_leg", leg.id, delay=JOIN_WITHIN)


def arrived(call_id: str, user_id: str) -> None:
    """The agent's phone is on: take the caller to whom they come off hold (`hold_music.ask`)."""
    call = rows.locked(call_id)
    comes_to_talk = call.agent_id == user_id and hold_music.is_being_taken_up(call)
    is_due = call.state in IN_TALK | WITH_AGENT and call.conference_sid is not None
    if comes_to_talk and is_due and (call.hold_wanted or events.story_of(call_id).held):
        hold_music.ask(call_id, on=False)


def correct_hold(call_id: str) -> None:
    """Ask the provider for what `hold_music.wanted` says. Raises GatewayError."""
    call = rows.locked(call_id)
    wanted = hold_music.wanted(call)
    is_so = hold_music.required(call) is None and wanted is events.story_of(call_id).held
    if wanted is not None and not is_so:
        hold_music.ask(call_id, on=wanted)


# Agents who are gone


def bring_back(call_id: str) -> None:
    """The agent who parked this call has no page open: the caller waits for any agent."""
    call = rows.locked(call_id)
    if call.parked_at is not None:
        story = events.story_of(call.id)
        events.record_here(call.id, Happening.DESERTED, f"deserted:{story.let_go}")

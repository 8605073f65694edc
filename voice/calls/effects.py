"""What follows when a call has come into another state: offers, ticket, screens.

Everything here may be done twice, and late news may take a state back, so each step says what is
true now rather than what has changed.
"""

import logging

from core import outbox
from core.db import session
from voice import recordings, screens
from voice.agents import offers
from voice.calls import hold_music, legs, transfers
from voice.models import Call
from voice.states import LIVE, UNANSWERED, CallState
from voice.ticketing import ticket_of_call

log = logging.getLogger(__name__)


def follow(call: Call, before: str, agent_before: str | None) -> None:
    """`before` and `agent_before` are the state and the agent that the call had."""
    transfers.follow(call)
    if call.state in UNANSWERED:
        offers.offer(call)
    else:
        offers.settle(call)
    if call.state == CallState.CONNECTED:
        hold_music.agent_talks(call)
    hold_music.right_soon(call, hold_music.required(call))
    if call.agent_id != agent_before:
        _put_out_others(call)
    _tell_the_ticket(call)
    for user_id in {call.agent_id, agent_before} - {None}:
        offers.offer_waiting_to(str(user_id))
    screens.call_changed(call, also=[agent_before])


def _put_out_others(call: Call) -> None:
    """Who has given the call away, or lost it, must not go on listening."""
    if call.state in LIVE and call.agent_id is not None:
        for leg in legs.of_others(call):
            outbox.post("voice.put_out", leg.id)


def _tell_the_ticket(call: Call) -> None:
    """A ticket that cannot be written must not undo what happened to the call: a task tries on."""
    try:
        with session.begin_nested():
            tell_the_ticket(call)
    except Exception:
        log.exception("the ticket of call %s could not be told, it is tried again", call.id)
        session.refresh(call)
        outbox.post("voice.tell_ticket", call.id, again=True)


def tell_the_ticket(call: Call) -> None:
    """Put on the ticket what the call is now."""
    if call.state == CallState.ABANDONED:
        ticket_of_call.abandoned(call)
        ticket_of_call.record_if_any(call)
    if call.connected_at is not None:
        ticket_of_call.answered(call)
    if call.state in (CallState.WRAPPING, CallState.CLOSED):
        ticket_of_call.record_answers(call)
    if call.state == CallState.CLOSED:
        recordings.prove_again(call.id)

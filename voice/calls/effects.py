"""What follows when a call changes its state or its agent, step by step.

A late report may take a state back, so each step looks at what is true now. Each gets what the call
was before, and asks the database only where the difference calls for it.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from core import outbox
from core.db import session
from voice import recordings, screens
from voice.agents import offers
from voice.calls import hold_music, legs, transfers
from voice.models import Call
from voice.states import BUSY, LIVE, TALKED_THROUGH, UNANSWERED, CallState
from voice.ticketing import ticket_of_call

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Before:
    """What others see of a call: its state, its agent, and its times.

    A late report with the provider's clock may correct a time.
    """

    state: str
    agent_id: str | None
    waiting_at: datetime | None
    connected_at: datetime | None
    parked_at: datetime | None
    ended_at: datetime | None

    @classmethod
    def of(cls, call: Call) -> Self:
        return cls(
            call.state,
            call.agent_id,
            call.waiting_at,
            call.connected_at,
            call.parked_at,
            call.ended_at,
        )


def follow(call: Call, before: Before) -> None:
    """Do what follows from the difference between what the call was and what it is."""
    # 1. A transfer is taken, taken back, or overtaken; only a call with a talk can have one.
    if call.connected_at is not None:
        transfers.follow(call)
    # 2. The call is offered, or is not offered any more.
    _offer(call, before)
    # 3. Its agent may be able to take fewer other calls now.
    if call.agent_id and _fills(call.state) and not _was_full(call, before):
        offers.withdraw_from(call.agent_id)
    # 4. The caller hears music, or does not.
    if call.state == CallState.CONNECTED:
        hold_music.agent_talks(call)
    hold_music.correct_soon(call, hold_music.required(call))
    # 5. The caller is recorded, or is not.
    recordings.follow_soon(call)
    # 6. An agent who has given the call away, or lost it, must not go on listening.
    if call.agent_id != before.agent_id and call.state in LIVE and call.agent_id is not None:
        for leg in legs.of_others(call):
            outbox.post("voice.put_out", leg.id)
    # 7. The ticket says what the call is.
    if _changes_the_ticket(call, before):
        _try_to_update_ticket(call)
    # 8. An agent who is free for one more call is shown the calls that wait.
    for user_id in _freed(call, before):
        offers.offer_waiting_to(user_id)
    # 9. The screens of both look again.
    screens.call_changed(call, also=[before.agent_id])


def _offer(call: Call, before: Before) -> None:
    changed_hands = call.agent_id != before.agent_id
    if call.state in UNANSWERED:
        if before.state not in UNANSWERED or changed_hands:
            offers.offer(call)
    elif before.state in UNANSWERED or changed_hands or call.state not in LIVE:
        offers.settle(call)


def _fills(state: str) -> bool:
    """Whether an agent with a call in this state is shown no other one."""
    return state in BUSY and state != CallState.HELD


def _was_full(call: Call, before: Before) -> bool:
    return _fills(before.state) and call.agent_id == before.agent_id


def _freed(call: Call, before: Before) -> list[str]:
    """The agents who can take one more call since this one changed."""
    freed = {before.agent_id} if call.agent_id != before.agent_id else set()
    if not _fills(call.state) and (_fills(before.state) or call.agent_id != before.agent_id):
        freed.add(call.agent_id)
    return sorted(str(each) for each in freed - {None})


def _changes_the_ticket(call: Call, before: Before) -> bool:
    """Whether the ticket changes too: somebody answered, the caller's wait has another length, or
    the talk is over."""
    wait_changed = (call.connected_at, call.waiting_at) != (before.connected_at, before.waiting_at)
    has_talked = call.connected_at is not None
    is_over = call.state in TALKED_THROUGH and call.state != before.state
    return call.state == CallState.ABANDONED or (has_talked and wait_changed) or is_over


def _try_to_update_ticket(call: Call) -> None:
    """A ticket that cannot be written must not undo a change of the call: a task tries it again."""
    try:
        with session.begin_nested():
            update_ticket(call)
    except Exception:
        log.exception("the ticket of call %s could not be updated, a task tries again", call.id)
        session.refresh(call)
        outbox.post("voice.tell_ticket", call.id, again=True)


def update_ticket(call: Call) -> None:
    """Put on the ticket what the call is now."""
    if call.state == CallState.ABANDONED:
        ticket_of_call.mark_abandoned(call)
        ticket_of_call.record_if_any(call)
    if call.connected_at is not None:
        ticket_of_call.mark_answered(call)
    if call.state in TALKED_THROUGH:
        ticket_of_call.record_answers(call)
    if call.state == CallState.CLOSED:
        recordings.check_answers_again(call.id)

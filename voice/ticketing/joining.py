"""A call joins an existing ticket that it is about, and leaves it again."""

from sqlalchemy import select

from core.db import session
from tickets import joining
from tickets.joining import CannotJoin, UnknownTicket
from voice import rows, screens
from voice.errors import NotNow
from voice.models import Call
from voice.states import BUSY, CallState
from voice.ticketing import evidence, ticket_of_call, urgency
from workflows import runs

__all__ = ["CannotJoin", "UnknownTicket", "join_ticket", "leave_ticket"]


def join_ticket(call_id: str, ticket_id: str, by: str | None) -> Call:
    """Join the call to this ticket of the same client; a second join changes nothing.

    A call that has joined another ticket leaves that one first. Raises NotNow before an agent has
    talked with the caller and after the call is closed, UnknownTicket, CannotJoin.
    """
    call = _in_hand(call_id)
    if call.ticket_id == ticket_id and call.own_ticket_id != ticket_id:
        return call
    if call.own_ticket_id is None or call.own_ticket_id == ticket_id:
        raise CannotJoin("itself")
    joining.lock({call.own_ticket_id, call.ticket_id, ticket_id})
    if call.ticket_id != call.own_ticket_id:
        _go_back(call, by)
    merges = not _others_about(call)
    joining.join(call.own_ticket_id, ticket_id, call_id=call.id, by=by, merges=merges)
    _move(call, ticket_id)
    screens.call_changed(call)
    return call


def leave_ticket(call_id: str, by: str | None) -> Call:
    """Give the call its own ticket back; right also where it has joined none. Raises NotNow."""
    call = _in_hand(call_id)
    if call.ticket_id != call.own_ticket_id:
        _go_back(call, by)
        screens.call_changed(call)
    return call


def _in_hand(call_id: str) -> Call:
    call = rows.locked(call_id)
    if call.state not in BUSY or call.connected_at is None:
        raise NotNow(call.state)
    return call


def _others_about(call: Call) -> bool:
    """Whether other calls have joined this call's own ticket, which then stays open."""
    others = select(Call.id).where(Call.ticket_id == call.own_ticket_id, Call.id != call.id)
    return session.scalars(others.limit(1)).first() is not None


def _go_back(call: Call, by: str | None) -> None:
    own_id, ticket_id = str(call.own_ticket_id), str(call.ticket_id)
    joining.leave(own_id, ticket_id, call_id=call.id, by=by)
    _move(call, own_id)


def _move(call: Call, ticket_id: str) -> None:
    """Move the call's answers and transcripts to its new ticket, and update both tickets."""
    before = str(call.ticket_id)
    joining.move(
        before,
        ticket_id,
        runs=[run.id for run in runs.of_call(call.id)],
        transcripts=[each.id for each in evidence.transcripts_of(call.id)],
    )
    call.ticket_id = ticket_id
    session.flush()
    if call.state == CallState.WRAPPING:
        urgency.weigh(before)
        ticket_of_call.record_answers(call)

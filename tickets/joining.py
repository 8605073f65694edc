"""Joins a call to another ticket: the call's own ticket is merged into that one, and back.

Title, team and urgency do not change here: they follow from the calls about a ticket.
"""

from collections.abc import Collection

from sqlalchemy import select

from core.db import session
from tickets import cases
from tickets.models import Ticket, TicketEvent, TicketTranscript
from tickets.states import Event, State


class UnknownTicket(LookupError):
    """There is no such ticket of this client."""


class CannotJoin(RuntimeError):
    """`why` is "itself" or "merged": that ticket is another name for one that can be joined."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def lock(ticket_ids: Collection[str | None]) -> None:
    """Take the locks of all tickets that a move concerns, in one order for all."""
    for each in sorted(each for each in ticket_ids if each):
        if session.get(Ticket, each) is not None:
            cases.locked(each)


def join(own_id: str, ticket_id: str, *, call_id: str, by: str | None, merges: bool) -> None:
    """Join the call of the ticket `own_id` to `ticket_id`, which is opened again if closed.

    With `merges` the own ticket is merged; without, it stays, since other calls are about it.
    Raises UnknownTicket, CannotJoin.
    """
    own, other = _both(own_id, ticket_id)
    if other.state == State.CLOSED:
        cases.advance(other.id, Event.REOPENED, actor_id=by, detail={"call_id": call_id})
    if merges:
        own.merged_into_id = other.id
        cases.advance(own.id, Event.MERGED, actor_id=by, detail={"number": other.number})
    else:
        cases.advance(own.id, Event.COMPLETED, actor_id=by)
    detail = {"number": own.number, "call_id": call_id}
    cases.add_event(other.id, "call_joined", actor_id=by, detail=detail)


def _both(own_id: str, ticket_id: str) -> tuple[Ticket, Ticket]:
    """Both tickets, locked in one order for all, if one may be joined to the other."""
    if own_id == ticket_id:
        raise CannotJoin("itself")
    lock({own_id, ticket_id})
    own, other = session.get_one(Ticket, own_id), session.get(Ticket, ticket_id)
    if other is None:
        raise UnknownTicket(ticket_id)
    if own.client_id is None or other.client_id != own.client_id:
        raise UnknownTicket(ticket_id)
    if other.state == State.MERGED:
        raise CannotJoin("merged")
    return own, other


def leave(own_id: str, ticket_id: str, *, call_id: str, by: str | None) -> None:
    """Undo `join`: what it opened again is closed, unless something else happened to it since."""
    lock({own_id, ticket_id})
    session.get_one(Ticket, own_id).merged_into_id = None
    cases.advance(own_id, Event.UNMERGED, actor_id=by)
    own = session.get_one(Ticket, own_id)
    detail = {"number": own.number, "call_id": call_id}
    if _was_opened_by(ticket_id, call_id):
        cases.advance(ticket_id, Event.CLOSED_AGAIN, actor_id=by, detail=detail)
    cases.add_event(ticket_id, "call_left", actor_id=by, detail=detail)


def _was_opened_by(ticket_id: str, call_id: str) -> bool:
    moves = select(TicketEvent).where(
        TicketEvent.ticket_id == ticket_id, TicketEvent.kind.in_(list(Event))
    )
    last = session.scalars(moves.order_by(TicketEvent.id.desc()).limit(1)).first()
    if last is None or last.kind != Event.REOPENED:
        return False
    return bool(last.detail.get("call_id") == call_id)


def move(from_id: str, to_id: str, *, runs: Collection[str], transcripts: Collection[str]) -> None:
    """Take the answers of these runs off one ticket, and move these transcripts to the other.

    The caller of this records the answers on the other ticket. May be done twice.
    """
    ticket = cases.locked(from_id)
    for answer in [each for each in ticket.answers if each.run_id in runs]:
        ticket.answers.remove(answer)
    for transcript_id in transcripts:
        attached = session.get(TicketTranscript, (from_id, transcript_id))
        if attached is not None:
            session.delete(attached)
            session.flush()
            cases.attach_transcript(to_id, transcript_id)
    session.flush()
    cases.index(ticket)

"""Operations on tickets. Each may be done twice; operations flush, callers commit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, case, func, insert, select, update

from core import db
from core.clock import now
from core.db import Base, Texts, new_id, session
from core.tenants import Client
from core.writing import write
from tickets.models import (
    BEFORE_FIRST,
    NUMBERS,
    Ticket,
    TicketAnswer,
    TicketEvent,
    TicketNumber,
    TicketTranscript,
)
from tickets.search import searchable
from tickets.states import Event, State, move

OPEN_STATES = (State.RINGING, State.OPEN, State.ABANDONED)


@dataclass(frozen=True)
class AnswerInput:
    """An answer; `evidence` has transcript_id, channel, start, end and quote."""

    key: str
    title: Texts
    display: Texts
    value: Any
    state: str
    author_id: str | None = None
    revision: int = 0
    evidence: dict[str, Any] | None = None


@dataclass(frozen=True)
class OutcomeInput:
    """Title, urgency and team of a ticket, as the answers decide them."""

    title: str
    summary: str
    priority: int
    team: str
    deadline_minutes: int | None


def open_for_call(
    *,
    client_id: str | None,
    language: str,
    caller_number: str,
    opened_at: datetime,
    title: str = "",
    script_version_id: str | None = None,
    ticket_id: str | None = None,
    beside: Sequence[Base] = (),
) -> Ticket:
    """Open the ticket of a call that rings. An empty `caller_number` is a withheld one.

    `beside` are new rows that name the ticket, written with it.
    """
    ticket = Ticket(
        id=ticket_id or new_id(),
        number=_next_number(),
        client_id=client_id,
        language=language,
        caller_number=caller_number,
        opened_at=opened_at,
        title=title,
        script_version_id=script_version_id,
        answers=[],
    )
    ticket.search_text = _searchable(ticket)
    opened = TicketEvent(ticket_id=ticket.id, kind="opened", at=opened_at, detail={})
    write([ticket, opened, *beside])
    return ticket


_NEXT_NUMBER = select(NUMBERS.next_value())


def _next_number() -> int:
    """Take it from a sequence, so that no call waits for another; SQLite has a row instead."""
    if session.get_bind().dialect.supports_sequences:
        return db.columns(_NEXT_NUMBER).scalar_one()
    return _raise_number() or _first_number()


def _raise_number() -> int | None:
    return session.execute(
        update(TicketNumber)
        .where(TicketNumber.id == 1)
        .values(last=TicketNumber.last + 1)
        .returning(TicketNumber.last)
    ).scalar()


def _first_number() -> int:
    """Make the row that counts. SQLite lets nobody else write meanwhile."""
    highest = session.scalar(select(func.max(Ticket.number))) or BEFORE_FIRST
    session.execute(insert(TicketNumber).values(id=1, last=highest + 1))
    return highest + 1


def add_event(
    ticket_id: str,
    kind: str,
    *,
    actor_id: str | None = None,
    detail: dict[str, Any] | None = None,
    at: datetime | None = None,
) -> None:
    """Add a line to the history."""
    session.add(
        TicketEvent(
            ticket_id=ticket_id, kind=kind, actor_id=actor_id, detail=detail or {}, at=at or now()
        )
    )
    session.flush()


def last_detail(ticket_id: str, kind: str) -> dict[str, Any] | None:
    """The detail of the latest line of this kind in the history."""
    chosen = select(TicketEvent.detail).where(
        TicketEvent.ticket_id == ticket_id, TicketEvent.kind == kind
    )
    return session.scalars(chosen.order_by(TicketEvent.id.desc()).limit(1)).first()


def advance(
    ticket_id: str,
    event: Event,
    *,
    actor_id: str | None = None,
    detail: dict[str, Any] | None = None,
) -> bool:
    """Move the ticket's state; False where the event comes late or twice."""
    ticket = session.get_one(Ticket, ticket_id)
    before = State(ticket.state)
    after = move(before, event)
    if after is None:
        return False
    moved = session.execute(
        update(Ticket)
        .where(Ticket.id == ticket_id, Ticket.state == before)
        .values(state=after, closed_at=now() if after is State.CLOSED else None)
        .returning(Ticket.id)
        .execution_options(synchronize_session=False)
    ).first()
    session.refresh(ticket, ["state", "closed_at"])
    if moved is None:
        return False
    add_event(ticket_id, event, actor_id=actor_id, detail=detail)
    return True


def mark_waited(ticket_id: str, seconds: int) -> None:
    """Note how long the caller waited until an agent was there, or until giving up."""
    session.get_one(Ticket, ticket_id).waited_seconds = max(0, seconds)
    session.flush()


def mark_abandoned(ticket_id: str, waited_seconds: int) -> None:
    """The caller gave up waiting."""
    mark_waited(ticket_id, waited_seconds)
    advance(ticket_id, Event.GIVEN_UP)


def record_answers(
    ticket_id: str,
    answers: Sequence[AnswerInput],
    outcome: OutcomeInput | None,
    run_id: str = "",
) -> None:
    """Put the answers of one run on the ticket as they are now, and its outcome.

    The answers of other runs stay as they are.
    """
    ticket = locked(ticket_id)
    left_over = {answer.key: answer for answer in ticket.answers if answer.run_id == run_id}
    for position, answer in enumerate(answers):
        row = left_over.pop(answer.key, None)
        if row is None:
            row = TicketAnswer(ticket_id=ticket_id, run_id=run_id, key=answer.key)
            ticket.answers.append(row)
        row.position = position
        for name in ("title", "display", "value", "state", "author_id", "revision", "evidence"):
            setattr(row, name, getattr(answer, name))
    for row in left_over.values():  # on a branch that the answers no longer take
        ticket.answers.remove(row)
    if outcome is not None:
        _apply(ticket, outcome)
    session.flush()
    index(ticket)


def weigh(
    ticket: Ticket, outcome: OutcomeInput | None, *, priority: int, due_at: datetime | None
) -> None:
    """Set the urgency, and title, summary and team from `outcome` where there is one.

    The ticket is locked, by whoever worked them out.
    """
    if outcome is not None:
        ticket.title, ticket.summary = outcome.title[:300], outcome.summary
        ticket.team = outcome.team
    ticket.priority, ticket.due_at = priority, due_at
    session.flush()
    index(ticket)


def locked(ticket_id: str) -> Ticket:
    """The ticket as it is now, locked: a wrap-up and a transcript may change it at once."""
    ticket = session.get_one(Ticket, ticket_id)
    session.refresh(ticket, with_for_update=True)
    return ticket


def _apply(ticket: Ticket, outcome: OutcomeInput) -> None:
    ticket.title = outcome.title[:300] or ticket.title
    ticket.summary = outcome.summary
    ticket.priority, ticket.team = outcome.priority, outcome.team
    minutes = outcome.deadline_minutes
    ticket.due_at = ticket.opened_at + timedelta(minutes=minutes) if minutes else None


def record_gaps(ticket_id: str, missing: list[Texts], override_reason: str) -> None:
    """Note the unanswered questions, and why the agent closed the call all the same."""
    ticket = session.get_one(Ticket, ticket_id)
    ticket.missing, ticket.override_reason = list(missing), override_reason
    session.flush()


def attach_transcript(ticket_id: str, transcript_id: str) -> bool:
    """Attach once; False where it is attached already."""
    if session.get(TicketTranscript, (ticket_id, transcript_id)) is not None:
        return False
    session.add(TicketTranscript(ticket_id=ticket_id, transcript_id=transcript_id))
    session.flush()
    add_event(ticket_id, "transcript_attached", detail={"transcript_id": transcript_id})
    return True


def forget_transcript(transcript_id: str) -> None:
    """Take a transcript that is erased off its tickets, with every quote of it."""
    chosen = select(TicketTranscript).where(TicketTranscript.transcript_id == transcript_id)
    for attached in session.scalars(chosen).all():
        for answer in session.get_one(Ticket, attached.ticket_id).answers:
            if answer.evidence and answer.evidence["transcript_id"] == transcript_id:
                answer.evidence = None
        session.delete(attached)
    session.flush()


def transcripts_of(ticket_id: str) -> list[TicketTranscript]:
    chosen = select(TicketTranscript).where(TicketTranscript.ticket_id == ticket_id)
    return list(session.scalars(chosen.order_by(TicketTranscript.attached_at)))


def open_of_caller(client_id: str, caller_number: str, *, but: str = "") -> list[Ticket]:
    """The caller's tickets that are not closed, newest first; none for a withheld number."""
    if not caller_number:
        return []
    chosen = (
        select(Ticket)
        .where(Ticket.client_id == client_id, Ticket.caller_number == caller_number)
        .where(Ticket.state.in_(OPEN_STATES), Ticket.id != but)
        .order_by(Ticket.opened_at.desc())
    )
    return list(session.scalars(chosen.limit(20)))


_COUNTS = select(func.count(), func.count(case((Ticket.state.in_(OPEN_STATES), 1)))).where(
    Ticket.client_id == bindparam("client_id"),
    Ticket.caller_number == bindparam("caller_number"),
    Ticket.id != bindparam("but"),
)


def counts_of_caller(client_id: str, caller_number: str, *, but: str = "") -> tuple[int, int]:
    """How many tickets the caller has at this client, and how many of them are not closed."""
    if not caller_number:
        return 0, 0
    whose = {"client_id": client_id, "caller_number": caller_number, "but": but}
    every, opened = db.columns(_COUNTS, whose).one()
    return every, opened


def index(ticket: Ticket) -> None:
    """Write the text anew in which the search looks."""
    ticket.search_text = _searchable(ticket)
    session.flush()


def _searchable(ticket: Ticket) -> str:
    client = session.get(Client, ticket.client_id) if ticket.client_id and ticket.team else None
    names = client.teams.get(ticket.team, {}) if client else {}
    parts = [str(ticket.number), ticket.title, ticket.summary or "", ticket.team or ""]
    parts += [*names.values(), ticket.caller_number]
    for answer in ticket.answers:
        parts += [*answer.display.values(), *answer.title.values()]
    return searchable(parts)

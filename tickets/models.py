"""Tickets as they are kept."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Sequence, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.clock import now
from core.db import Base, Id, Json, UtcDateTime, new_id

BEFORE_FIRST = 1000  # short numbers look like mistakes
NUMBERS = Sequence("ticket_number", start=BEFORE_FIRST + 1, metadata=Base.metadata)


class Ticket(Base):
    """What the client's team gets; it exists from the first ring."""

    __tablename__ = "tickets"
    __table_args__ = (Index(None, "client_id", "opened_at"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    number: Mapped[int] = mapped_column(unique=True)  # the name that people use
    client_id: Mapped[str | None] = mapped_column(ForeignKey("clients.id"))
    state: Mapped[str] = mapped_column(String(16), default="ringing", index=True)
    title: Mapped[str] = mapped_column(String(300), default="")
    summary: Mapped[str] = mapped_column(Text, default="")
    priority: Mapped[int] = mapped_column(default=3)  # 1 the highest, 4 the lowest
    team: Mapped[str] = mapped_column(String(60), default="")
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    language: Mapped[str] = mapped_column(String(5), default="fr")
    caller_number: Mapped[str] = mapped_column(String(64), default="", index=True)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    waited_seconds: Mapped[int | None]
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    script_version_id: Mapped[str | None] = mapped_column(ForeignKey("script_versions.id"))
    # The ticket that this one's call turned out to be about:
    merged_into_id: Mapped[str | None] = mapped_column(ForeignKey("tickets.id"), index=True)
    override_reason: Mapped[str] = mapped_column(Text, default="")
    missing: Mapped[list[Any]] = mapped_column(Json, default=list)  # titles left unanswered
    search_text: Mapped[str] = mapped_column(Text, default="")  # folded; see tickets.search

    answers: Mapped[list["TicketAnswer"]] = relationship(
        order_by="TicketAnswer.position", cascade="all, delete-orphan"
    )
    events: Mapped[list["TicketEvent"]] = relationship(
        order_by="TicketEvent.id", cascade="all, delete-orphan"
    )


class TicketAnswer(Base):
    """A structured answer, with the words that prove it.

    A ticket that several calls are about keeps the answers of each: they differ by `run_id`.
    """

    __tablename__ = "ticket_answers"
    __table_args__ = (UniqueConstraint("ticket_id", "run_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[str] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"))
    run_id: Mapped[str] = mapped_column(Id, default="")
    key: Mapped[str] = mapped_column(String(60))
    position: Mapped[int]
    title: Mapped[dict[str, str]]
    display: Mapped[dict[str, str]]
    value: Mapped[Any | None] = mapped_column(Json)  # None: the raw answer was not understood
    state: Mapped[str] = mapped_column(String(16))  # typed, heard, confirmed, contradicted
    author_id: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    revision: Mapped[int] = mapped_column(default=0)
    evidence: Mapped[dict[str, Any] | None]  # transcript_id, channel, start, end, quote


class TicketEvent(Base):
    """One line of a ticket's history, never changed."""

    __tablename__ = "ticket_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[str] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    kind: Mapped[str] = mapped_column(String(40))
    actor_id: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    detail: Mapped[dict[str, Any]]


class TicketTranscript(Base):
    """A transcript on a ticket, once."""

    __tablename__ = "ticket_transcripts"

    ticket_id: Mapped[str] = mapped_column(
        ForeignKey("tickets.id", ondelete="CASCADE"), primary_key=True
    )
    transcript_id: Mapped[str] = mapped_column(
        ForeignKey("transcripts.id", ondelete="CASCADE"), primary_key=True
    )
    attached_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class TicketNumber(Base):
    """The single row that gives the next number on SQLite, which has no sequences."""

    __tablename__ = "ticket_numbers"
    id: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column(default=BEFORE_FIRST)

"""Tables of calls: the call, everything that happened to it, its legs, recordings and offers."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.clock import now
from core.db import Base, Id, UtcDateTime, new_id
from core.tenants import Client


class Call(Base):
    """One call to a line. `state` is derived from its events (`calls.story`), never set by hand.

    `client_id` and `line_id` are None for a number nobody knows (the unassigned queue).
    """

    __tablename__ = "calls"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    client_id: Mapped[str | None] = mapped_column(ForeignKey("clients.id"), index=True)
    line_id: Mapped[str | None] = mapped_column(ForeignKey("lines.id"))
    # The ticket that the call is about now, and the ticket that was opened for it:
    ticket_id: Mapped[str | None] = mapped_column(ForeignKey("tickets.id"), index=True)
    own_ticket_id: Mapped[str | None] = mapped_column(ForeignKey("tickets.id"), index=True)
    run_id: Mapped[str | None] = mapped_column(ForeignKey("runs.id"), index=True)
    notes: Mapped[str] = mapped_column(Text, default="")  # of a call without a run
    notes_revision: Mapped[int] = mapped_column(default=0)
    agent_id: Mapped[str | None] = mapped_column(ForeignKey("users.id"), index=True)
    provider_sid: Mapped[str] = mapped_column(String(34), unique=True)
    from_number: Mapped[str] = mapped_column(String(64))  # as given; not always a number
    from_withheld: Mapped[bool] = mapped_column(default=False)
    to_number: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(5))
    state: Mapped[str] = mapped_column(String(16), index=True)
    recording_mode: Mapped[str] = mapped_column(String(16), default="off")
    recording_objected: Mapped[bool] = mapped_column(default=False)
    conference_sid: Mapped[str | None] = mapped_column(String(34))
    # Whether the caller should be on hold, by the last wish; the state follows from the reports.
    hold_wanted: Mapped[bool | None]
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)
    waiting_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    connected_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    parked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # on hold, its agent elsewhere
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    client: Mapped[Client | None] = relationship()

    @property
    def room(self) -> str:
        """The name of its conference; holds nothing about a person."""
        return f"c-{self.id}"

    @property
    def is_recorded(self) -> bool:
        """Whether every talk of this call is recorded."""
        return self.recording_mode == "always" and not self.recording_objected

    @property
    def caller_key(self) -> str:
        """The key of this caller's history; "" where callers cannot be told from each other."""
        return "" if self.from_withheld else self.from_number


class CallEvent(Base):
    """Something that happened to a call, once; only added to.

    `happening` is in our words, `kind` in those of the source. `leg_k` names an agent's leg,
    `conference_sid` and `sequence` the place among the events of a room, in thousandths of the
    provider's numbers.
    """

    __tablename__ = "call_events"
    __table_args__ = (UniqueConstraint("call_id", "natural_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[str] = mapped_column(ForeignKey("calls.id", ondelete="CASCADE"))
    natural_key: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(40))
    happening: Mapped[str] = mapped_column(String(16))
    outcome: Mapped[str] = mapped_column(String(8), default="ignored")
    leg_k: Mapped[int | None]
    conference_sid: Mapped[str | None] = mapped_column(String(34))
    sequence: Mapped[int | None]
    stamped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # by the provider's clock
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    payload: Mapped[dict[str, Any]]


class Leg(Base):
    """An agent's phone in the room; a reload of the page makes the next leg.

    `takes_up` is set while this agent comes to talk: a caller on hold is then taken off hold.
    """

    __tablename__ = "legs"
    __table_args__ = (UniqueConstraint("call_id", "number"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    call_id: Mapped[str] = mapped_column(ForeignKey("calls.id", ondelete="CASCADE"))
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"))
    number: Mapped[int]
    provider_sid: Mapped[str | None] = mapped_column(String(34), unique=True)
    takes_up: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    @property
    def label(self) -> str:
        return f"agent-{self.id}"


class Recording(Base):
    """One recording of a call; `caller_channel` counts from 0, None where channels are mixed.

    `asked_at` is when the provider was asked for what it has not answered yet; `paused` is what it
    said last, None where that is not known.
    """

    __tablename__ = "recordings"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    call_id: Mapped[str] = mapped_column(ForeignKey("calls.id"), index=True)
    client_id: Mapped[str | None] = mapped_column(ForeignKey("clients.id"), index=True)
    provider_sid: Mapped[str | None] = mapped_column(String(34), unique=True)
    state: Mapped[str] = mapped_column(String(16), index=True)
    channels: Mapped[int] = mapped_column(default=2)
    caller_channel: Mapped[int | None] = mapped_column(default=0)
    duration: Mapped[float | None]  # seconds
    storage_key: Mapped[str | None] = mapped_column(String(200))
    sha256: Mapped[str | None] = mapped_column(String(64))
    size: Mapped[int | None]  # bytes
    incomplete: Mapped[bool] = mapped_column(default=False)  # the end did not come
    error: Mapped[str] = mapped_column(Text, default="")
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    began_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # by the provider's clock
    paused: Mapped[bool | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    transcribed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attached_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    erased_why: Mapped[str] = mapped_column(String(40), default="")
    provider_gone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Offer(Base):
    """A call shown to an agent."""

    __tablename__ = "offers"
    __table_args__ = (UniqueConstraint("call_id", "user_id"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    call_id: Mapped[str] = mapped_column(ForeignKey("calls.id", ondelete="CASCADE"))
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), index=True)
    state: Mapped[str] = mapped_column(String(16), index=True)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Transfer(Base):
    """A call that an agent offers to one colleague, with what they should know."""

    __tablename__ = "transfers"
    __table_args__ = (
        Index(
            "uq_transfers_open",
            "call_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[str] = mapped_column(ForeignKey("calls.id", ondelete="CASCADE"), index=True)
    from_user_id: Mapped[str] = mapped_column(ForeignKey("users.id"))
    to_user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), index=True)
    note: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Presence(Base):
    """Whether an agent takes calls now; `reason` belongs to a break, or says that they went
    offline because their page was not heard of.

    The last time in which the page was not heard of began at `unheard_since`; it goes on while
    `heard_again_at` is None.
    """

    __tablename__ = "presences"

    user_id: Mapped[str] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    status: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(80), default="")
    since: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    unheard_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    heard_again_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Reconciled(Base):
    """The single row that says up to when the provider's lists were compared with ours."""

    __tablename__ = "reconciled"

    id: Mapped[int] = mapped_column(primary_key=True)
    until: Mapped[datetime] = mapped_column(UtcDateTime)

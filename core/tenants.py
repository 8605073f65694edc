"""Client companies, their lines, people, and the wall between clients."""

from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Select,
    String,
    UniqueConstraint,
    bindparam,
    false,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from core.clock import now
from core.db import Base, Id, UtcDateTime, new_id, session
from core.languages import HOME, PAGES
from core.reading import phone_numbers

Statement = TypeVar("Statement", bound=Select[Any])

STAFF_ROLES = ("agent", "supervisor", "administrator")
MEMBER_ROLES = ("agent", "reader", "manager")
RECORDING_POLICIES = ("off", "on_demand", "always")


class Client(Base):
    """A company whose hotline we answer."""

    __tablename__ = "clients"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    colour: Mapped[str] = mapped_column(String(7), default="#3451b2")
    language: Mapped[str] = mapped_column(String(5), default=HOME)
    languages: Mapped[list[str]] = mapped_column(default=lambda: [*PAGES])
    timezone: Mapped[str] = mapped_column(String(60), default="Europe/Paris")
    # By day ("mon"…"sun") texts like "08:00-18:00"; empty: not known. See voice/schedule/hours.py.
    opening_hours: Mapped[dict[str, Any]] = mapped_column(default=dict)
    closed_days: Mapped[list[str]] = mapped_column(default=list)  # ISO dates, as public holidays
    # Names of its teams by key and language, as its scripts give them when they are published.
    teams: Mapped[dict[str, Any]] = mapped_column(default=dict)
    greeting: Mapped[dict[str, str]] = mapped_column(default=dict)  # what the agent says first
    announcement: Mapped[dict[str, str]] = mapped_column(default=dict)  # what the caller hears
    # What they hear while they wait: the SHA-256 of a file in storage; "" is the house's music.
    hold_music: Mapped[str] = mapped_column(String(64), default="", server_default="")
    recording_policy: Mapped[str] = mapped_column(String(16), default="on_demand")
    recording_basis: Mapped[str] = mapped_column(String(500), default="")
    audio_retention_days: Mapped[int] = mapped_column(default=180)
    transcript_retention_days: Mapped[int] = mapped_column(default=365)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Line(Base):
    """One dialed number of a client."""

    __tablename__ = "lines"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    client_id: Mapped[str] = mapped_column(ForeignKey("clients.id"), index=True)
    number: Mapped[str] = mapped_column(String(64), unique=True)
    label: Mapped[str] = mapped_column(String(120), default="")
    language: Mapped[str] = mapped_column(String(5), default=HOME)
    script_key: Mapped[str] = mapped_column(String(60))


class User(Base):
    """A person who signs in: staff of the operator, or a client's own people."""

    __tablename__ = "users"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str] = mapped_column(String(200), default="")
    staff_role: Mapped[str] = mapped_column(String(16), default="")
    language: Mapped[str] = mapped_column(String(5), default=HOME)
    active: Mapped[bool] = mapped_column(default=True)
    screen_number: Mapped[int] = mapped_column(default=0)
    preferences: Mapped[dict[str, Any]] = mapped_column(default=dict)  # of their own pages
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    @property
    def sees_all_clients(self) -> bool:
        return self.staff_role in {"supervisor", "administrator"}

    @property
    def answers_calls(self) -> bool:
        return self.staff_role in {"agent", "supervisor"}


def keep_preference(user: User, name: str, value: Any) -> None:
    """Change one of a person's preferences, beside what another page of theirs changes now."""
    session.refresh(user, ["preferences"], with_for_update=True)
    user.preferences = {**user.preferences, name: value}


class Membership(Base):
    """A person's role for one client."""

    __tablename__ = "memberships"
    __table_args__ = (UniqueConstraint("user_id", "client_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    client_id: Mapped[str] = mapped_column(ForeignKey("clients.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(16))


_DIALED = (
    select(Line, Client)
    .join(Client, Client.id == Line.client_id)
    .where(Line.number == bindparam("number"))
)


def dialed(address: str) -> tuple[Line, Client] | None:
    """The line of a number in whatever form a network writes it, and its client."""
    number = phone_numbers.of_party(address) or address
    row = session.execute(_DIALED, {"number": number}).first()
    return (row[0], row[1]) if row else None


def visible_client_ids(user: User) -> set[str] | None:
    """The clients that a person may see; None stands for all of them."""
    if user.sees_all_clients:
        return None
    chosen = select(Membership.client_id).where(Membership.user_id == user.id)
    return set(session.scalars(chosen))


def wall(column: InstrumentedAttribute[Any], user: User) -> ColumnElement[bool] | None:
    """The condition that keeps a person to their own clients' rows; None where they see all.

    Rows of no client (the unassigned queue) are for staff only.
    """
    visible = visible_client_ids(user)
    if visible is None:
        return None
    inside = column.in_(visible) if visible else false()
    return (inside | column.is_(None)) if user.staff_role else inside


def scoped(statement: Statement, column: InstrumentedAttribute[Any], user: User) -> Statement:
    """The statement, limited to the rows that a person may see; every query for one uses this."""
    condition = wall(column, user)
    return statement if condition is None else statement.where(condition)


def may_see(user: User, client_id: str | None) -> bool:
    visible = visible_client_ids(user)
    if visible is None:
        return True
    return bool(user.staff_role) if client_id is None else client_id in visible


def eligible(client_id: str | None) -> Select[User]:
    """The agents who may be offered a client's calls; all of them for None (unassigned calls)."""
    statement = select(User).where(User.active, User.staff_role.in_(["agent", "supervisor"]))
    if client_id is not None:
        statement = statement.join(Membership, Membership.user_id == User.id).where(
            Membership.client_id == client_id, Membership.role == "agent"
        )
    return statement


def eligible_agents(client_id: str | None) -> list[User]:
    """The same people, by their id."""
    return list(session.scalars(eligible(client_id).order_by(User.id)))

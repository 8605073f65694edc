"""Finding tickets: filters and words, behind the wall between clients."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, or_, select

from core.db import session
from core.folding import fold
from core.reading.phone_numbers import digits_in, digits_of
from core.tenants import User, scoped
from tickets.models import Ticket
from tickets.states import State

PAGE = 25
MOST_WORDS = 8
UNASSIGNED = "none"  # in place of a client's id: calls to an unknown number


@dataclass(frozen=True)
class Filters:
    """Conditions of a search; empty ones find all tickets except those merged into another."""

    words: str = ""
    state: str = ""
    priority: int | None = None
    team: str = ""
    client_id: str = ""
    caller: str = ""
    since: datetime | None = None
    until: datetime | None = None
    sort: str = ""  # a name of COLUMNS, with "-" before it for the other way round
    page: int = 1


COLUMNS = {
    "number": Ticket.number,
    "priority": Ticket.priority,
    "title": Ticket.title,
    "team": Ticket.team,
    "state": Ticket.state,
    "opened": Ticket.opened_at,
}


@dataclass(frozen=True)
class Page:
    tickets: list[Ticket]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


def searchable(texts: Iterable[str]) -> str:
    """What search looks through: the texts as they are compared, and the numbers in them."""
    return " ".join(part for text in texts for part in (fold(text), *digits_in(text)) if part)


def search_terms(words: str) -> list[set[str]]:
    """The texts to find, one of each set: each word, or the digits of a phone number."""
    number = digits_of(words)
    return [number] if number else [{word} for word in fold(words).split()[:MOST_WORDS]]


def find(user: User, filters: Filters) -> Page:
    """A page of the tickets that a person may see, newest first unless they sort otherwise."""
    statement = _filtered(scoped(select(Ticket), Ticket.client_id, user), filters)
    counted = select(func.count()).select_from(statement.subquery())
    total = session.scalar(counted) or 0
    last = max(1, -(-total // PAGE))
    page = min(max(1, filters.page), last)
    rows = _sorted(statement, filters.sort).limit(PAGE)
    return Page(list(session.scalars(rows.offset((page - 1) * PAGE))), total, page)


def _sorted(statement: Select[tuple[Ticket]], by: str) -> Select[tuple[Ticket]]:
    column = COLUMNS.get(by.removeprefix("-"))
    if column is not None:
        statement = statement.order_by(column.desc() if by.startswith("-") else column)
    return statement.order_by(Ticket.opened_at.desc(), Ticket.id)


def by_number(user: User, number: int) -> Ticket | None:
    chosen = select(Ticket).where(Ticket.number == number)
    return session.scalars(scoped(chosen, Ticket.client_id, user)).first()


def get(user: User, ticket_id: str) -> Ticket | None:
    """The ticket, or None where it is not there or not theirs."""
    chosen = select(Ticket).where(Ticket.id == ticket_id)
    return session.scalars(scoped(chosen, Ticket.client_id, user)).first()


def teams(user: User) -> list[str]:
    chosen = scoped(select(Ticket.team).where(Ticket.team != ""), Ticket.client_id, user)
    return list(session.scalars(chosen.distinct().order_by(Ticket.team)))


def _filtered(statement: Select[tuple[Ticket]], filters: Filters) -> Select[tuple[Ticket]]:
    exact = {
        Ticket.state: filters.state,
        Ticket.priority: filters.priority,
        Ticket.team: filters.team,
        Ticket.client_id: "" if filters.client_id == UNASSIGNED else filters.client_id,
        Ticket.caller_number: filters.caller,
    }
    for column, value in exact.items():
        if value:
            statement = statement.where(column == value)
    if not filters.state:
        statement = statement.where(Ticket.state != State.MERGED)
    if filters.client_id == UNASSIGNED:
        statement = statement.where(Ticket.client_id.is_(None))
    if filters.since:
        statement = statement.where(Ticket.opened_at >= filters.since)
    if filters.until:
        statement = statement.where(Ticket.opened_at < filters.until)
    for term in search_terms(filters.words):
        found = [Ticket.search_text.contains(form, autoescape=True) for form in sorted(term)]
        statement = statement.where(or_(*found))
    return statement

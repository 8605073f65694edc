"""Callers and search know a phone number in one form (core.reading.phone_numbers, tickets.search).

The texts stay as they are on the way back.
"""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from tickets.search import searchable
from voice.calls import callers

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BATCH = 500

calls = sa.table(
    "calls",
    sa.column("id", sa.String),
    sa.column("from_number", sa.String),
    sa.column("from_withheld", sa.Boolean),
)
tickets = sa.table(
    "tickets",
    *(sa.column(name, sa.String) for name in ("id", "title", "summary", "team")),
    sa.column("number", sa.Integer),
    sa.column("caller_number", sa.String),
    sa.column("search_text", sa.String),
)
answers = sa.table(
    "ticket_answers",
    *(sa.column(name, sa.String) for name in ("id", "ticket_id")),
    *(sa.column(name, sa.JSON) for name in ("title", "display")),
)


def upgrade() -> None:
    for row in _rows(calls):
        caller = callers.key_of(row.from_number)
        _change(calls, row, from_number=caller or row.from_number, from_withheld=not caller)
    for row in _rows(tickets):
        caller = callers.key_of(row.caller_number)
        texts = [str(row.number), row.title, row.summary, row.team, caller, *_answered(row.id)]
        _change(tickets, row, caller_number=caller, search_text=searchable(texts))


def downgrade() -> None:
    pass


def _rows(table: sa.TableClause) -> Iterator[sa.Row]:
    """All rows in the order of keys, some at a time: a table may be larger than the memory."""
    connection, last = op.get_bind(), ""
    page = sa.select(table).order_by(table.c.id).limit(BATCH)
    while rows := connection.execute(page.where(table.c.id > last)).all():
        yield from rows
        last = rows[-1].id


def _change(table: sa.TableClause, row: sa.Row, **values: object) -> None:
    if any(getattr(row, name) != value for name, value in values.items()):
        op.get_bind().execute(sa.update(table).where(table.c.id == row.id).values(**values))


def _answered(ticket_id: str) -> Iterator[str]:
    chosen = sa.select(answers.c.title, answers.c.display).where(answers.c.ticket_id == ticket_id)
    for title, display in op.get_bind().execute(chosen):
        yield from (*display.values(), *title.values())

"""How many statements a piece of work sends to the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.event import listens_for, remove

from core import db

FRAME = ("BEGIN", "SET LOCAL", "PRAGMA", "SAVEPOINT", "RELEASE", "ROLLBACK")


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements sent inside the block; those that begin or end a transaction do not count."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.startswith(FRAME):
            sent.append(statement)

    engine = db.engine()
    listens_for(engine, "before_cursor_execute")(note)
    try:
        yield sent
    finally:
        remove(engine, "before_cursor_execute", note)

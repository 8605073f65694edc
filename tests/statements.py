"""How many statements a piece of work sends to the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.event import listens_for, remove

from core import db


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements sent inside the block; begin, commit and savepoints are not counted."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK")):
            sent.append(statement)

    engine = db.engine()
    listens_for(engine, "before_cursor_execute")(note)
    try:
        yield sent
    finally:
        remove(engine, "before_cursor_execute", note)

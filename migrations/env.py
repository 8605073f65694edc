"""Alembic: the schema's way forward, on SQLite and PostgreSQL alike."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection

import web.models  # noqa: F401  (every table is known)
from core import db


def run() -> None:
    with db.engine().connect() as connection:
        _let_tables_be_copied(connection)
        context.configure(
            connection=connection,
            target_metadata=db.Base.metadata,
            render_as_batch=True,
            compare_type=True,
            render_item=render_plainly,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
    db.engine().dispose()


def _let_tables_be_copied(connection: Connection) -> None:
    """SQLite changes a table by copying it and dropping the old one; with foreign keys on, the
    drop would delete what refers to its rows. Only outside a transaction can they be turned off.
    """
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA foreign_keys=OFF")


def render_plainly(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """A migration must not change when our code does: it names only SQLAlchemy's own types."""
    if kind == "type" and isinstance(item, db.UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


run()

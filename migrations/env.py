"""Alembic: the schema's way forward, on SQLite and PostgreSQL alike."""

from alembic import context

import web.models  # noqa: F401  (every table is known)
from core import db


def run() -> None:
    with db.engine().connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.Base.metadata,
            render_as_batch=True,
            compare_type=True,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()

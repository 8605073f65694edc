"""Times keep their zone, and writers on SQLite wait for each other instead of failing."""

import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import create_engine, delete, select, text, update
from sqlalchemy.exc import DataError, IntegrityError, StatementError

from core import db
from core.clock import now
from core.db import session
from core.tenants import Client, User
from tests.conftest import World
from tests.core.conftest import at_once

SEOUL = timezone(timedelta(hours=9))


def test_a_time_comes_back_as_the_same_moment_in_utc(database: str) -> None:
    moment = datetime(2026, 3, 29, 3, 30, 15, 123456, tzinfo=SEOUL)
    session.add(Client(slug="acme", name="Acme", created_at=moment))
    session.commit()
    session.expunge_all()
    read = session.scalars(select(Client.created_at)).one()
    assert read == moment
    assert read.utcoffset() == timedelta(0)


def test_times_are_compared_as_moments(database: str) -> None:
    session.add(Client(slug="acme", name="Acme", created_at=datetime(2026, 1, 1, 12, tzinfo=UTC)))
    session.commit()
    later_in_seoul = datetime(2026, 1, 1, 21, 1, tzinfo=SEOUL)
    slugs = session.scalars(select(Client.slug).where(Client.created_at < later_in_seoul)).all()
    assert slugs == ["acme"]


def test_a_time_without_zone_is_refused(database: str) -> None:
    session.add(Client(slug="acme", name="Acme", created_at=now().replace(tzinfo=None)))
    with pytest.raises(StatementError, match="without zone"):
        session.flush()


def test_a_transaction_that_reads_and_then_writes_waits_for_the_other(world: World) -> None:
    """Each reads the number, then writes one more: none is lost, none fails."""
    user_id = world.ana.id
    session.rollback()

    def count(_: int) -> None:
        for _ in range(5):
            locked = select(User).where(User.id == user_id).with_for_update()
            user = session.scalars(locked.execution_options(populate_existing=True)).one()
            user.screen_number += 1
            db.commit()

    assert at_once(8, count) == [None] * 8
    assert session.scalars(select(User.screen_number).where(User.id == user_id)).one() == 40


def test_a_reader_does_not_wait_for_a_writer(world: World) -> None:
    session.rollback()
    session.execute(update(Client).values(name="Changed"))
    read: list[list[str]] = []

    def look() -> None:
        with db.reading():
            read.append(list(session.scalars(select(Client.name).order_by(Client.name))))
        session.remove()

    looker = threading.Thread(target=look)
    looker.start()
    looker.join(timeout=15)
    session.rollback()
    assert read == [["Acme", "Globex"]]


def test_reading_ends_with_the_block(sqlite_database: str) -> None:
    with db.reading():
        session.scalars(select(Client)).all()
    session.add(Client(slug="acme", name="Acme"))
    db.commit()
    assert session.scalars(select(Client.slug)).all() == ["acme"]


def test_a_reference_to_nothing_is_refused_on_both(world: World) -> None:
    from core.tenants import Membership

    session.add(Membership(user_id="f" * 32, client_id=world.acme.id, role="agent"))
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        session.flush()


def test_text_that_is_too_long_is_refused_on_both(world: World) -> None:
    """SQLite does so in tests alone: most of them ask no other database."""
    acme = update(Client).where(Client.id == world.acme.id)
    session.execute(acme.values(slug="a" * 60))
    with pytest.raises((DataError, IntegrityError)):
        session.execute(acme.values(slug="a" * 61))


@pytest.mark.postgresql
def test_a_connection_that_died_while_idle_is_replaced(
    postgresql_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "RESTED_SECONDS", 0.0)
    db.dispose()  # of several connections another one would be taken next
    pid = text("SELECT pg_backend_pid()")
    rested = session.scalar(pid)
    session.remove()
    with create_engine(postgresql_database).connect() as other:
        other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": rested})
    assert session.scalar(pid) != rested


def test_what_is_erased_does_not_stay_in_the_file_of_the_database(sqlite_database: str) -> None:
    session.add(Client(slug="acme", name="a word that somebody said"))
    db.commit()
    checkpoint = text("PRAGMA wal_checkpoint(TRUNCATE)")
    file = Path(sqlite_database.removeprefix("sqlite:///"))
    held = []
    for _ in range(2):
        session.rollback()
        with db.engine().connect() as connection:
            connection.connection.driver_connection.execute(str(checkpoint))
        held.append(b"a word that somebody said" in file.read_bytes())
        session.execute(delete(Client))
        db.commit()
    assert held == [True, False]

"""What was done can be added to, and any other change shows."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from core import audit, db
from core.audit import AuditEntry
from core.db import session
from tests.core.conftest import at_once


@pytest.fixture(autouse=True)
def three_entries(database: str) -> None:
    audit.record("client.created", client_id="c" * 32, subject="acme")
    audit.record("user.created", actor_id="u" * 32, detail={"role": "agent"})
    audit.record("audio.played", actor_id="u" * 32, subject="r1")
    db.commit()


def test_an_untouched_chain_is_whole() -> None:
    assert audit.first_broken() is None
    assert session.scalars(select(AuditEntry.number).order_by("number")).all() == [1, 2, 3]


@pytest.mark.parametrize(
    "change",
    [
        {"action": "user.deleted"},
        {"actor_id": None},
        {"client_id": "d" * 32},
        {"subject": "somebody else"},
        {"detail": {"role": "administrator"}},
        {"hash": "0" * 64},
    ],
)
def test_a_changed_entry_shows(change: dict[str, object]) -> None:
    session.execute(update(AuditEntry).where(AuditEntry.number == 2).values(**change))
    session.commit()
    assert audit.first_broken() == 2


def test_a_moved_time_shows() -> None:
    entry = session.get_one(AuditEntry, 2)
    entry.at += timedelta(seconds=1)
    session.commit()
    session.expunge_all()
    assert audit.first_broken() == 2


@pytest.mark.parametrize(("removed", "shows"), [(1, 2), (2, 3), (3, 3)])
def test_a_removed_entry_shows(removed: int, shows: int) -> None:
    session.execute(delete(AuditEntry).where(AuditEntry.number == removed))
    session.commit()
    assert audit.first_broken() == shows


def test_an_entry_rolled_back_is_not_in_the_chain() -> None:
    audit.record("never.happened")
    session.rollback()
    audit.record("client.announcement")
    db.commit()
    assert audit.first_broken() is None
    assert len(session.scalars(select(AuditEntry)).all()) == 4


def test_many_at_once_make_one_chain() -> None:
    session.rollback()

    def record(number: int) -> None:
        for turn in range(4):
            audit.record("audio.played", subject=f"{number}-{turn}")
            db.commit()

    assert at_once(8, record) == [None] * 8
    assert audit.first_broken() is None
    assert len(session.scalars(select(AuditEntry)).all()) == 3 + 32

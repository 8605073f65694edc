"""What was done can be added to, and any other change shows."""

import hashlib
import json
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from core import audit, clock, db
from core.audit import AuditEntry, AuditHead, Fault
from core.config import settings
from core.db import session
from tests.conftest import on_sqlite
from tests.core.conftest import at_once


@pytest.fixture(autouse=True)
def three_entries(database: str) -> None:
    audit.record("client.created", client_id="c" * 32, subject="acme")
    audit.record("user.created", actor_id="u" * 32, detail={"role": "agent"})
    audit.record("audio.played", actor_id="u" * 32, subject="r1")
    db.commit()


def test_an_untouched_chain_is_whole() -> None:
    assert audit.first_fault() is None
    assert session.scalars(select(AuditEntry.number).order_by("number")).all() == [1, 2, 3]


@on_sqlite
@pytest.mark.parametrize(
    "change",
    [
        {"action": "user.deleted"},
        {"actor_id": None},
        {"client_id": "d" * 32},
        {"subject": "somebody else"},
        {"detail": {"role": "administrator"}},
        {"hash": "0" * 64},
        {"hash": "é" * 64},
    ],
)
def test_a_changed_entry_shows(change: dict[str, object]) -> None:
    session.execute(update(AuditEntry).where(AuditEntry.number == 2).values(**change))
    session.commit()
    assert audit.first_fault() == Fault(2, "changed")


def test_a_moved_time_shows() -> None:
    entry = session.get_one(AuditEntry, 2)
    entry.at += timedelta(seconds=1)
    session.commit()
    session.expunge_all()
    assert audit.first_fault() == Fault(2, "changed")


@on_sqlite
@pytest.mark.parametrize(("removed", "shows"), [(1, 2), (2, 3), (3, 3)])
def test_a_removed_entry_shows(removed: int, shows: int) -> None:
    session.execute(delete(AuditEntry).where(AuditEntry.number == removed))
    session.commit()
    assert audit.first_fault() == Fault(shows, "gone")


def forged(before: str, number: int, action: str) -> AuditEntry:
    """An entry as whoever can write the database, and has no key, can make it."""
    entry = AuditEntry(
        number=number, at=clock.now(), action=action, subject="", detail={}, key_id=""
    )
    fields = [before, number, entry.at.isoformat(), action, None, None, "", {}]
    entry.hash = hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()
    return entry


def rewrite(*actions: str) -> None:
    """The whole log made anew, each hash following from the one before."""
    session.execute(delete(AuditEntry))
    before = ""
    for number, action in enumerate(actions, 1):
        entry = forged(before, number, action)
        session.add(entry)
        before = entry.hash
    session.execute(update(AuditHead).values(number=len(actions), hash=before))
    session.commit()


def test_a_log_rewritten_without_the_key_shows() -> None:
    rewrite("client.created", "user.created", "nothing.else")
    assert audit.first_fault() == Fault(3, "unsealed")
    audit.record("audio.played")
    db.commit()
    assert audit.first_fault() == Fault(4, "unsealed")


def test_an_entry_added_or_changed_without_the_key_shows() -> None:
    last = session.get_one(AuditEntry, 3)
    added = forged(last.hash, 4, "audio.erased")
    session.add(added)
    session.execute(update(AuditHead).values(number=4, hash=added.hash))
    session.commit()
    assert audit.first_fault() == Fault(4, "unsealed")
    added.key_id = last.key_id
    session.commit()
    assert audit.first_fault() == Fault(4, "changed")


def test_an_entry_added_without_the_key_shows_behind_a_later_seal() -> None:
    """As a second upgrade would set it."""
    added = forged(session.get_one(AuditEntry, 3).hash, 4, "audio.erased")
    session.add(added)
    session.execute(update(AuditHead).values(number=4, hash=added.hash))
    audit.record(audit.SEALED)
    db.commit()
    assert audit.first_fault() == Fault(4, "unsealed")


def test_what_was_cut_off_the_end_shows_beside_an_anchor() -> None:
    noted = audit.head()
    session.execute(delete(AuditEntry).where(AuditEntry.number == 3))
    earlier = session.get_one(AuditEntry, 2)
    session.execute(update(AuditHead).values(number=2, hash=earlier.hash))
    session.commit()
    assert audit.first_fault() is None
    assert not audit.holds(noted)
    assert audit.holds(audit.head())


@pytest.mark.parametrize("anchor", ["", "3", "3:", ":", "-1:", "x:y", f"{'9' * 40}:", "²:", "4:00"])
def test_no_anchor_that_was_never_noted_is_held(anchor: str) -> None:
    assert not audit.holds(anchor)


def test_an_earlier_key_checks_what_it_sealed(environment: pytest.MonkeyPatch) -> None:
    old = settings().audit_keys[0]
    environment.setenv("AUDIT_KEY", "k" * 32)
    settings.cache_clear()
    assert audit.first_fault() == Fault(1, "unknown-key")
    environment.setenv("AUDIT_KEYS_BEFORE", f"{'n' * 32}, {old}")
    settings.cache_clear()
    audit.record("audio.played")
    db.commit()
    assert audit.first_fault() is None
    assert len(set(session.scalars(select(AuditEntry.key_id)))) == 2


def test_an_entry_rolled_back_is_not_in_the_chain() -> None:
    audit.record("never.happened")
    session.rollback()
    audit.record("client.announcement")
    db.commit()
    assert audit.first_fault() is None
    assert len(session.scalars(select(AuditEntry)).all()) == 4


def test_many_at_once_make_one_chain() -> None:
    session.rollback()

    def record(number: int) -> None:
        for turn in range(4):
            audit.record("audio.played", subject=f"{number}-{turn}")
            db.commit()

    assert at_once(8, record) == [None] * 8
    assert audit.first_fault() is None
    assert len(session.scalars(select(AuditEntry)).all()) == 3 + 32

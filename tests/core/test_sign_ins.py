"""Sign-ins: what is kept of a token, and when one is over."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core import db, sign_ins
from core.clock import now
from core.config import settings
from core.db import session
from core.sign_ins import SignIn
from tests.conftest import World, on_sqlite


def test_the_table_does_not_hold_what_signs_in(world: World) -> None:
    row, token = sign_ins.begin(world.ana, "Browser\x00 " + "x" * 999)
    db.commit()
    assert token not in {row.token_hash, row.id} and len(token) >= 43
    assert (row.browser[:8], len(row.browser)) == ("Browser ", sign_ins.LONGEST_BROWSER)
    found = sign_ins.find(token, now())
    assert found is not None and found[1].id == world.ana.id
    for other in ("", row.id, row.token_hash, token[:-1], f"{world.ana.id}:0"):
        assert sign_ins.find(other, now()) is None


def test_only_what_is_asked_for_ends_and_ends_once(world: World) -> None:
    first, second, others = (sign_ins.begin(u, "")[0] for u in (world.ana, world.ana, world.bruno))
    assert [one.id for one in sign_ins.end(world.ana.id, only=others.id)] == []
    assert [one.id for one in sign_ins.end(world.ana.id, only=first.id)] == [first.id]
    assert [one.id for one in sign_ins.end(world.ana.id)] == [second.id]
    assert sign_ins.end(world.ana.id) == []
    db.commit()
    assert not sign_ins.is_anywhere(world.ana, now()) and sign_ins.is_anywhere(world.bruno, now())


def test_a_phone_is_good_as_long_as_its_sign_in(world: World) -> None:
    rows = [sign_ins.begin(world.ana, "")[0] for _ in range(2)]
    phones = [sign_ins.phone_of(row) for row in rows]
    assert all(phone.replace("_", "").isalnum() and len(phone) <= 121 for phone in phones)
    sign_ins.end(world.ana.id, only=rows[0].id)
    holders = [sign_ins.holder_of(phone, now()) for phone in phones]
    assert holders == [None, world.ana]
    stolen = f"{world.bruno.id}_{rows[1].id}"
    for forged in ("", "_", world.ana.id, f"{world.ana.id}_", rows[1].id, stolen):
        assert sign_ins.holder_of(forged, now()) is None


@on_sqlite
@pytest.mark.parametrize(("idle", "good"), [(timedelta(seconds=-1), True), (timedelta(0), False)])
def test_it_ends_when_nobody_has_used_it(world: World, idle: timedelta, good: bool) -> None:
    row, token = sign_ins.begin(world.ana, "")
    at = row.seen_at + timedelta(minutes=settings().session_idle_minutes) + idle
    assert (sign_ins.find(token, at) is not None) is good


def test_old_ones_are_forgotten(world: World) -> None:
    old, recent = (sign_ins.begin(world.ana, "")[0] for _ in range(2))
    over = sign_ins.KEPT + timedelta(hours=settings().session_hours)
    old.created_at = now() - over - timedelta(minutes=1)
    recent.created_at = now() - over + timedelta(minutes=1)
    db.commit()
    sign_ins.forget_old()
    assert list(session.scalars(select(SignIn.id))) == [recent.id]

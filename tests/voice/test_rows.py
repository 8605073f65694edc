"""Locks of calls on PostgreSQL: SQLite has one writer."""

from collections.abc import Callable

import pytest

from core import db
from core.db import session
from tests.conftest import World
from tests.locks import is_locked
from tests.voice.provider import Provider
from voice import rows
from voice.models import Call

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.parametrize("database", ["postgresql"], indirect=True),
]


def undo_savepoint(call_id: str) -> None:
    with session.begin_nested() as savepoint:
        rows.locked(call_id)
        savepoint.rollback()


def commit(call_id: str) -> None:
    rows.locked(call_id)
    db.commit()


@pytest.mark.parametrize("let_go", [undo_savepoint, commit])
def test_a_lock_that_was_given_back_is_taken_anew(
    provider: Provider, on_duty: World, let_go: Callable[[str], None]
) -> None:
    provider.ring()
    call_id = provider.call.id
    let_go(call_id)
    assert not is_locked(Call, call_id)
    rows.locked(call_id)
    assert is_locked(Call, call_id)

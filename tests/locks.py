"""Locks of rows in PostgreSQL. On SQLite nobody else writes meanwhile."""

import time
from collections.abc import Callable
from threading import Thread
from typing import Any

from sqlalchemy import select, text

from core.db import engine, session

WAITS = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")


def until_it_waits_or_ends(work: Thread) -> None:
    """Until the thread waits for a lock that another transaction has, or has done its work."""
    while work.is_alive() and not _somebody_waits():
        time.sleep(0.01)


def _somebody_waits() -> bool:
    with engine().connect() as other:
        return bool(other.scalar(WAITS))


def is_locked(table: Any, row_id: str) -> bool:
    """Whether another transaction has locked the row with this id."""
    wanted = select(table).where(table.id == row_id).with_for_update(skip_locked=True)
    with engine().begin() as other:
        return other.scalar(wanted) is None


def takes_in_order(
    work: Callable[[], object], first: tuple[Any, str], then: tuple[Any, str]
) -> bool:
    """Whether the work waits for the first row, which another has, without having the second.

    Rows are given as table and id.
    """
    table, row_id = first

    def do() -> None:
        work()
        session.remove()

    with engine().begin() as other:
        other.execute(select(table.id).where(table.id == row_id).with_for_update())
        working = Thread(target=do)
        working.start()
        until_it_waits_or_ends(working)
        waits, has_the_second = working.is_alive(), is_locked(*then)
    working.join()
    return waits and not has_the_second

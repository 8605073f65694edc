"""Real workers on a real queue server that die, are emptied and come back."""

import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from rq import Queue
from rq.serializers import JSONSerializer
from sqlalchemy import select, update

from core import db, outbox, wake
from core.clock import now
from core.db import session
from core.outbox import Task
from core.tenants import Client
from tests.core.conftest import Valkey
from tests.core.queue_kinds import QUEUE

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def ground(database: str, valkey: Valkey) -> None:
    """Both databases, and a queue server of the test's own."""


def work() -> int:
    """Run a worker until its queue is empty; returns its exit code."""
    command = [sys.executable, "-m", "tests.core.queue_kinds"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60).returncode


def post(name: str) -> None:
    outbox.post(name, "one")
    db.commit()


def task() -> Task:
    row = session.scalars(select(Task)).one()
    session.expunge(row)
    session.rollback()
    return row


def let_time_pass(**values: object) -> None:
    """As if the lease had run out, or the handing over had been a while ago."""
    session.execute(update(Task).values(**values))
    session.commit()


def stored() -> list[str]:
    slugs = list(session.scalars(select(Client.slug)))
    session.rollback()
    return slugs


def queued() -> int:
    queue = Queue(QUEUE, connection=wake.connect(timeout=2), serializer=JSONSerializer)
    return len(queue)


def test_work_goes_through_the_queue_and_is_done_once() -> None:
    post("test.store")
    outbox.dispatch()
    outbox.dispatch()
    assert queued() == 1
    assert work() == 0
    assert (stored(), task().state) == (["one-1"], "done")


def test_a_killed_worker_is_followed_by_another_and_the_result_is_stored_once() -> None:
    post("test.die_once")
    outbox.dispatch()
    assert work() == -signal.SIGKILL
    assert (stored(), task().state) == ([], "leased")
    let_time_pass(lease_until=now() - timedelta(seconds=1))
    outbox.dispatch()
    assert work() == 0
    assert (stored(), task().state, task().attempts) == (["one-2"], "done", 2)


def test_a_flushed_queue_loses_nothing(valkey: Valkey) -> None:
    post("test.store")
    outbox.dispatch()
    valkey.connection.flushall()
    work()
    assert stored() == []
    let_time_pass(dispatched_at=now() - outbox.LOST_AFTER - timedelta(seconds=1))
    outbox.dispatch()
    work()
    assert (stored(), task().state) == (["one-1"], "done")


def test_a_killed_queue_server_loses_nothing(valkey: Valkey) -> None:
    post("test.store")
    valkey.kill()
    outbox.dispatch()
    assert task().dispatched_at is None
    valkey.start()
    outbox.dispatch()
    work()
    assert (stored(), task().state) == (["one-1"], "done")


def test_a_task_handed_out_twice_is_done_once() -> None:
    post("test.store")
    outbox.dispatch()
    let_time_pass(dispatched_at=None)
    outbox.dispatch()
    assert queued() == 2
    work()
    assert (stored(), task().attempts) == (["one-1"], 1)

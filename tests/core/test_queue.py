"""Real workers on a real queue server that die, are emptied and come back."""

import os
import signal
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile

import pytest
from rq.serializers import DefaultSerializer, JSONSerializer
from sqlalchemy import select, update

from core import config, db, outbox, wake
from core.clock import now
from core.db import session
from core.outbox import Task
from core.queue import TaskQueue
from core.tenants import Client
from tests.conftest import on_sqlite
from tests.core import queue_kinds
from tests.core.conftest import FAILING, Valkey, failing_valkey
from tests.core.queue_kinds import QUEUE


@pytest.fixture(autouse=True)
def ground(database: str, valkey: Valkey) -> None:
    """Both databases, and a queue server of the test's own."""


@dataclass
class Ended:
    """How a worker ended, and what it said."""

    returncode: int | None
    stderr: str


def work() -> Ended:
    """Run a worker until its queue is empty."""
    with NamedTemporaryFile("r") as said:
        to_do = (os.environ.copy(), said.name)
        worker = queue_kinds.PROCESSES.Process(target=queue_kinds.work, args=to_do)
        worker.start()
        worker.join(60)
        worker.kill()  # nothing, where it has ended
        return Ended(worker.exitcode, said.read())


def post(name: str, subject: str = "one") -> None:
    outbox.post(name, subject)
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


def queued() -> list[bytes]:
    return list(wake.connect(timeout=2).lrange(f"rq:queue:{QUEUE}", 0, -1))


def test_work_goes_through_the_queue_and_is_done_once() -> None:
    post("test.store")
    outbox.dispatch()
    outbox.dispatch()
    assert queued() == [b"%d" % task().id]
    assert work().returncode == 0
    assert (stored(), task().state) == (["one-1"], "done")


def test_a_killed_worker_is_followed_by_another_and_the_result_is_stored_once() -> None:
    post("test.die_once")
    outbox.dispatch()
    assert work().returncode == -signal.SIGKILL
    assert (stored(), task().state) == ([], "leased")
    let_time_pass(lease_until=now() - timedelta(seconds=1))
    outbox.dispatch()
    assert work().returncode == 0
    assert (stored(), task().state, task().attempts) == (["one-2"], "done", 2)


def test_a_flushed_queue_loses_nothing(valkey: Valkey) -> None:
    post("test.store")
    outbox.dispatch()
    valkey.connection.delete(f"rq:queue:{QUEUE}")
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


@on_sqlite
def test_what_was_taken_by_a_worker_that_died_at_once_is_handed_out_again(valkey: Valkey) -> None:
    post("test.store")
    outbox.dispatch()
    assert valkey.connection.lpop(f"rq:queue:{QUEUE}") is not None
    let_time_pass(dispatched_at=now() - outbox.LOST_AFTER - timedelta(seconds=1))
    outbox.dispatch()
    work()
    assert (stored(), task().state) == (["one-1"], "done")


@on_sqlite
def test_while_no_worker_comes_each_task_waits_in_the_queue_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for number in range(10):
        post("test.store", f"subject-{number}")
    clock = now()
    monkeypatch.setattr(outbox, "now", lambda: clock)
    for _ in range(61):
        outbox.dispatch()
        clock += outbox.LOST_AFTER + timedelta(seconds=1)
    ids = session.scalars(select(Task.id).order_by(Task.id)).all()
    assert sorted(queued(), key=int) == [b"%d" % number for number in ids]


@on_sqlite
def test_two_clocks_at_once_let_a_task_be_done_once(valkey: Valkey) -> None:
    post("test.store")
    outbox.dispatch()
    valkey.connection.rpush(f"rq:queue:{QUEUE}", task().id)
    work()
    assert (stored(), task().attempts, queued()) == (["one-1"], 1, [])


def test_a_task_that_came_back_at_once_is_not_noted_as_handed_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A worker may take it and give it back before the clock has noted that it waits."""
    post("test.store")
    hand_over = TaskQueue.hand_over

    def be_quick(queue: TaskQueue, task_ids: Iterable[int]) -> None:
        hand_over(queue, task_ids)
        let_time_pass(fence=1)

    monkeypatch.setattr(TaskQueue, "hand_over", be_quick)
    outbox.dispatch()
    assert task().dispatched_at is None


@on_sqlite
def test_nothing_that_stands_in_the_queue_server_is_called(valkey: Valkey, tmp_path: Path) -> None:
    """Whoever can write to it has RQ call any function, in data, in callbacks and in pickles."""
    touched = tmp_path / "touched"
    call = ["os.system", None, [f"touch {touched}"], {}]
    forged = {
        "data": JSONSerializer.dumps(call),
        "meta": DefaultSerializer.dumps(call),
        "success_callback_name": "os.abort",
        "failure_callback_name": "os.abort",
        "webhooks": '[{"url": "http://127.0.0.1:1/"}]',
        "origin": QUEUE,
        "status": "unheard of",
    }
    post("test.store")
    own = str(task().id)
    connection = valkey.connection
    for name in ("forged", own):
        connection.hset(f"rq:job:{name}", mapping=forged)
    connection.rpush(f"rq:queue:{QUEUE}", "forged", b"\xff\x00", "9" * 40, "", "-1", own)
    connection.set("rq:suspended", 1)
    connection.zadd(f"rq:wip:{QUEUE}", {"forged:1": 1, "no colon": 1})
    connection.zadd(f"rq:ready:{QUEUE}", {"forged": 1})
    ended = work()
    assert (ended.returncode, touched.exists()) == (0, False)
    assert (stored(), task().state, queued()) == (["one-1"], "done", [])
    assert ended.stderr.count("refused what is no task") == 5


@on_sqlite
@pytest.mark.parametrize("how", FAILING)
def test_a_queue_server_that_takes_nothing_loses_nothing(
    how: str, valkey: Valkey, environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    post("test.store")
    with failing_valkey(how, tmp_path) as url:
        environment.setenv("REDIS_URL", url)
        config.settings.cache_clear()
        outbox.dispatch()
        assert task().dispatched_at is None
    environment.setenv("REDIS_URL", valkey.url)
    config.settings.cache_clear()
    outbox.dispatch()
    assert len(queued()) == 1

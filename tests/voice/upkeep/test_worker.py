"""A worker process: waits for its queue, does what comes, finishes, stops when told."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from rq import Worker
from rq.exceptions import StopRequested
from sqlalchemy import select

from core import config, db, outbox
from core.db import session
from core.outbox import Task
from core.queue import TaskJob
from tests.core.conftest import Valkey
from transcription import catalogue, install
from voice.upkeep import registry, worker

PATIENCE = 60.0
assert registry


@pytest.fixture
def queue_server(tmp_path: Path, environment: pytest.MonkeyPatch) -> Iterator[Valkey]:
    server = Valkey(tmp_path)
    environment.setenv("REDIS_URL", server.url)
    config.settings.cache_clear()
    yield server
    server.kill()


def start(queue: str) -> "subprocess.Popen[str]":
    code = f"from voice.upkeep.worker import run_worker; run_worker({queue!r})"
    return subprocess.Popen(
        [sys.executable, "-c", code],
        env=os.environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def read_until(process: "subprocess.Popen[str]", text: str) -> None:
    assert process.stderr is not None
    for line in process.stderr:
        if text in line:
            return
    raise AssertionError(f"the worker ended without saying {text!r}")


def await_worker(server: Valkey) -> None:
    """Until a worker is known to the queue server."""
    deadline = time.monotonic() + PATIENCE
    while not Worker.count(connection=server.connection):
        assert time.monotonic() < deadline, "no worker has come"
        time.sleep(0.05)


def test_it_waits_for_the_queue_server_works_and_stops_cleanly(
    sqlite_database: str, queue_server: Valkey
) -> None:
    left = config.settings().var_dir / "incoming" / "of-an-earlier-version"
    left.mkdir(parents=True)
    os.utime(left, (0, 0))
    process = start("default")
    try:
        read_until(process, "the queue server fails")
        assert not left.exists()
        queue_server.start()
        outbox.post("voice.release_leg", "0" * 32)  # there is no such leg: it fails, and is kept
        db.commit()
        outbox.dispatch()
        read_until(process, "failed at attempt 1")
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
        assert process.stdout is not None
        assert process.stdout.read() == "", "it says nothing of what goes as it should"
    finally:
        process.kill()
        process.wait()
    session.rollback()
    task = session.scalars(select(Task)).one()
    assert (task.state, task.attempts) == ("pending", 1)
    assert "NoResultFound" in task.last_error


@pytest.mark.parametrize("server_was_there", [False, True])
def test_a_worker_stops_at_its_signal_while_the_queue_server_is_gone(
    sqlite_database: str, queue_server: Valkey, server_was_there: bool
) -> None:
    if server_was_there:
        queue_server.start()
    process = start("default")
    try:
        if server_was_there:
            await_worker(queue_server)
            queue_server.kill()
        else:
            read_until(process, "the queue server fails")
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
    finally:
        process.kill()
        process.wait()


def test_a_signal_whose_error_was_swallowed_ends_the_wait_and_no_job(
    queue_server: Valkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Logging swallows what is raised while it writes, as when the queue server has just gone."""
    queue_server.start()
    waiting = worker._Worker("default", lambda _number: None, queue_server.connection)
    monkeypatch.setattr(worker._Signals, "stop", True)
    with pytest.raises(StopRequested):
        waiting.dequeue_job_and_maintain_ttl(1, max_idle_time=1)
    waiting.prepare_execution(TaskJob(7, queue_server.connection))
    waiting.heartbeat()
    queue_server.connection.close()


def test_models_are_opened_once_before_the_forks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        install,
        "installed",
        lambda entry, folder: install.Installed(entry, folder / entry.name, entry.name),
    )
    opened: list[str] = []

    class Model:
        label = "model"

    def load(model: install.Installed) -> Model:
        opened.append(model.entry.name)
        return Model()

    monkeypatch.setattr(worker.recognizer, "load", load)
    assert worker.open_models() == ["model"] * 3
    assert opened == [catalogue.find(language).name for language in ("fr", "en", "ko")]

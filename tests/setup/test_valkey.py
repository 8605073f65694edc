"""The embedded queue server: who reaches it, and what they may do there."""

import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from core.config import embedded_queue
from tests.core.conftest import Valkey
from web.commands import valkey

REFUSED = (
    *("CONFIG GET *", "MODULE LIST", "FUNCTION LIST", "SAVE", "SHUTDOWN", "MONITOR", "KEYS *"),
    *("FLUSHALL", "ACL LIST", "CLIENT LIST", "EVAL return 0", "SCRIPT FLUSH", "REPLICAOF h 1"),
    *("SET other 1", "PUBLISH rq:pubsub:worker shutdown"),
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Valkey]:
    made = Valkey(tmp_path_factory.mktemp("embedded"))
    made.start()
    yield made
    made.kill()


def test_it_has_a_socket_for_its_owner_and_no_port(server: Valkey) -> None:
    socket = Path(unquote(urlsplit(server.url).path))
    assert stat.S_IMODE(socket.parent.stat().st_mode) == 0o700
    assert server.connection.info("server")["tcp_port"] == 0


def test_nobody_gets_in_without_its_password(server: Valkey) -> None:
    socket = unquote(urlsplit(server.url).path)
    for name, password in [(None, None), ("filrouge", "wrong"), ("default", "")]:
        stranger = redis.Redis(
            unix_socket_path=socket, username=name, password=password, retry=Retry(NoBackoff(), 0)
        )
        with pytest.raises(redis.AuthenticationError):
            stranger.ping()


@pytest.mark.parametrize("words", REFUSED)
def test_its_user_may_do_what_queues_need_and_no_more(server: Valkey, words: str) -> None:
    with pytest.raises(redis.exceptions.NoPermissionError):
        server.connection.execute_command(*words.split())


def test_its_password_is_in_no_command_line_and_in_no_readable_file(tmp_path: Path) -> None:
    url = embedded_queue(tmp_path, "key")
    password = str(urlsplit(url).password)
    command = valkey.command(url, tmp_path / "valkey")
    file = Path(command[-1])
    assert password not in " ".join(command) + file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_folder_with_a_path_too_long_for_a_socket_has_it_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / ("d" * 100)
    socket = Path(unquote(urlsplit(embedded_queue(deep, "key")).path))
    assert len(str(socket)) < 100 and not socket.is_relative_to(deep)
    other = embedded_queue(tmp_path / ("e" * 100), "key")
    assert unquote(urlsplit(other).path) != str(socket)
    monkeypatch.setattr(valkey.os, "getuid", lambda: -1)
    with pytest.raises(PermissionError, match="somebody else"):
        valkey.command(f"unix://filrouge:x@{tmp_path}/taken/valkey.sock", tmp_path / "valkey")

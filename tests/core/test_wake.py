"""The hurry-up is lossy, harmless when its server is down, and comes back with it."""

import pytest

from core import db, outbox, wake
from core.db import session
from core.tenants import Client
from tests.core.conftest import PATIENCE, Valkey


def calls_until_heard(listener: "object") -> bool:
    """Call again and again, as commits do, until the listener wakes."""
    for _ in range(PATIENCE):
        wake.call()
        if next(listener):  # type: ignore[call-overload]
            return True
    return False


@pytest.fixture(autouse=True)
def fresh_publisher(monkeypatch: pytest.MonkeyPatch) -> None:
    """The caller's thread keeps its connection: each test has its own server."""
    monkeypatch.setattr(wake, "_publisher", None)


def test_a_wake_up_reaches_listeners(valkey: Valkey) -> None:
    assert calls_until_heard(wake.listen(idle_seconds=0.05))


def test_without_a_server_a_wake_up_does_not_block() -> None:
    listener = wake.listen(idle_seconds=0.01)
    for _ in range(1000):
        wake.call()
    assert [next(listener) for _ in range(3)] == [False] * 3


def test_listeners_come_back_with_the_server(valkey: Valkey) -> None:
    listener = wake.listen(idle_seconds=0.05)
    assert calls_until_heard(listener)
    valkey.kill()
    wake.call()
    valkey.start()
    assert calls_until_heard(listener)


@pytest.fixture
def woken(sqlite_database: str, monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    calls: list[bool] = []
    monkeypatch.setattr(wake, "call", lambda: calls.append(True))
    monkeypatch.setattr(outbox, "_kinds", {})
    outbox.task("test.work")(lambda subject, lease: None)
    return calls


def test_a_commit_that_left_work_wakes_once(woken: list[bool]) -> None:
    for subject in ("one", "two"):
        outbox.post("test.work", subject)
    assert woken == []
    db.commit()
    db.commit()
    assert woken == [True]


def test_a_commit_without_messages_wakes_nobody(woken: list[bool]) -> None:
    session.add(Client(slug="acme", name="Acme"))
    db.commit()
    assert woken == []

"""One clock works, a second one is a spare, and a duty that fails stops no other."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from core import clock, db, wake
from core.db import session
from tests.core.conftest import at_once

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
FIRST, SECOND = "a" * 32, "b" * 32


@pytest.fixture
def duties(monkeypatch: pytest.MonkeyPatch) -> dict[str, clock.Duty]:
    own: dict[str, clock.Duty] = {}
    monkeypatch.setattr(clock, "_duties", own)
    return own


def hold(holder: str, at: datetime) -> bool:
    holds = clock.hold_lock(holder, at)
    db.commit()
    return holds


def test_a_second_clock_is_a_spare(database: str) -> None:
    assert hold(FIRST, NOON)
    assert not hold(SECOND, NOON + timedelta(seconds=1))
    assert hold(FIRST, NOON + timedelta(seconds=10))
    assert not hold(SECOND, NOON + timedelta(seconds=20))


def test_the_spare_takes_over_when_the_first_falls_silent(database: str) -> None:
    hold(FIRST, NOON)
    late = NOON + clock.HOLD + timedelta(seconds=1)
    assert hold(SECOND, late)
    assert not hold(FIRST, late + timedelta(seconds=1))


@pytest.mark.parametrize(("ahead", "is_over"), [(60, False), (3600, True), (10**9, True)])
def test_a_lock_from_before_the_clock_was_set_back_holds_nobody(
    database: str, ahead: int, is_over: bool
) -> None:
    """Seconds by which the first clock's machine was, or is, ahead."""
    hold(FIRST, NOON + timedelta(seconds=ahead))
    assert hold(SECOND, NOON) is is_over
    assert hold(FIRST, NOON + timedelta(seconds=1)) is not is_over


@pytest.mark.parametrize(
    ("seconds", "is_old"), [(-3600, True), (-31, True), (-29, False), (59, False), (61, True)]
)
def test_what_was_noted_in_the_future_was_noted_long_ago(seconds: int, is_old: bool) -> None:
    noted = NOON + timedelta(seconds=seconds)
    assert clock.long_ago(noted, NOON, timedelta(seconds=30)) is is_old


def test_of_many_clocks_that_start_at_once_one_holds(database: str) -> None:
    hold(FIRST, NOON - timedelta(hours=1))
    results = at_once(8, lambda number: hold(f"{number:032}", NOON))
    assert sorted(results, key=bool) == [False] * 7 + [True]


def count(calls: list[str], name: str) -> Callable[[], object]:
    def duty() -> None:
        calls.append(name)

    duty.__qualname__ = name
    return duty


def test_duties_run_when_due_and_a_wake_up_hurries_the_fast_ones(
    sqlite_database: str, duties: dict[str, clock.Duty], monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    moment = 1000.0
    monkeypatch.setattr(clock.time, "monotonic", lambda: moment)
    clock.periodic(seconds=1)(count(calls, "fast"))
    clock.periodic(seconds=60)(count(calls, "slow"))
    clock.tick()
    assert calls == ["fast", "slow"]
    clock.tick()
    assert calls == ["fast", "slow"]
    clock.tick(woken=True)
    assert calls == ["fast", "slow", "fast"]
    moment += 61
    clock.tick()
    assert calls == ["fast", "slow", "fast", "fast", "slow"]


def test_one_duty_can_be_run_alone(sqlite_database: str, duties: dict[str, clock.Duty]) -> None:
    calls: list[str] = []
    clock.periodic(seconds=1)(count(calls, "fast"))
    clock.periodic(seconds=60)(count(calls, "slow"))
    name = next(name for name in duties if name.endswith("slow"))
    clock.tick(only=name)
    clock.tick(only=name)
    assert calls == ["slow", "slow"]


def test_a_duty_that_fails_stops_no_other_and_keeps_nothing_half_done(
    sqlite_database: str, duties: dict[str, clock.Duty], caplog: pytest.LogCaptureFixture
) -> None:
    calls: list[str] = []

    def fails() -> None:
        clock.hold_lock(FIRST, NOON)
        raise OSError("the provider does not answer")

    clock.periodic(seconds=1)(fails)
    clock.periodic(seconds=1)(count(calls, "other"))
    clock.tick()
    assert calls == ["other"]
    assert session.get(clock.ClockLock, 1) is None
    assert "fails failed" in caplog.text


def test_the_clock_ends_at_its_signal(
    sqlite_database: str, duties: dict[str, clock.Duty], monkeypatch: pytest.MonkeyPatch
) -> None:
    stop = threading.Event()

    def last() -> None:
        stop.set()

    monkeypatch.setattr(wake, "listen", lambda idle_seconds: iter([False, True, True]))
    clock.periodic(seconds=60)(last)
    clock.run(stop)
    assert stop.is_set()


def test_a_clock_without_a_database_goes_on(
    environment: pytest.MonkeyPatch, duties: dict[str, clock.Duty],
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    """An empty database has no lock table: each look fails, and the clock looks again."""
    looks = [False, False]
    monkeypatch.setattr(clock.time, "sleep", lambda seconds: None)
    monkeypatch.setattr(wake, "listen", lambda idle_seconds: iter(looks))
    clock.run(threading.Event())
    assert caplog.text.count("could not reach the database") == len(looks)

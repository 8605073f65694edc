"""Time jumps only while everybody sleeps, and never past an appointment."""

import threading

from voice.simulator.network.clock import Alarm, Clock


def run_all(clock: Clock, *tasks) -> None:  # type: ignore[no-untyped-def]
    with clock.work():
        threads = [clock.spawn(task, f"task-{place}") for place, task in enumerate(tasks)]
    for thread in threads:
        thread.join(10)
        assert not thread.is_alive()


def test_appointments_come_in_order_whatever_the_threads() -> None:
    clock = Clock(start=1000.0)
    seen: list[tuple[str, float]] = []

    def sleeper(name: str, *moments: float):  # type: ignore[no-untyped-def]
        def task() -> None:
            for moment in moments:
                clock.sleep(moment)
                seen.append((name, clock.now()))

        return task

    run_all(clock, sleeper("a", 1010, 1030), sleeper("b", 1020, 1040), sleeper("c", 1025))
    assert seen == [("a", 1010), ("b", 1020), ("c", 1025), ("a", 1030), ("b", 1040)]


def test_time_stands_still_while_one_works() -> None:
    clock = Clock(start=1000.0)
    working, finish = threading.Event(), threading.Event()
    moments: list[float] = []

    def worker() -> None:
        working.set()
        finish.wait(10)
        moments.append(clock.now())

    def sleeper() -> None:
        clock.sleep(2000.0)
        moments.append(clock.now())

    threads = [clock.spawn(worker, "worker"), clock.spawn(sleeper, "sleeper")]
    working.wait(10)
    assert clock.now() == 1000.0
    finish.set()
    for thread in threads:
        thread.join(10)
    assert moments == [1000.0, 2000.0]


def test_an_alarm_wakes_its_sleeper_before_time_can_jump() -> None:
    clock = Clock(start=1000.0)
    alarm = Alarm()
    woken: list[tuple[bool, float]] = []

    def ringer() -> None:
        clock.sleep(1005.0)
        alarm.ring()

    run_all(
        clock,
        lambda: woken.append((clock.sleep(9999.0, alarm), clock.now())),
        ringer,
    )
    assert woken == [(True, 1005.0)]


def test_a_ring_before_the_sleep_is_kept_once() -> None:
    clock = Clock(start=1000.0)
    alarm = Alarm()
    alarm.ring()
    with clock.work():
        assert clock.sleep(1001.0, alarm)
        assert not clock.sleep(1001.0, alarm)
    assert clock.now() == 1001.0


def test_a_clock_with_a_speed_runs_by_itself() -> None:
    clock = Clock(speed=1000.0, start=0.0)
    with clock.work():
        clock.sleep(20.0)
    assert clock.now() >= 20.0


def test_a_clock_is_done_when_no_thread_works_or_sleeps() -> None:
    clock = Clock(start=0.0)
    release = threading.Event()
    clock.spawn(lambda: release.wait(10) and None, "worker")
    assert not clock.wait_until_done(0.01)
    release.set()
    assert clock.wait_until_done(10)

"""The time of one simulated call: jumping from event to event, or running at a chosen speed.

A jumping clock stands still while any thread of the call works (HTTP to the application is real
work) and jumps to the next appointment once all of them sleep.
"""

import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

# One lock for all clocks, because a leg may move to another clock while its alarm rings.
_LOCK = threading.Lock()


class Alarm:
    """Wakes its sleeper early; a ring while nobody sleeps is kept for the next sleep."""

    def __init__(self) -> None:
        self.rung = False
        self.sleeper: _Sleeper | None = None

    def ring(self) -> None:
        with _LOCK:
            self.rung = True
            if self.sleeper is not None:
                self.sleeper.wake()


class _Sleeper:
    def __init__(self, clock: "Clock", until: float) -> None:
        self.clock = clock
        self.until = until
        self.awake = False
        self.condition = threading.Condition(_LOCK)

    def wake(self) -> None:
        """Count the thread as working at once, so that no jump can slip in before it runs."""
        if self.awake:
            return
        self.awake = True
        self.clock.sleepers.discard(self)
        self.clock.working += 1
        self.condition.notify()


class Clock:
    """Seconds since the epoch. `speed` None jumps; 1.0 is a person's time; 10.0 is ten times it."""

    def __init__(self, speed: float | None = None, start: float | None = None) -> None:
        self.speed = speed
        self.working = 0
        self.sleepers: set[_Sleeper] = set()
        self._jumped_to = time.time() if start is None else start
        self._start = self._jumped_to
        self._origin = time.monotonic()
        self._done = threading.Condition(_LOCK)

    def now(self) -> float:
        if self.speed is None:
            return self._jumped_to
        return self._start + (time.monotonic() - self._origin) * self.speed

    def enter(self) -> None:
        """From here on the current thread counts as working."""
        with _LOCK:
            self.working += 1

    def leave(self) -> None:
        with _LOCK:
            self.working -= 1
            self._advance()
            if not self.working and not self.sleepers:
                self._done.notify_all()

    def wait_until_done(self, timeout: float) -> bool:
        """Until no thread of this clock works or sleeps; False after `timeout` real seconds."""
        with _LOCK:
            return self._done.wait_for(lambda: not self.working and not self.sleepers, timeout)

    @contextmanager
    def work(self) -> Iterator[None]:
        self.enter()
        try:
            yield
        finally:
            self.leave()

    def spawn(self, task: Callable[[], None], name: str) -> threading.Thread:
        """Run `task` in a thread of this clock; it counts as working before it has begun."""

        def run() -> None:
            try:
                task()
            finally:
                self.leave()

        self.enter()
        thread = threading.Thread(target=run, name=name, daemon=True)
        thread.start()
        return thread

    def sleep(self, until: float = math.inf, alarm: Alarm | None = None) -> bool:
        """Sleep until then or for ever; True when the alarm ended it. Only for working threads."""
        with _LOCK:
            if alarm is not None and alarm.rung:
                alarm.rung = False
                return True
            if until <= self.now():
                return False
            return self._sleep(until, alarm or Alarm())

    def _sleep(self, until: float, alarm: Alarm) -> bool:
        sleeper = _Sleeper(self, until)
        alarm.sleeper = sleeper
        self.sleepers.add(sleeper)
        self.working -= 1
        self._advance()
        while not sleeper.awake:
            sleeper.condition.wait(self._real_seconds(until))
            if self.speed is not None and self.now() >= until:
                sleeper.wake()
        alarm.sleeper = None
        rung, alarm.rung = alarm.rung, False
        return rung

    def _real_seconds(self, until: float) -> float | None:
        if self.speed is None or math.isinf(until):
            return None
        return max(0.0, (until - self.now()) / self.speed)

    def _advance(self) -> None:
        if self.speed is not None or self.working or not self.sleepers:
            return
        earliest = min(sleeper.until for sleeper in self.sleepers)
        if math.isinf(earliest):
            return
        self._jumped_to = max(self._jumped_to, earliest)
        for sleeper in [each for each in self.sleepers if each.until <= self._jumped_to]:
            sleeper.wake()

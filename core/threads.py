"""The threads of this process that answer requests, and a bound on what may keep them for long."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

count = 100  # until gunicorn says how many it was given: other servers start as many as they need


def tell(number: int) -> None:
    """Say how many there are, before anything is answered."""
    global count
    count = number


class Crowded(Exception):
    """Enough threads wait already, or what they wait for has not answered of late."""


class Bulkhead:
    """How many threads may wait at once for something outside that can be slow.

    One in `one_in` of all at most, and of these a few for one person; the others are left for the
    rest. After some time-outs in a row one thread at a time tries, until there is an answer again.
    (Bulkhead and circuit breaker: M. Nygard, Release It!, 2nd edition, chapter 5.)
    """

    SILENCES = 3  # time-outs in a row after which it is taken to be down
    PAUSE = 5.0  # seconds between two tries then

    def __init__(
        self,
        one_in: int = 3,
        most_of_one: int = 2,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.one_in, self.most_of_one = one_in, most_of_one
        self._clock = clock
        self._lock = Lock()
        self._waiting: Counter[str] = Counter()  # by person; "" is nobody
        self._silences = 0
        self._next_try = 0.0

    @contextmanager
    def place(self, person: str) -> Iterator[None]:
        """A place for a person, or for a job (""), who asks inside. Raises Crowded at once."""
        self._enter(person)
        try:
            yield
        except TimeoutError:
            self._note(answered=False)
            raise
        else:
            self._note(answered=True)
        finally:
            with self._lock:
                self._waiting[person] -= 1

    def _enter(self, person: str) -> None:
        with self._lock:
            if self._waiting.total() >= max(1, count // self.one_in):
                raise Crowded("too many wait")
            if person and self._waiting[person] >= self.most_of_one:
                raise Crowded("this person waits")
            if self._silences >= self.SILENCES:
                if self._clock() < self._next_try:
                    raise Crowded("no answers of late")
                self._next_try = self._clock() + self.PAUSE
            self._waiting += Counter({person: 1})  # which forgets those who wait no more

    def _note(self, *, answered: bool) -> None:
        with self._lock:
            self._silences = 0 if answered else self._silences + 1
            self._next_try = self._clock() + self.PAUSE

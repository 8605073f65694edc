"""Sends status callbacks in order and beside the call, unless chaos changes that."""

import threading
import uuid
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

from voice.simulator.network.chaos import Accidents, Chaos
from voice.simulator.network.clock import Clock
from voice.simulator.network.journal import Journal
from voice.simulator.network.webhooks import WebhookFailed, Webhooks


@dataclass(frozen=True)
class Letter:
    kind: str
    method: str
    url: str
    params: Mapping[str, str]


class Courier:
    """The callbacks of one call, conference or recording."""

    def __init__(
        self, name: str, clock: Clock, webhooks: Webhooks, journal: Journal, chaos: Chaos
    ) -> None:
        self._name = name
        self._clock = clock
        self._webhooks = webhooks
        self._journal = journal
        self._chaos = chaos
        self._lock = threading.Lock()
        self._waiting: deque[tuple[Letter, Accidents]] = deque()
        self._on_the_road = False
        self._sent = 0

    def send(self, letter: Letter) -> None:
        """Returns at once; a callback that fails is written down and lost, as at the provider."""
        with self._lock:
            self._sent += 1
            accidents = self._chaos.befalls(f"{self._name}|{letter.kind}|{self._sent}")
            if accidents.dropped:
                self._journal.note_dropped(letter.params)
            elif accidents.overtaken_by:
                self._clock.spawn(lambda: self._dawdle(letter, accidents), "courier-late")
            else:
                self._queue(letter, accidents)

    def _queue(self, letter: Letter, accidents: Accidents) -> None:
        self._waiting.append((letter, accidents))
        if not self._on_the_road:
            self._on_the_road = True
            self._clock.spawn(self._deliver_all, "courier")

    def _deliver_all(self) -> None:
        while True:
            with self._lock:
                if not self._waiting:
                    self._on_the_road = False
                    return
                letter, accidents = self._waiting.popleft()
            if accidents.delay:
                self._clock.sleep(self._clock.now() + accidents.delay)
            self._deliver(letter, accidents.copies)

    def _dawdle(self, letter: Letter, accidents: Accidents) -> None:
        self._clock.sleep(self._clock.now() + accidents.overtaken_by)
        self._deliver(letter, accidents.copies)

    def _deliver(self, letter: Letter, copies: int) -> None:
        token = str(uuid.uuid4())
        for _ in range(copies):
            try:
                self._webhooks.request(
                    letter.kind, letter.method, letter.url, letter.params, token=token
                )
            except WebhookFailed as failure:
                self._journal.warn(failure.code, str(failure), letter.params.get("CallSid", ""))

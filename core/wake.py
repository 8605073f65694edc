"""The hurry-up: after a commit, tell open streams and the clock to look at once.

A wake-up may be lost. It runs in a thread of its own with a bounded queue and short time-outs,
because a Redis that is down would block for seconds; listeners also look by themselves each second.
"""

import logging
import os
from collections.abc import Iterator
from contextlib import suppress
from queue import Empty, Full, Queue
from threading import Lock, Thread
from time import sleep

import redis

from core.config import settings

CHANNEL = "filrouge:wake"
log = logging.getLogger(__name__)


class _Publisher:
    def __init__(self) -> None:
        self.pid = os.getpid()
        self.queue: Queue[bool] = Queue(maxsize=1)  # one pending call stands for many
        Thread(target=self._run, name="wake", daemon=True).start()

    def _run(self) -> None:
        connection = connect(timeout=0.5)
        while True:
            self.queue.get()
            try:
                connection.publish(CHANNEL, "1")
            except redis.RedisError:
                log.debug("wake-up lost: the queue server fails")


_publisher: _Publisher | None = None
_lock = Lock()


def connect(timeout: float) -> redis.Redis:
    return redis.Redis.from_url(
        settings().queue_url, socket_connect_timeout=timeout, socket_timeout=timeout
    )


def call() -> None:
    """Wake all listeners. Does not block, and does not raise where the queue server is down."""
    global _publisher
    with _lock:
        if _publisher is None or _publisher.pid != os.getpid():  # threads do not survive a fork
            _publisher = _Publisher()
    with suppress(Full):
        _publisher.queue.put_nowait(True)


def listen(idle_seconds: float) -> Iterator[bool]:
    """Yield True when woken, False after `idle_seconds` without; goes on while Redis is down."""
    calls: Queue[bool] = Queue(maxsize=1)
    Thread(target=_subscribe, args=(calls,), name="wake-listen", daemon=True).start()
    while True:
        try:
            yield calls.get(timeout=idle_seconds)
        except Empty:
            yield False


def _subscribe(calls: "Queue[bool]") -> None:
    connection = connect(timeout=5)
    while True:
        try:
            subscription = connection.pubsub()
            subscription.subscribe(CHANNEL)
            while True:
                message = subscription.get_message(ignore_subscribe_messages=True, timeout=4)
                if message is not None and calls.empty():
                    calls.put(True)
        except redis.RedisError:
            sleep(1)

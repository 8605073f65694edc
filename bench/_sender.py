"""Sends requests that are ready: nothing is signed or parsed while it measures."""

import socket
import time
from collections import deque
from dataclasses import dataclass
from threading import Thread

ANSWERED = b"HTTP/1.1 200"


class Refused(Exception):
    """A request was not answered with 200; the text is what came instead."""


@dataclass(frozen=True)
class Block:
    """What one stretch of sending took: all in all, and each request, in seconds."""

    seconds: float
    taken: list[float]

    @property
    def rate(self) -> float:
        return len(self.taken) / self.seconds


def send(port: int, requests: list[bytes], at_once: int, seconds: float) -> Block:
    """Send them in their order, `at_once` at a time, until all are sent or the time is over.

    Raises Refused.
    """
    left, taken, refused = deque(requests), list[float](), list[str]()
    began = time.perf_counter()

    def keep_sending() -> None:
        while not refused and time.perf_counter() < began + seconds:
            started = time.perf_counter()
            try:
                answer = _exchange(port, left.popleft())
            except IndexError:  # another thread took the last one
                return
            except OSError as problem:
                refused.append(repr(problem))
                return
            taken.append(time.perf_counter() - started)
            if not answer.startswith(ANSWERED):
                refused.append(answer.decode(errors="replace"))

    threads = [Thread(target=keep_sending) for _ in range(at_once)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if refused:
        raise Refused(refused[0])
    return Block(time.perf_counter() - began, taken)


def _exchange(port: int, request: bytes) -> bytes:
    """On a connection of its own, as a proxy or the provider opens it."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(request)
        parts = []
        while part := connection.recv(65536):
            parts.append(part)
    return b"".join(parts)

"""Runs work in forked children, because Vosk can abort or hang its process.

The model stays shared with the parent (copy on write): a child costs milliseconds and some tens
of MB.
"""

import contextlib
import os
import pickle
import select
import signal
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

Result = TypeVar("Result")

LOOK_SECONDS = 3.0
FIXED_SECONDS = 60.0  # a child may take this long,
SECONDS_PER_SECOND = 3.0  # and this much for each second of sound, before it counts as hung


class RecognizerFailed(Exception):
    """The decoder returned no words."""


class RecognizerCrashed(RecognizerFailed):
    """Its process died; the text names the signal."""


class RecognizerTimeout(RecognizerFailed):
    """Its process was ended because it took far too long."""


@dataclass
class _Child:
    pid: int
    pipe: int
    received: bytearray = field(default_factory=bytearray)
    open: bool = True


def run_apart(
    jobs: Sequence[Callable[[], Result]], audio_seconds: float, keep_alive: Callable[[], None]
) -> list[Result]:
    """Run all jobs at once, each in a child; results in order.

    `keep_alive` is called every 3 s; if it raises, or a child fails, all children are ended.
    """
    deadline = time.monotonic() + FIXED_SECONDS + SECONDS_PER_SECOND * audio_seconds
    children: list[_Child] = []
    try:
        for job in jobs:
            children.append(_start(job))
        _receive(children, deadline, keep_alive)
        return [_result(child) for child in children]
    finally:
        for child in children:
            _end(child)


def _start(job: Callable[[], Any]) -> _Child:
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return _Child(pid, reading)
    status = 1
    try:  # from here on in the child, which must never return into the parent's code
        os.close(reading)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGALRM):
            signal.signal(number, signal.SIG_DFL)
        with os.fdopen(writing, "wb") as pipe:
            pickle.dump(_outcome(job), pipe)
        status = 0
    finally:
        os._exit(status)


def _outcome(job: Callable[[], Any]) -> tuple[bool, Any]:
    try:
        return True, job()
    except Exception:
        return False, traceback.format_exc(limit=8)


def _receive(children: list[_Child], deadline: float, keep_alive: Callable[[], None]) -> None:
    alive = time.monotonic()
    while waiting := [child for child in children if child.open]:
        ready, _, _ = select.select([child.pipe for child in waiting], [], [], LOOK_SECONDS)
        for child in waiting:
            if child.pipe in ready:
                piece = os.read(child.pipe, 1 << 16)
                child.received += piece
                child.open = bool(piece)
        if time.monotonic() > deadline:
            raise RecognizerTimeout("the recognizer took far too long and was ended")
        if time.monotonic() - alive > LOOK_SECONDS:
            keep_alive()
            alive = time.monotonic()


def _result(child: _Child) -> Any:
    _, status = os.waitpid(child.pid, 0)
    child.pid = 0
    if os.WIFSIGNALED(status):
        name = signal.Signals(os.WTERMSIG(status)).name
        raise RecognizerCrashed(f"the recognizer's process died ({name})")
    if status or not child.received:
        raise RecognizerCrashed(f"the recognizer's process ended with status {status >> 8}")
    # Our own child wrote this over a private pipe.
    good, value = pickle.loads(bytes(child.received))  # noqa: S301
    if not good:
        raise RecognizerFailed(value)
    return value


def _end(child: _Child) -> None:
    with contextlib.suppress(OSError):
        os.close(child.pipe)
    if child.pid:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child.pid, signal.SIGKILL)
        os.waitpid(child.pid, 0)

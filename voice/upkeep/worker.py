"""One worker process for one queue."""

import logging
import signal
import time
from contextlib import suppress
from types import FrameType
from typing import Any

from redis import Redis, RedisError
from rq.exceptions import StopRequested

from core import db, outbox
from core.config import settings
from core.queue import TaskWorker
from transcription import catalogue, install, recognizer
from transcription.recognizer import ModelUnusable
from voice import recordings
from voice.upkeep import registry

__all__ = ["registry", "run_worker"]

log = logging.getLogger(__name__)

RECONNECT = 1.0


class _Signals:
    """Whether the worker got a signal to stop. A plain flag: the signal handler might find the lock
    of an Event taken, and wait for it for ever."""

    stop = False


def run_worker(queue: str) -> None:
    """Work until a signal to stop; a job that has begun is finished first.

    Waits for a queue server that goes away, where RQ itself would end the process.
    """
    recordings.sweep_working_copies()  # each machine has its own, and only one has the clock
    if queue == "transcription":
        open_models()
    db.dispose()  # no connection may cross the forks to come
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)  # until RQ has its own, which takes a queue server
    with suppress(StopRequested):
        while not (_Signals.stop or _work(queue)):
            time.sleep(RECONNECT)


def _stop(_number: int, _frame: FrameType | None) -> None:
    """Raise, to interrupt the current call; note it too, since logging may swallow the error."""
    _Signals.stop = True
    raise StopRequested


def _work(queue: str) -> bool:
    """True where it ended after a signal, False where the queue server went away."""
    connection = Redis.from_url(settings().queue_url)
    try:
        _Worker(queue, outbox.run, connection).work(logging_level=_of_queue(settings().log_level))
    except RedisError as error:
        if not _Signals.stop:
            log.warning("the queue server fails, trying again: %s", error)
    return _Signals.stop


def _of_queue(log_level: str) -> str:
    """RQ writes three lines for each task, which the database has anyway; they bury the others."""
    return "WARNING" if log_level == "INFO" else log_level


class _Worker(TaskWorker):
    """Notes the signal to stop also where it cannot reach the queue server."""

    def request_stop(self, signum: int, frame: FrameType | None) -> None:
        """Raises StopRequested where no job runs."""
        _Signals.stop = True
        try:
            super().request_stop(signum, frame)
        except RedisError:
            raise StopRequested from None

    def heartbeat(self, timeout: int | None = None, pipeline: Any = None) -> None:
        """Ends the wait for a job, where RQ waits for ever for a queue server that has gone, once
        the signal was noted: the error that it raised may have been swallowed. A job that runs is
        waited for."""
        if _Signals.stop and not self.executions:
            raise StopRequested
        super().heartbeat(timeout, pipeline)


def open_models() -> list[str]:
    """Open every installed model here, so that all jobs share its memory; returns their labels.

    A model that cannot be opened is left to the job that needs it, which notes the error.
    """
    opened = []
    for entry in catalogue.CATALOGUE:
        model = install.installed(entry, settings().models_dir)
        if model is None or entry != catalogue.find(entry.language):
            continue
        try:
            opened.append(recognizer.load(model).label)
        except ModelUnusable as error:
            log.error("%s", error)
    return opened

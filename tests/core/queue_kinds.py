"""Kinds of task for workers that run in processes of their own.

python -m tests.core.queue_kinds    works until the queue is empty, like `flask worker`
"""

import os
import signal

from core import db, outbox, wake
from core.db import session
from core.outbox import Lease
from core.queue import TaskWorker
from core.tenants import Client

QUEUE = "test"


@outbox.task("test.store", queue=QUEUE)
def store(subject: str, lease: Lease) -> None:
    session.add(Client(slug=f"{subject}-{lease.attempt}", name=subject))
    session.flush()


@outbox.task("test.die_once", queue=QUEUE)
def die_once(subject: str, lease: Lease) -> None:
    """At the first attempt this process and the worker above it are killed, results half made."""
    store(subject, lease)
    if lease.attempt == 1:
        os.kill(os.getppid(), signal.SIGKILL)
        os.kill(os.getpid(), signal.SIGKILL)


def work() -> None:
    db.dispose()
    TaskWorker(QUEUE, outbox.run, wake.connect(timeout=10)).work(burst=True)


if __name__ == "__main__":
    work()

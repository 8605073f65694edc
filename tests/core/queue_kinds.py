"""Kinds of task for workers that run in processes of their own."""

import multiprocessing
import os
import signal
from collections.abc import Mapping
from pathlib import Path

from core import outbox, wake
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


# What a worker needs is loaded once, in a process from which each of them is forked.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload([__name__])


def work(environment: Mapping[str, str], said: str) -> None:
    """Work until the queue is empty, like `flask worker`, and leave what is said in a file."""
    os.environ.clear()
    os.environ.update(environment)
    with Path(said).open("wb") as file:
        os.dup2(file.fileno(), 2)
    TaskWorker(QUEUE, outbox.run, wake.connect(timeout=10)).work(burst=True)

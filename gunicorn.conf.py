"""Settings of both gunicorn pools; threads and addresses are given on the command line, and that
`stream` is one process."""

import gc
import os
import sys
from typing import Any

from core.config import ConfigurationError, settings
from core.threads import tell as tell_threads

MOST_PROCESSES = 4  # unless told: each may hold 16 of the 100 connections PostgreSQL usually has

try:  # a wrong setting is one line here, before the application is loaded
    settings().require_phone()
except ConfigurationError as error:
    print(error, file=sys.stderr)
    sys.exit(2)


def cores() -> int:
    """Those that we may use; Python computes on one for each process."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY") or min(cores(), MOST_PROCESSES))
preload_app = True  # what is loaded before the fork is in memory once
graceful_timeout = 5  # an open stream would hold a restart up for 30 s otherwise
keepalive = 5
limit_request_line = 4094
limit_request_field_size = 8190
accesslog = None
errorlog = "-"
control_socket_disable = True


def when_ready(_server: Any) -> None:
    """Keep the loaded code out of garbage collection, which would stop requests and copy pages."""
    gc.collect()
    gc.freeze()


def post_worker_init(worker: Any) -> None:
    """Let `--threads` be the one figure from which bounds follow."""
    tell_threads(worker.cfg.threads)

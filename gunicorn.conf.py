"""Settings of both gunicorn pools; threads and addresses are given on the command line."""

import os
import sys
from typing import Any

from core.config import ConfigurationError, settings

worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "1"))
graceful_timeout = 5  # an open stream would hold a restart up for 30 s otherwise
keepalive = 5
limit_request_line = 4094
limit_request_field_size = 8190
accesslog = None
errorlog = "-"
control_socket_disable = True


def on_starting(_server: Any) -> None:
    """A wrong setting is one line here, before a worker fails over it again and again."""
    try:
        settings()
    except ConfigurationError as error:
        print(error, file=sys.stderr)
        sys.exit(2)

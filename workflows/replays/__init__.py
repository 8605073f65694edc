"""A draft over the client's past runs, played by a worker: what it would change, before it does.

Door: `ask` and `latest`.
"""

from workflows.replays import jobs as _jobs  # noqa: F401  (registers the task)
from workflows.replays.asking import PERIODS, ask, latest
from workflows.replays.playing import CANNOT_BE_PLAYED, MOST_RUNS

__all__ = ["CANNOT_BE_PLAYED", "MOST_RUNS", "PERIODS", "ask", "latest"]

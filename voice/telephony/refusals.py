"""Counts refused requests; a flood of them makes one log line per reason and 10 s."""

import logging
import threading
import time
from collections import Counter

log = logging.getLogger(__name__)
LINE_EVERY = 10.0  # seconds

_lock = threading.Lock()
_counts: Counter[str] = Counter()
_logged: dict[str, tuple[float, int]] = {}


def count(reason: str) -> None:
    """Count one refusal; `reason` is one of a few words of ours."""
    with _lock:
        _counts[reason] += 1
        total, moment = _counts[reason], time.monotonic()
        last, before = _logged.get(reason, (-LINE_EVERY, 0))
        if moment - last < LINE_EVERY:
            return
        _logged[reason] = (moment, total)
    log.warning("webhooks refused: %s, %s more, %s in all", reason, total - before, total)


def totals() -> dict[str, int]:
    """Refusals of this process since its start, by reason."""
    with _lock:
        return dict(_counts)

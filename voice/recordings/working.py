"""Working copies of sound in VAR_DIR/incoming, which end with the process that works on them.

A file without a name is freed by the system when its process dies, however it dies (open(2),
O_TMPFILE), so nothing is left behind to be found later, on whatever machine.
"""

import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

from core import queue
from core.config import settings

LONGEST_WORK = timedelta(seconds=queue.LONGEST_WORK)


def folder() -> Path:
    made = settings().var_dir / "incoming"
    made.mkdir(parents=True, exist_ok=True)
    return made


@contextmanager
def working_copy() -> Iterator[Path]:
    """An empty file to write and to read again, as often as wanted, for the length of a block.

    Its path holds in this process and in its children. Only Linux opens a file without a name
    anew by a path; elsewhere, for development, it has a name until the block ends.
    """
    if sys.platform == "linux":
        with TemporaryFile(dir=folder()) as file:
            yield Path(f"/proc/self/fd/{file.fileno()}")
    else:
        with TemporaryDirectory(dir=folder()) as here:
            yield Path(here) / "sound"


def left_behind() -> list[Path]:
    """Copies that have a name: of killed workers of an earlier version, or of one at work."""
    return sorted(folder().iterdir())


def sweep() -> int:
    """Delete the copies that are older than any work; returns how many there were."""
    limit, swept = time.time() - LONGEST_WORK.total_seconds(), 0
    for path in left_behind():
        with suppress(FileNotFoundError):  # its worker has just deleted it
            written = max(each.stat().st_mtime for each in (path, *path.rglob("*")))
            if written < limit:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
                swept += 1
    return swept

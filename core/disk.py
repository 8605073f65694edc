"""Room on disks: asked before a file is written, and known again when a write fails for want of it.

Work that finds no room is put off until there is some, and uses up no attempt (`core.outbox`).
"""

import errno
import os
import shutil
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


def is_full(error: BaseException) -> bool:
    """Whether a write failed because the disk, or the share of it that is ours, is full."""
    return isinstance(error, OSError) and error.errno in FULL


def check_room(files: Iterable[tuple[Path, int]]) -> None:
    """Raise OSError (ENOSPC) unless files of so many bytes fit into these folders.

    Folders on one disk share its room, and of each disk the size of its largest file stays free.
    """
    by_disk: dict[object, list[tuple[Path, int]]] = defaultdict(list)
    for folder, size in files:
        folder.mkdir(parents=True, exist_ok=True)
        by_disk[_disk_of(folder)].append((folder, size))
    for on_disk in by_disk.values():
        folder, sizes = on_disk[0][0], [size for _, size in on_disk]
        needed = sum(sizes) + max(sizes)
        if shutil.disk_usage(folder).free < needed:
            words = f"{os.strerror(errno.ENOSPC)}, {needed / 1e6:.1f} MB are needed"
            raise OSError(errno.ENOSPC, words, str(folder))


def _disk_of(folder: Path) -> object:
    return folder.stat().st_dev

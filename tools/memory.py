"""Finds a folder for short-lived files, in memory where there is room: tests make thousands."""

import os
import shutil
from pathlib import Path

SHARED_MEMORY = Path("/dev/shm")
ENOUGH = 4 << 30  # bytes; a container often has 64 MB there


def folder() -> str | None:
    """A folder in memory, or None for the usual one on the disk."""
    if not SHARED_MEMORY.is_dir() or not os.access(SHARED_MEMORY, os.W_OK):
        return None
    return str(SHARED_MEMORY) if shutil.disk_usage(SHARED_MEMORY).free > ENOUGH else None

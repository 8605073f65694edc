"""Read a recording into channels of 16-bit samples, at the telephone's rate or at 16 kHz.

Takes what `sound_file` takes, of 8 to 48 kHz with one or two channels. A file whose sound ends
below 4 kHz is telephone speech whatever its rate says, and is brought to 8 kHz.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soxr

from transcription.sound_file import (
    AudioError,
    EmptyAudio,
    Sound,
    TornAudio,
    UnsupportedAudio,
    opened,
)

Samples = npt.NDArray[np.int16]

TELEPHONE_RATE = 8000
WIDE_RATE = 16000
MIN_RATE, MAX_RATE = 8000, 48000
BLOCK_SECONDS = 10
BAND_PROBE_BLOCKS = 6
FULL_SCALE = 32767.0
# Telephone speech that was put into a wider file has practically nothing above 4 kHz; of wide-band
# speech even vowels keep more than this share of their power there.
WIDE_POWER_SHARE = 1e-5


class TooShortAudio(AudioError):
    """The sound is shorter than any word."""


class TooLongAudio(AudioError):
    """The recording is longer or larger than the limits allow."""


@dataclass(frozen=True)
class Limits:
    """The lengths and the size that a recording may have."""

    min_seconds: float = 0.1
    max_seconds: float = 4 * 3600.0
    max_bytes: int = 1 << 30


ANY_LENGTH = Limits()


@dataclass(frozen=True)
class Audio:
    """The channels of a recording, all of one length; `rate` is 8000 or 16000 hertz."""

    rate: int
    channels: tuple[Samples, ...]

    @property
    def duration(self) -> float:
        """Length in seconds."""
        return len(self.channels[0]) / self.rate

    @property
    def is_mono(self) -> bool:
        """True when the speakers cannot be told apart by their channel."""
        return len(self.channels) == 1


def read_audio(path: Path, limits: Limits = ANY_LENGTH, *, torn_too: bool = False) -> Audio:
    """Read the file; raises an AudioError of the kind that says what is wrong with it.

    Of a torn file nothing is read, or with `torn_too` as much as there is.
    """
    _check_size(path, limits)
    with opened(path) as sound:
        _check_form(sound, limits)
        rate = _target_rate(sound)
        pieces = list(_resampled(sound, rate))
    seconds = sum(map(len, pieces)) / rate
    if sound.is_torn and not (torn_too and pieces):
        raise TornAudio(f"{path.name} is torn: only {seconds:.1f} s of it can be read")
    if not pieces:
        raise EmptyAudio("the file holds no sound")
    whole = np.concatenate(pieces)
    audio = Audio(rate, tuple(np.ascontiguousarray(channel) for channel in whole.T))
    if audio.duration < limits.min_seconds:
        raise TooShortAudio(f"{path.name} lasts only {audio.duration * 1000:.0f} ms")
    return audio


def _check_size(path: Path, limits: Limits) -> None:
    size = path.stat().st_size
    if size > limits.max_bytes:
        raise TooLongAudio(f"{path.name} has {size >> 20} MB; at most {limits.max_bytes >> 20} MB")


def _check_form(sound: Sound, limits: Limits) -> None:
    if sound.channels not in (1, 2):
        raise UnsupportedAudio(f"{sound.channels} channels; a call has one or two")
    if not MIN_RATE <= sound.rate <= MAX_RATE:
        raise UnsupportedAudio(f"{sound.rate} Hz; between {MIN_RATE} and {MAX_RATE} is read")
    if sound.seconds > limits.max_seconds:
        raise TooLongAudio(f"it is longer than {limits.max_seconds / 60:.0f} minutes")


def _target_rate(sound: Sound) -> int:
    if sound.rate < WIDE_RATE:
        return TELEPHONE_RATE
    return WIDE_RATE if _has_wide_band(sound) else TELEPHONE_RATE


def _has_wide_band(sound: Sound) -> bool:
    """Compare the power above 4.2 kHz with all of it, in blocks spread over the file."""
    block = min(sound.rate * BLOCK_SECONDS, sound.frames)
    above = whole = 0.0
    for start in np.linspace(0, sound.frames - block, BAND_PROBE_BLOCKS).astype(int):
        mono = sound.at(int(start), block).mean(axis=1)
        if len(mono):
            power = np.abs(np.fft.rfft(mono)) ** 2
            above += float(power[int(4200 * len(mono) / sound.rate) :].sum())
            whole += float(power.sum())
    return above > WIDE_POWER_SHARE * whole


def _resampled(sound: Sound, rate: int) -> Iterator[Samples]:
    """Yield blocks of shape (frames, channels); only one block is held in floating point."""
    stream = soxr.ResampleStream(sound.rate, rate, sound.channels, dtype="float32")
    length = sound.rate * BLOCK_SECONDS
    for block in sound.blocks(length):
        if sound.rate != rate:
            block = stream.resample_chunk(block, last=len(block) < length)
        if len(block):
            yield to_int16(block)


def to_int16(sound: npt.NDArray[np.floating]) -> Samples:
    """Turn samples of -1..1 into 16-bit ones, clipped; NaN becomes silence."""
    scaled = np.rint(np.nan_to_num(sound) * FULL_SCALE)
    return np.clip(scaled, -32768, 32767).astype(np.int16)

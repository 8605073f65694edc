"""Read a recording into channels of 16-bit samples, at the telephone's rate or at 16 kHz.

Takes WAV (PCM, mu-law, A-law), MP3, FLAC and Ogg of 8 to 48 kHz with one or two channels. A file
whose sound ends below 4 kHz is telephone speech whatever its rate says, and is brought to 8 kHz.
Mu-law is ITU-T G.711.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile
import soxr

Samples = npt.NDArray[np.int16]
FloatSamples = npt.NDArray[np.float32]

TELEPHONE_RATE = 8000
WIDE_RATE = 16000
MIN_RATE, MAX_RATE = 8000, 48000
BLOCK_SECONDS = 10
BAND_PROBE_BLOCKS = 6
FULL_SCALE = 32767.0
# Telephone speech that was put into a wider file has practically nothing above 4 kHz; of wide-band
# speech even vowels keep more than this share of their power there.
WIDE_POWER_SHARE = 1e-5


class AudioError(Exception):
    """The recording cannot be transcribed; the text says why, for a person."""


class EmptyAudio(AudioError):
    """There is no sound in the file at all."""


class TooShortAudio(AudioError):
    """The sound is shorter than any word."""


class TooLongAudio(AudioError):
    """The recording is longer or larger than the limits allow."""


class NotAudio(AudioError):
    """The file is something else, such as a web page."""


class CorruptAudio(AudioError):
    """An audio file that is torn or damaged."""


class UnsupportedAudio(AudioError):
    """The sound has a rate or a number of channels that no call has."""


@dataclass(frozen=True)
class Limits:
    """The lengths and the size that a recording may have."""

    min_seconds: float = 0.1
    max_seconds: float = 4 * 3600.0
    max_bytes: int = 1 << 30


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


def read_audio(path: Path, limits: Limits = Limits()) -> Audio:
    """Read the file; raises an AudioError of the kind that says what is wrong with it."""
    _check_size(path, limits)
    head = _head(path)
    _refuse_other_content(head)
    _refuse_torn_wave(path, head)
    try:
        with soundfile.SoundFile(path) as file:
            _check_form(file, limits)
            rate = _target_rate(file)
            audio = _read_channels(file, rate)
    except soundfile.LibsndfileError as problem:
        kind = CorruptAudio if _looks_like_audio(head) else NotAudio
        raise kind(f"{path.name} cannot be read as audio ({problem.error_string})") from problem
    if audio.duration < limits.min_seconds:
        raise TooShortAudio(f"{path.name} lasts only {audio.duration * 1000:.0f} ms")
    return audio


def _check_size(path: Path, limits: Limits) -> None:
    size = path.stat().st_size
    if size == 0:
        raise EmptyAudio(f"{path.name} is empty")
    if size > limits.max_bytes:
        raise TooLongAudio(f"{path.name} has {size >> 20} MB; at most {limits.max_bytes >> 20} MB")


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(4096)


def _looks_like_audio(head: bytes) -> bool:
    is_mpeg_frame = len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0
    return is_mpeg_frame or head.startswith((b"RIFF", b"RF64", b"fLaC", b"OggS", b"ID3"))


def _refuse_other_content(head: bytes) -> None:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if not _looks_like_audio(head) and start in (b"<", b"{", b"["):
        raise NotAudio("this is a web page or a text, not audio")


def _refuse_torn_wave(path: Path, head: bytes) -> None:
    """A WAV file cut short still opens; only its header knows that samples are missing."""
    position = 12
    while head.startswith(b"RIFF") and position + 8 <= len(head):
        name, size = (
            head[position : position + 4],
            struct.unpack_from("<I", head, position + 4)[0],
        )
        if name == b"data":
            missing = position + 8 + size - path.stat().st_size
            if missing > 0 and size < 0xFFFFF000:  # streamed files leave the size open
                raise CorruptAudio(f"{path.name} is torn: {missing} bytes are missing")
            return
        position += 8 + size + size % 2


def _check_form(file: soundfile.SoundFile, limits: Limits) -> None:
    if file.frames == 0:
        raise EmptyAudio("the file holds no sound")
    if file.channels not in (1, 2):
        raise UnsupportedAudio(f"{file.channels} channels; a call has one or two")
    if not MIN_RATE <= file.samplerate <= MAX_RATE:
        raise UnsupportedAudio(f"{file.samplerate} Hz; between {MIN_RATE} and {MAX_RATE} is read")
    if file.frames / file.samplerate > limits.max_seconds:
        raise TooLongAudio(f"it is longer than {limits.max_seconds / 60:.0f} minutes")


def _target_rate(file: soundfile.SoundFile) -> int:
    if file.samplerate < WIDE_RATE:
        return TELEPHONE_RATE
    rate = WIDE_RATE if _has_wide_band(file) else TELEPHONE_RATE
    file.seek(0)
    return rate


def _has_wide_band(file: soundfile.SoundFile) -> bool:
    """Compare the power above 4.2 kHz with all of it, in blocks spread over the file."""
    block = min(file.samplerate * BLOCK_SECONDS, file.frames)
    above = whole = 0.0
    for start in np.linspace(0, file.frames - block, BAND_PROBE_BLOCKS).astype(int):
        file.seek(int(start))
        sound = file.read(block, dtype="float32", always_2d=True).mean(axis=1)
        power = np.abs(np.fft.rfft(sound)) ** 2
        above += float(power[int(4200 * len(sound) / file.samplerate) :].sum())
        whole += float(power.sum())
    return above > WIDE_POWER_SHARE * whole


def _read_channels(file: soundfile.SoundFile, rate: int) -> Audio:
    pieces = list(_resampled(file, rate))
    if not pieces:
        raise EmptyAudio("the file holds no sound")
    sound = np.concatenate(pieces)
    return Audio(rate, tuple(np.ascontiguousarray(sound[:, k]) for k in range(file.channels)))


def _resampled(file: soundfile.SoundFile, rate: int) -> Iterator[Samples]:
    """Yield blocks of shape (frames, channels); only one block is held in floating point."""
    stream = soxr.ResampleStream(file.samplerate, rate, file.channels, dtype="float32")
    block = file.samplerate * BLOCK_SECONDS
    while True:
        sound = file.read(block, dtype="float32", always_2d=True)
        last = len(sound) < block
        if file.samplerate != rate:
            sound = stream.resample_chunk(sound, last=last)
        if len(sound):
            yield to_int16(sound)
        if last:
            return


def to_int16(sound: npt.NDArray[np.floating]) -> Samples:
    """Turn samples of -1..1 into 16-bit ones, clipped; NaN becomes silence."""
    scaled = np.rint(np.nan_to_num(sound) * FULL_SCALE)
    return np.clip(scaled, -32768, 32767).astype(np.int16)

"""What a sound file holds: decided here alone, by what can be read and not by what its head says.

A header may leave the length open (a WAV written to a pipe), count too much (a writer that counts
its header as sound) or be whole where the sound behind it is not (a transfer that broke off). So a
WAV's sound is what lies in the file, and its lengths are written anew for the decoder; of the
others the sound that comes out is compared with what the file promises. RIFF: "Multimedia
Programming Interface and Data Specifications 1.0"; RF64: EBU Tech 3306; Ogg: RFC 3533; MPEG audio:
ISO 11172-3 and 13818-3.
"""

import io
import mmap
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt
import soundfile

from core.outbox import Failure

FloatSamples = npt.NDArray[np.float32]

TAKEN = frozenset({"WAV", "WAVEX", "FLAC", "OGG", "MP3"})
# A writer that counts its header as sound is wrong by so many bytes at most. They are 10 ms of the
# thinnest telephone sound, in which nothing is said.
MISCOUNT = 80
OPEN = 0x7FFF_F000  # from here on a WAV's length is a place-holder (sox writes this one)
OPEN_64 = 1 << 62
PROBE = 4096  # bytes from the start that show what a file is


class AudioError(Exception):
    """The recording cannot be transcribed; the text says why, for a person."""

    failure = Failure.UNREADABLE


class EmptyAudio(AudioError):
    """There is no sound in the file at all."""


class NotAudio(AudioError):
    """The file is something else, such as a web page."""


class CorruptAudio(AudioError):
    """An audio file that is damaged."""


class TornAudio(CorruptAudio):
    """An audio file whose end is missing: what can be read of it is not all."""


class UnsupportedAudio(AudioError):
    """The sound has a form, a rate or a number of channels that no call has."""


class Sound:
    """An open sound file. `frames` is how many can be read at most, in every channel.

    `is_torn` is known in full once `blocks` has been read to its end; of a WAV at once.
    """

    def __init__(self, file: soundfile.SoundFile, *, torn: bool, promised: int) -> None:
        self._file, self._promised = file, promised
        self.is_torn, self._position = torn, 0
        self.container = "WAV" if file.format == "WAVEX" else file.format
        self.rate, self.channels, self.frames = file.samplerate, file.channels, file.frames

    @property
    def seconds(self) -> float:
        return self.frames / self.rate

    def blocks(self, length: int) -> Iterator[FloatSamples]:
        """Yield all of it, in shape (frames, channels); only the last block is shorter."""
        read, block = 0, self.at(0, length)
        while len(block) == length:
            yield block
            read += length
            block = self.at(read, length)
        self.is_torn = self.is_torn or read + len(block) < self._promised
        yield block

    def at(self, frame: int, length: int) -> FloatSamples:
        """Return up to `length` frames from `frame` on; none where the sound breaks off before."""
        try:
            if frame != self._position:  # some forms cannot seek at all
                self._file.seek(frame)
            block = self._file.read(length, dtype="float32", always_2d=True)
        except soundfile.LibsndfileError:
            self.is_torn = True
            return np.zeros((0, self.channels), np.float32)
        self._position = frame + len(block)
        return block


@contextmanager
def opened(path: Path) -> Iterator[Sound]:
    """Open a sound file; raises the AudioError that says what is wrong with it."""
    with path.open("rb") as file:
        head = file.read(PROBE)
        if not head:
            raise EmptyAudio(f"{path.name} is empty")
        _refuse_other_content(head)
        with _decoder(path.name, file, head) as sound:
            yield sound


@contextmanager
def _decoder(name: str, file: BinaryIO, head: bytes) -> Iterator[Sound]:
    wave = _wave(file) if head[:4] in _WAVE_MARKS else None
    file.seek(0)
    try:
        decoder = soundfile.SoundFile(_Rewrapped(file, wave) if wave else file)
    except soundfile.LibsndfileError as problem:
        kind = CorruptAudio if _looks_like_audio(head) else NotAudio
        raise kind(f"{name} cannot be read as audio ({problem.error_string})") from problem
    with decoder:
        if decoder.format not in TAKEN:
            raise UnsupportedAudio(f"{decoder.format}; taken are {', '.join(sorted(TAKEN))}")
        if decoder.frames > OPEN_64:
            raise UnsupportedAudio(f"{name} does not say how long it is")
        torn, promised = wave.is_torn if wave else False, decoder.frames
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            if decoder.format == "OGG":
                torn = not _ends_ogg_stream(content)
            elif decoder.format == "MP3":
                torn, promised = _look_through_mpeg(content, decoder.frames)
        yield Sound(decoder, torn=torn, promised=promised)


def _looks_like_audio(head: bytes) -> bool:
    is_mpeg_frame = len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0
    return is_mpeg_frame or head.startswith((*_WAVE_MARKS, b"fLaC", b"OggS", b"ID3"))


def _refuse_other_content(head: bytes) -> None:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if not _looks_like_audio(head) and start in (b"<", b"{", b"["):
        raise NotAudio("this is a web page or a text, not audio")


# WAV

_WAVE_MARKS = {b"RIFF": "<", b"RF64": "<", b"RIFX": ">"}
_CHUNK_HEAD = 8


@dataclass(frozen=True)
class _Wave:
    """The form of the samples, and where they lie: `length` bytes from `start` on."""

    order: str
    form: bytes
    start: int
    length: int
    is_torn: bool


def _wave(file: BinaryIO) -> _Wave | None:
    """Find form and sound; None where there is none, so that the decoder says what is wrong."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    mark, whole, _ = struct.unpack("<4sI4s", file.read(12).ljust(12, b"\0"))
    order = _WAVE_MARKS[mark]
    whole = struct.unpack(f"{order}I", struct.pack("<I", whole))[0]
    form, long = b"", None
    for name, length, start in _chunks(file, order, size):
        if name == b"fmt ":
            form = file.read(length)
        elif name == b"ds64":
            long = struct.unpack("<QQ", file.read(16).ljust(16, b"\0"))[1]
        elif name == b"data" and form:
            wanted = long if mark == b"RF64" and long is not None else length
            is_closed = whole + _CHUNK_HEAD == size  # somebody came back to write the lengths
            return _sound_of_wave(file, order, form, start, wanted, is_closed, size)
    return None


def _chunks(file: BinaryIO, order: str, size: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield (name, length, start) with the file at that start; an odd chunk is mostly padded."""
    position = 12
    while position + _CHUNK_HEAD <= size:
        file.seek(position)
        name, length = struct.unpack(f"{order}4sI", file.read(_CHUNK_HEAD))
        position += _CHUNK_HEAD
        yield name, length, position
        position += length
        if length % 2 and not _is_name(file, position):
            position += 1


def _is_name(file: BinaryIO, position: int) -> bool:
    file.seek(position)
    name = file.read(4)
    return len(name) == 4 and name.isascii() and name.decode().isprintable()


def _sound_of_wave(
    file: BinaryIO, order: str, form: bytes, start: int, wanted: int, is_closed: bool, size: int
) -> _Wave:
    there = size - start
    is_open = wanted >= OPEN or (wanted == 0 and not is_closed)
    if is_open:
        return _Wave(order, form, start, there, is_torn=False)
    behind = start + wanted + wanted % 2
    if behind + _CHUNK_HEAD < size and not _is_name(file, behind):
        return _Wave(order, form, start, there, is_torn=False)  # written on after the header
    missing = wanted - there
    return _Wave(order, form, start, min(wanted, there), is_torn=missing > MISCOUNT)


class _Rewrapped(io.RawIOBase):
    """A WAV file as it should be: its form, the right length, the sound, nothing else."""

    def __init__(self, file: BinaryIO, wave: _Wave) -> None:
        self._file, self._wave, self._at = file, wave, 0
        mark = b"RIFX" if wave.order == ">" else b"RIFF"
        form = wave.form + b"\0" * (len(wave.form) % 2)
        content = struct.pack(f"{wave.order}4s4sI", b"WAVE", b"fmt ", len(form)) + form
        content += struct.pack(f"{wave.order}4sI", b"data", wave.length)
        whole = len(content) + wave.length
        self._head = mark + struct.pack(f"{wave.order}I", whole) + content

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        end = len(self._head) + self._wave.length
        self._at = offset + (0, self._at, end)[whence]
        return self._at

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]
        head = self._head[self._at :][: len(buffer)]
        behind = max(self._at - len(self._head), 0)
        self._file.seek(self._wave.start + behind)
        rest = self._file.read(min(len(buffer) - len(head), max(self._wave.length - behind, 0)))
        count = len(head) + len(rest)
        buffer[:count] = head + rest
        self._at += count
        return count


# Ogg

_OGG_PAGE, _OGG_LAST = 27, 4


def _ends_ogg_stream(content: mmap.mmap) -> bool:
    """Whether the last page is whole and says that it is the last."""
    page = content[content.rfind(b"OggS") :]
    if len(page) < _OGG_PAGE:
        return False
    pieces = page[_OGG_PAGE : _OGG_PAGE + page[26]]
    is_whole = len(page) >= _OGG_PAGE + page[26] + sum(pieces)
    return is_whole and bool(page[5] & _OGG_LAST)


# MPEG audio, layer III

_BITRATES_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_BITRATES_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_MPEG_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_MPEG_DELAY = 4  # frames that an encoder adds and a decoder may leave out


def _look_through_mpeg(content: mmap.mmap, frames: int) -> tuple[bool, int]:
    """Return whether it ends within a frame, and how much sound it promises.

    The decoder believes the table in the first frame; where there is none it guesses the length
    from the first frame's size, so there the frames are counted.
    """
    first = position = _after_id3(content)
    count = samples = 0
    while (found := _mpeg_frame(content, position)) is not None:
        length, samples = found
        position += length
        count += 1
    ends_within = position > len(content)
    if any(mark in content[first : first + 64] for mark in (b"Xing", b"Info")):
        return ends_within, frames
    return ends_within, max(frames, (count - _MPEG_DELAY) * samples)


def _after_id3(content: mmap.mmap) -> int:
    if content[:3] != b"ID3":
        return 0
    return 10 + sum(
        (byte & 0x7F) << shift for byte, shift in zip(content[6:10], (21, 14, 7, 0), strict=True)
    )


def _mpeg_frame(content: mmap.mmap, position: int) -> tuple[int, int] | None:
    """Return (bytes, samples) of the frame whose head stands there, or None."""
    head = content[position : position + 4]
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return None
    version, bitrate, rate = (head[1] >> 3) & 3, head[2] >> 4, (head[2] >> 2) & 3
    if version == 1 or bitrate in (0, 15) or rate == 3:
        return None
    kilobits = (_BITRATES_1 if version == 3 else _BITRATES_2)[bitrate]
    samples = 1152 if version == 3 else 576
    padding = (head[2] >> 1) & 1
    return samples // 8 * kilobits * 1000 // _MPEG_RATES[version][rate] + padding, samples

"""What a file holds is what can be read of it, whatever its header says; half a call is torn."""

import gzip
import io
import struct
from pathlib import Path

import numpy as np
import pytest
import soundfile

from transcription.audio import read_audio
from transcription.sound_file import (
    AudioError,
    CorruptAudio,
    EmptyAudio,
    NotAudio,
    TornAudio,
    UnsupportedAudio,
    opened,
)

RATE, SECONDS = 8000, 12
SOUND = (0.3 * np.sin(np.arange(SECONDS * RATE) * 2 * np.pi * 440 / RATE)).astype(np.float32)
SAMPLES = (SOUND * 32767).astype("<i2").tobytes()
LENGTH = len(SAMPLES)
SOX, UNKNOWN = 0x7FFF_F000, 0xFFFF_FFFF  # lengths that programs write for "not known yet"


def wav(
    length: int = LENGTH,
    whole: int | None = None,
    *,
    before: bytes = b"",
    sound: bytes = SAMPLES,
    mark: bytes = b"RIFF",
) -> bytes:
    """A mono WAV that says `length` of its sound and `whole` of itself (None: as it is)."""
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, RATE, 2 * RATE, 2, 16)
    content = b"WAVE" + before + form + b"data" + struct.pack("<I", length) + sound
    return mark + struct.pack("<I", len(content) if whole is None else whole) + content


def chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content


def ds64(length: int) -> bytes:
    return chunk(b"ds64", struct.pack("<QQQI", 0, length, 0, 0))


def written(form: str, subtype: str | None = None, endian: str | None = None) -> bytes:
    buffer = io.BytesIO()
    soundfile.write(buffer, SOUND, RATE, format=form, subtype=subtype, endian=endian)
    return buffer.getvalue()


def seconds(path: Path, content: bytes, *, torn_too: bool = False) -> float:
    path.write_bytes(content)
    return read_audio(path, torn_too=torn_too).duration


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "recording.wav"


@pytest.mark.parametrize(
    "content",
    [
        wav(),
        wav(SOX, SOX + 36),
        wav(UNKNOWN, UNKNOWN),
        wav(UNKNOWN - 36),
        wav(0, 0),
        wav(0, 8),
        wav(0, 36),
        wav(0),
        wav(LENGTH + 28, LENGTH + 64),
        wav(LENGTH // 3),  # the sound goes on behind
        wav(before=chunk(b"LIST", b"x" * 6000)),
        wav(before=chunk(b"LIST", b"odd") + b"\0"),
        wav(before=chunk(b"LIST", b"odd")),  # against the rule, as some write it
        wav(sound=SAMPLES + chunk(b"LIST", b"INFO")),
        wav(UNKNOWN, UNKNOWN, mark=b"RF64", before=ds64(LENGTH)),
        wav(UNKNOWN, UNKNOWN, mark=b"RF64", before=ds64(0)),
        wav(UNKNOWN, UNKNOWN, mark=b"RF64", before=ds64((1 << 64) - 1)),
    ],
)
def test_a_wav_is_as_long_as_its_sound(path: Path, content: bytes) -> None:
    assert seconds(path, content) == SECONDS


@pytest.mark.parametrize(
    "content",
    [
        written("WAV", "ULAW"),
        written("WAV", "ALAW"),
        written("WAV", "PCM_24"),
        written("WAV", "FLOAT"),
        written("WAV", "GSM610"),
        written("WAV", "PCM_16", "BIG"),
        written("WAVEX", "PCM_16"),
        written("RF64", "PCM_16"),
        written("FLAC"),
        written("MP3"),
        written("OGG", "VORBIS"),
        written("OGG", "OPUS"),
    ],
)
def test_every_form_is_read_whole_whatever_its_name(path: Path, content: bytes) -> None:
    assert seconds(path, content) == pytest.approx(SECONDS, abs=0.01)


@pytest.mark.parametrize(
    ("content", "left"),
    [
        (wav(before=chunk(b"LIST", b"x" * 6000), sound=SAMPLES[: LENGTH // 2]), 6),
        (wav(UNKNOWN, UNKNOWN, mark=b"RF64", before=ds64(2 * LENGTH)), 12),
        (wav(sound=SAMPLES[:-160]), 11.99),
        (written("WAV", "ULAW")[:-4000], 11.5),
    ],
)
def test_a_torn_wav_is_never_a_shorter_call(path: Path, content: bytes, left: float) -> None:
    with pytest.raises(TornAudio, match=f"is torn: only {left:.1f} s"):
        seconds(path, content)
    assert seconds(path, content, torn_too=True) == left


@pytest.mark.parametrize("cut", [0.6, 0.995])
@pytest.mark.parametrize(
    "form", [("MP3", None), ("FLAC", None), ("OGG", "VORBIS"), ("OGG", "OPUS")]
)
def test_other_forms_are_torn_as_well(path: Path, form: tuple[str, str | None], cut: float) -> None:
    content = written(*form)
    with pytest.raises(TornAudio):
        seconds(path, content[: int(len(content) * cut)])


def test_a_table_of_frames_is_not_needed_to_see_that_an_mp3_is_cut(path: Path) -> None:
    content = written("MP3")
    bare = content[content.index(content[:2], 64) :]  # without the first frame, which has it
    assert (b"Xing" in content, b"Xing" in bare) == (True, False)
    with pytest.raises(TornAudio):
        seconds(path, bare[: len(bare) * 6 // 10])


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", EmptyAudio),
        (wav(0, sound=b""), EmptyAudio),
        (wav(0, sound=chunk(b"LIST", b"INFO")), EmptyAudio),
        (wav()[:40], CorruptAudio),
        (b"RIFF", CorruptAudio),
        (b"<!doctype html><title>Sign in</title>", NotAudio),
        (b'{"code": 20404}', NotAudio),
        (gzip.compress(wav()), NotAudio),
        (bytes(range(256)) * 20, NotAudio),
        (written("AIFF"), UnsupportedAudio),
    ],
)
def test_what_is_no_recording_says_what_it_is(
    path: Path, content: bytes, kind: type[AudioError]
) -> None:
    with pytest.raises(kind):
        seconds(path, content)


def test_a_wav_says_at_once_whether_it_is_whole(path: Path) -> None:
    found = []
    for content in (wav(), wav(sound=SAMPLES[:-2000])):
        path.write_bytes(content)
        with opened(path) as sound:
            found.append((sound.container, sound.channels, sound.seconds, sound.is_torn))
    assert found == [("WAV", 1, 12.0, False), ("WAV", 1, 11.875, True)]

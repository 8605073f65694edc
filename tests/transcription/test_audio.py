"""Recordings as they come."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from transcription import audio, sound_file
from transcription.audio import Limits, read_audio


def tone(rate: int, seconds: float = 1.0, hertz: float = 440.0) -> np.ndarray:
    return 0.5 * np.sin(2 * np.pi * hertz * np.arange(int(rate * seconds)) / rate)


def write(path: Path, sound: np.ndarray, rate: int, **form: str) -> Path:
    soundfile.write(path, sound, rate, **form)
    return path


def strongest_hertz(samples: audio.Samples, rate: int) -> float:
    return float(np.abs(np.fft.rfft(samples)).argmax() * rate / len(samples))


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.wav", {"subtype": "PCM_16"}),
        ("a.wav", {"subtype": "ULAW"}),
        ("a.wav", {"subtype": "ALAW"}),
        ("a.flac", {}),
        ("a.mp3", {}),
    ],
)
def test_reads_every_format_of_a_call(tmp_path: Path, name: str, form: dict[str, str]) -> None:
    both = np.stack([tone(8000), tone(8000, hertz=1000.0)], axis=1)
    read = read_audio(write(tmp_path / name, both, 8000, **form))
    assert (read.rate, read.is_mono) == (8000, False)
    assert read.duration == pytest.approx(1.0, abs=0.15)  # MP3 pads to whole frames
    hertz = [strongest_hertz(channel, 8000) for channel in read.channels]
    assert hertz == pytest.approx([440, 1000], abs=10)


@pytest.mark.parametrize("rate", [11025, 22050, 44100, 48000])
def test_narrow_sound_in_a_wider_file_is_brought_to_the_telephones_rate(
    tmp_path: Path, rate: int
) -> None:
    read = read_audio(write(tmp_path / "a.wav", tone(rate), rate))
    assert (read.rate, read.is_mono) == (8000, True)
    assert strongest_hertz(read.channels[0], 8000) == pytest.approx(440, abs=2)


def test_sound_above_four_kilohertz_is_kept(tmp_path: Path) -> None:
    sound = tone(44100) + 0.2 * tone(44100, hertz=6000.0)
    assert read_audio(write(tmp_path / "a.wav", sound, 44100)).rate == 16000


def test_blocks_join_without_a_seam(tmp_path: Path) -> None:
    seconds = audio.BLOCK_SECONDS * 2.5
    read = read_audio(write(tmp_path / "a.wav", tone(44100, seconds), 44100))
    assert read.duration == pytest.approx(seconds, abs=0.001)
    expected = tone(8000, seconds)[: len(read.channels[0])] * 32767
    middle = slice(800, -800)
    assert np.abs(read.channels[0][middle] - expected[middle]).max() < 50


def test_limits(tmp_path: Path) -> None:
    path = write(tmp_path / "a.wav", tone(8000, 3.0), 8000)
    with pytest.raises(audio.TooLongAudio):
        read_audio(path, Limits(max_seconds=2.0))
    with pytest.raises(audio.TooLongAudio):
        read_audio(path, Limits(max_bytes=1000))
    with pytest.raises(audio.TooShortAudio, match="1 ms"):
        read_audio(write(tmp_path / "b.wav", tone(8000, 0.001), 8000))


def test_three_channels_are_no_call(tmp_path: Path) -> None:
    with pytest.raises(sound_file.UnsupportedAudio, match="3 channels"):
        read_audio(write(tmp_path / "a.wav", np.zeros((8000, 3)), 8000))

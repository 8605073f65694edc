"""Sound as the telephone carries it: 8 kHz, 16 bits, one numpy array per side."""

import io
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

Samples = NDArray[np.int16]

RATE = 8000
LEAST_RATE, MOST_RATE = 8000, 48000
LONGEST_SECONDS = 4 * 3600
# A tone that nobody takes for speech: some 45 dB quieter than a voice.
_TONE_HERTZ, _TONE_PEAK = 350.0, 90.0

SILENCE: Samples = np.zeros(0, dtype=np.int16)


class BadAudio(Exception):
    """A file that cannot be played; the message is one sentence for the person who gave it."""


def load(source: Path | bytes, name: str = "") -> tuple[Samples, ...]:
    """One array per channel (one or two) from WAV, MP3, FLAC or Ogg at 8 to 48 kHz."""
    label = name or str(source)
    file = io.BytesIO(source) if isinstance(source, bytes) else source
    try:
        with soundfile.SoundFile(file) as sound:
            _check(sound, label)
            data = sound.read(dtype="float32", always_2d=True)
            rate = int(sound.samplerate)
    except (soundfile.LibsndfileError, OSError, RuntimeError) as error:
        raise BadAudio(f"{label} is not audio that can be played: {error}") from error
    if not len(data):
        raise BadAudio(f"{label} holds no sound at all.")
    return tuple(_to_telephone(data[:, channel], rate) for channel in range(data.shape[1]))


def _check(sound: soundfile.SoundFile, label: str) -> None:
    if not LEAST_RATE <= sound.samplerate <= MOST_RATE:
        raise BadAudio(f"{label} has {sound.samplerate} samples a second; 8000 to 48000 will do.")
    if sound.channels > 2:
        raise BadAudio(f"{label} has {sound.channels} channels; one or two will do.")
    if sound.frames > LONGEST_SECONDS * sound.samplerate:
        raise BadAudio(f"{label} is longer than {LONGEST_SECONDS // 3600} hours.")


def _to_telephone(samples: NDArray[np.float32], rate: int) -> Samples:
    if rate != RATE:
        samples = soxr.resample(samples, rate, RATE)
    return np.clip(np.round(samples * 32768.0), -32768, 32767).astype(np.int16)


def tone(length: int) -> Samples:
    """A tone in place of words that the provider's own voice speaks."""
    wave = _TONE_PEAK * np.sin(2 * np.pi * _TONE_HERTZ * np.arange(length) / RATE)
    return wave.astype(np.int16)


@dataclass
class Sounding:
    """Samples that begin to sound at a moment; `until` cuts them short."""

    at: float
    samples: Samples
    until: float

    def within(self, start: float, end: float) -> tuple[int, Samples]:
        """The part that sounds in [start, end), and where it begins, in samples from `start`."""
        place = round((self.at - start) * RATE)
        length = min(len(self.samples), round((min(self.until, end) - self.at) * RATE))
        first = max(0, -place)
        return max(0, place), self.samples[first : max(first, length)]


@dataclass
class Track:
    """All sounds on one side of a leg."""

    soundings: list[Sounding] = field(default_factory=list)

    def add(self, sounding: Sounding) -> None:
        self.soundings.append(sounding)

    def cut_out(self, start: float, end: float) -> None:
        """Silence this side between those moments."""
        self.soundings = [part for each in self.soundings for part in _around(each, start, end)]

    def mixed(self, start: float, end: float) -> Samples:
        """The side from `start` to `end`, added up without wrapping round."""
        total = np.zeros(max(0, round((end - start) * RATE)), dtype=np.int32)
        for sounding in self.soundings:
            place, part = sounding.within(start, end)
            part = part[: max(0, len(total) - place)]
            total[place : place + len(part)] += part
        return np.clip(total, -32768, 32767).astype(np.int16)


def _around(sounding: Sounding, start: float, end: float) -> list[Sounding]:
    before = Sounding(sounding.at, sounding.samples, min(sounding.until, start))
    skipped = max(0, round((end - sounding.at) * RATE))
    after = Sounding(max(sounding.at, end), sounding.samples[skipped:], sounding.until)
    return [part for part in (before, after) if part.until > part.at]


def write_wav(path: Path, channels: tuple[Samples, ...]) -> None:
    """8 kHz, 16 bits, in the order given, as the provider stores it."""
    soundfile.write(path, np.stack(channels, axis=1), RATE, subtype="PCM_16", format="WAV")


def trimmed(channels: tuple[Samples, ...], floor: int = 100) -> tuple[Samples, ...]:
    """Without the silence at both ends."""
    loud = np.flatnonzero(np.max(np.abs(np.stack(channels).astype(np.int32)), axis=0) > floor)
    if not len(loud):
        return tuple(SILENCE for _ in channels)
    return tuple(channel[loud[0] : loud[-1] + 1] for channel in channels)

"""Play the score and write it as a telephone needs it: WAV, mu-law, 8 kHz, one channel.

    python -m tools.music.render    writes voice/music/house.wav

Needs numpy and soundfile only, and takes two seconds. The file begins and ends in silence, so that
it may be played again and again, with words between.
"""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile

from tools.music import score
from tools.music.score import Note

RATE = 8000
BAND = (300.0, 3400.0)  # hertz: what a telephone carries
HOUSE = Path(__file__).resolve().parents[2] / "voice" / "music" / "house.wav"
# The loudest second, RMS: callers and recorded sentences are 6 to 10 dB louder.
LOUDEST_DBFS = -30.0
ROOM_SECONDS, ROOM_SHARE = 1.6, 0.22

Samples = npt.NDArray[np.float64]


def play() -> Samples:
    """The piece as samples from -1 to 1."""
    length = round(score.SECONDS * RATE)
    dry = np.zeros(length)
    for note in score.held():
        _add(dry, note, _pad(note))
    for note in score.plucked():
        _add(dry, note, 0.55 * _pluck(note))
    for note in score.tune():
        _add(dry, note, 0.6 * _flute(note))
    mixed = _in_band(dry + ROOM_SHARE * _echo(dry))
    mixed *= _fade(length, 0.02, 2.5)
    loudest = max(_rms(second) for second in mixed.reshape(-1, RATE))
    return mixed * 10 ** (LOUDEST_DBFS / 20) / loudest


def _add(sound: Samples, note: Note, wave: Samples) -> None:
    start = round(note.start * RATE)
    wave = wave[: len(sound) - start]
    sound[start : start + len(wave)] += wave


def _times(seconds: float) -> Samples:
    return np.arange(round(seconds * RATE)) / RATE


def _pluck(note: Note) -> Samples:
    """A plucked bar of wood: overtones that die away sooner the higher they are."""
    at = _times(note.length)
    wave = sum(
        weight * np.sin(2 * np.pi * factor * note.hertz * at) * np.exp(-decay * at)
        for factor, weight, decay in ((1, 1.0, 2.4), (2, 0.25, 4.5), (3.93, 0.12, 9.0))
        if factor * note.hertz < BAND[1]
    )
    return np.asarray(wave) * _fade(len(at), 0.004, 0.05)


def _flute(note: Note) -> Samples:
    """A soft tone with a little vibrato that sets in late."""
    at = _times(note.length + 0.25)
    depth = 0.0025 * np.clip((at - 0.35) / 0.5, 0, 1)
    phase = 2 * np.pi * note.hertz * np.cumsum(1 + depth * np.sin(2 * np.pi * 4.8 * at)) / RATE
    wave = np.sin(phase) + 0.22 * np.sin(2 * phase) + 0.06 * np.sin(3 * phase)
    return np.asarray(wave) * _fade(len(at), 0.09, 0.3)


def _pad(note: Note) -> Samples:
    at = _times(note.length + 0.9)
    wave = sum(np.sin(2 * np.pi * note.hertz * cents * at) for cents in (0.9988, 1.0012))
    return 0.07 * np.asarray(wave) * _fade(len(at), 0.7, 0.9)


def _fade(length: int, first: float, last: float) -> Samples:
    """From silence, and back to it, in so many seconds."""
    at = np.arange(length) / RATE
    end = length / RATE
    rising, falling = np.clip(at / first, 0, 1), np.clip((end - at) / last, 0, 1)
    return np.sin(np.pi / 2 * rising) ** 2 * np.sin(np.pi / 2 * falling) ** 2


def _echo(sound: Samples) -> Samples:
    """A small room, always the same."""
    at = _times(ROOM_SECONDS)
    noise = np.random.default_rng(1).standard_normal(len(at))
    room = noise * np.exp(-5.5 * at) / 30
    size = 1 << (len(sound) + len(room) - 1).bit_length()
    spectrum = np.fft.rfft(sound, size) * np.fft.rfft(room, size)
    return np.fft.irfft(spectrum, size)[: len(sound)]


def _in_band(sound: Samples) -> Samples:
    spectrum = np.fft.rfft(sound)
    hertz = np.fft.rfftfreq(len(sound), 1 / RATE)
    spectrum[(hertz < BAND[0]) | (hertz > BAND[1])] = 0
    return np.fft.irfft(spectrum, len(sound))


def _rms(sound: Samples) -> float:
    return float(np.sqrt(np.mean(sound**2)))


def main() -> None:
    soundfile.write(HOUSE, play(), RATE, format="WAV", subtype="ULAW")


if __name__ == "__main__":
    main()

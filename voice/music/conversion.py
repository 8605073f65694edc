"""Makes of a client's sound file what a telephone needs.

That is 8 kHz, one channel, mu-law, and softer than speech.
"""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile
import soxr

from transcription.audio import TELEPHONE_RATE
from transcription.sound_file import AudioError, opened

LARGEST_BYTES = 50_000_000
SHORTEST, LONGEST = 5.0, 300.0  # seconds
RATES = range(8000, 96_001)
BAND = (300.0, 3400.0)  # hertz: what a telephone carries
LOUDEST_DBFS = -30.0  # the loudest second, RMS, as `tools/music` makes the house's
FADE = 0.05  # seconds at both ends: no click where it begins again
BLOCK = 1 << 16

Samples = npt.NDArray[np.float32]


class Unusable(Exception):
    """The file cannot be used; the text says why, for the person who gave it."""


def telephone_sound(source: Path, target: Path) -> float:
    """Write `target` and return its length in seconds. Raises Unusable."""
    if source.stat().st_size > LARGEST_BYTES:
        raise Unusable(f"it has more than {LARGEST_BYTES // 1_000_000} MB")
    try:
        narrow = _narrow(source)
    except AudioError as error:
        raise Unusable(str(error)) from error
    soundfile.write(target, _even(narrow), TELEPHONE_RATE, format="WAV", subtype="ULAW")
    return len(narrow) / TELEPHONE_RATE


def _narrow(source: Path) -> Samples:
    """All channels mixed, at the telephone's rate."""
    with opened(source) as sound:
        if sound.rate not in RATES:
            raise Unusable(f"it has {sound.rate} samples a second; 8000 to 96000 will do")
        if not SHORTEST <= sound.seconds <= LONGEST:
            raise Unusable(
                f"it lasts {sound.seconds:.0f} s; {SHORTEST:.0f} s to {LONGEST / 60:.0f} minutes do"
            )
        mixed = np.concatenate([block.mean(axis=1) for block in sound.blocks(BLOCK)])
        if sound.is_torn:
            raise Unusable("its end is missing")
    return np.asarray(soxr.resample(mixed, sound.rate, TELEPHONE_RATE), np.float32)


def _even(sound: Samples) -> Samples:
    """In the telephone's band, at one loudness, and silent at both ends."""
    spectrum = np.fft.rfft(sound)
    hertz = np.fft.rfftfreq(len(sound), 1 / TELEPHONE_RATE)
    spectrum[(hertz < BAND[0]) | (hertz > BAND[1])] = 0
    in_band = np.fft.irfft(spectrum, len(sound))
    seconds = in_band[: len(in_band) // TELEPHONE_RATE * TELEPHONE_RATE].reshape(-1, TELEPHONE_RATE)
    loudest = float(np.sqrt((seconds**2).mean(axis=1)).max())
    if loudest < 1e-4:
        raise Unusable("it holds nothing that a telephone would let through")
    rise = np.linspace(0, 1, round(FADE * TELEPHONE_RATE))
    in_band[: len(rise)] *= rise
    in_band[-len(rise) :] *= rise[::-1]
    return np.clip(in_band * 10 ** (LOUDEST_DBFS / 20) / loudest, -1, 1)

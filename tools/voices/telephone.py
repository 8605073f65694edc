"""Puts a voice on a telephone line, with its rate, frequency curve, level and noise."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile
import soxr

RATE = 8000
PEAK = 0.5  # -6 dBFS: loud and clear, and far from clipping
NOISE_DBFS = -70.0
# A handset's microphone lifts the upper half of the band (in the manner of ITU-T P.48's sending
# curve); without it, s and sh are lost: Hz and dB, straight lines between.
CURVE_HZ = (0, 300, 1000, 2000, 3400, 4000)
CURVE_DB = (0, 0, 1.5, 3.6, 6, 6)

Samples = npt.NDArray[np.float32]


def through_handset(sound: Samples, rate: int) -> Samples:
    """Return one utterance as a handset sends it: 8 kHz, lifted, its peak at -6 dBFS."""
    narrow = soxr.resample(sound, rate, RATE, quality="VHQ")
    spectrum = np.fft.rfft(narrow)
    hertz = np.fft.rfftfreq(len(narrow), 1 / RATE)
    lift = 10 ** (np.interp(hertz, CURVE_HZ, CURVE_DB) / 20)
    lifted = np.fft.irfft(spectrum * lift, len(narrow))
    return (lifted * (PEAK / np.abs(lifted).max())).astype(np.float32)


def line(samples: int, seed: int) -> Samples:
    """Return the noise of an open line, which a quiet digital call has."""
    noise = np.random.default_rng(seed).standard_normal(samples)
    return (noise * 10 ** (NOISE_DBFS / 20)).astype(np.float32)


def write(path: Path, samples: Samples) -> None:
    """Write one side of a call: mono WAV, 8 kHz, mu-law."""
    soundfile.write(path, samples, RATE, format="WAV", subtype="ULAW")

"""Give telephone speech back the bands that the telephone took, as the recognizer expects them.

The models for wide-band audio look at 40 mel bins from 20 to 7,600 Hz, and a call fills only those
up to 3,400 or 3,800 Hz. The power of a sound above follows from its power below: a small
network (one hidden layer) maps the log power of the bins below 3.6 kHz, three frames around, to the
power of all bins, and noise of that power is added where the call has too little. The band that
is there stays as it is. The line's own noise is taken out of what the network sees: it would take a
hiss for consonants and put power above it. `tools/band/train.py` makes the weights; docs/speech.md
has what it gains, docs/decisions/0009-the-band-above-a-hissing-line.md what noise does to it.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt
import soxr

from transcription.audio import TELEPHONE_RATE, WIDE_RATE, Samples

Floats = npt.NDArray[np.float32]

WEIGHTS = Path(__file__).with_name("band.npz")
FRAME, HOP, FFT = 400, 160, 512  # samples at 16 kHz: 25 ms every 10 ms
MEL_BINS, LOW_BINS = 40, 26
CONTEXT = 3
LOWEST_HZ, HIGHEST_HZ = 20.0, 7600.0
FLOOR = 1e4  # power of a mel bin of rounding noise; keeps the logarithm of silence finite
SEED = 1
PIECE = TELEPHONE_RATE * 10
# Spectral subtraction (Boll, 1979), of what the network sees alone: noise swings around its mean,
# so twice of it is taken, and a rest is left so that the logarithm stays in the trained range.
NOISE_TAKEN, NOISE_LEFT = 2.0, 0.05
NOISE_SECONDS_LEAST, NOISE_SECONDS_MOST = 0.5, 30


@dataclass(frozen=True)
class Network:
    """One hidden layer. Inputs and outputs are log powers, less the mean of the input window."""

    hidden: Floats
    hidden_bias: Floats
    out: Floats
    out_bias: Floats

    @classmethod
    def load(cls, path: Path = WEIGHTS) -> Self:
        with np.load(path) as stored:
            return cls(*(stored[name].astype(np.float32) for name in cls.__annotations__))

    def save(self, path: Path) -> None:
        np.savez(path, **{name: getattr(self, name) for name in self.__annotations__})

    def __call__(self, inputs: Floats) -> Floats:
        layer = np.maximum(inputs @ self.hidden + self.hidden_bias, 0)
        result: Floats = layer @ self.out + self.out_bias
        return result


@cache
def network() -> Network:
    """Return the trained network that comes with the code."""
    return Network.load()


def mel_of(hertz: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Return the mel value that the recognizer's features use."""
    return 1127.0 * np.log1p(np.asarray(hertz, dtype=float) / 700.0)


@cache
def mel_filters() -> Floats:
    """Return the triangular filters, shape (FFT // 2 + 1, MEL_BINS)."""
    edges = np.linspace(mel_of(LOWEST_HZ), mel_of(HIGHEST_HZ), MEL_BINS + 2)
    bins = mel_of(np.arange(FFT // 2 + 1) * WIDE_RATE / FFT)[:, None]
    rising = (bins - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - bins) / (edges[2:] - edges[1:-1])
    return np.clip(np.minimum(rising, falling), 0, None).astype(np.float32)


@cache
def window() -> Floats:
    return np.hanning(FRAME + 1)[:FRAME].astype(np.float32)


def log_mels(sound: Floats) -> Floats:
    """Return the log mel powers of each whole frame, shape (frames, MEL_BINS).

    `sound` is in 16-bit units at 16 kHz.
    """
    frames = np.lib.stride_tricks.sliding_window_view(sound, FRAME)[::HOP]
    power = np.abs(np.fft.rfft(frames * window(), FFT)) ** 2
    result: Floats = np.log(power.astype(np.float32) @ mel_filters() + np.float32(FLOOR))
    return result


def noise_power(pauses: Samples) -> Floats | None:
    """Return the power of a line's noise in each mel bin, from 8 kHz samples without speech.

    It is the geometric mean: that of a steady hiss, and of voices in the room, which come and go,
    only what stays. Of much, seconds spread over all are taken; of too little to tell, None.
    """
    if len(pauses) < NOISE_SECONDS_LEAST * TELEPHONE_RATE:
        return None
    seconds = len(pauses) // TELEPHONE_RATE
    if seconds > NOISE_SECONDS_MOST:
        chosen = np.linspace(0, seconds - 1, NOISE_SECONDS_MOST).astype(int)
        pauses = pauses[: seconds * TELEPHONE_RATE].reshape(seconds, -1)[chosen].ravel()
    sound = soxr.resample(pauses.astype(np.float32), TELEPHONE_RATE, WIDE_RATE)
    power: Floats = np.exp(log_mels(sound).mean(axis=0)) - np.float32(FLOOR)
    return np.maximum(power, 0)


def without_noise(mels: Floats, noise: Floats | None) -> Floats:
    """Return the log mel powers less those of the line's noise."""
    if noise is None:
        return mels
    least = np.maximum(NOISE_LEFT * noise, FLOOR)
    result: Floats = np.log(np.maximum(np.exp(mels) - NOISE_TAKEN * noise, least))
    return result


def windows(mels: Floats) -> tuple[Floats, Floats]:
    """Return (inputs, level): for each frame with full context its low bins, less their mean."""
    low = mels[:, :LOW_BINS]
    around = np.lib.stride_tricks.sliding_window_view(low, 2 * CONTEXT + 1, axis=0)
    inputs = around.transpose(0, 2, 1).reshape(len(around), -1)
    level = inputs.mean(axis=1, keepdims=True)
    return inputs - level, level


@cache
def _filter_power() -> Floats:
    return mel_filters().sum(axis=0)


@cache
def _synthesis_window() -> Floats:
    """Return the window whose overlapping squares add up to one: added noise keeps its power."""
    whole = np.zeros(FRAME + 4 * HOP)
    squared = window().astype(float) ** 2
    for shift in range(0, 5 * HOP, HOP):
        whole[shift : shift + FRAME] += squared
    period = whole[2 * HOP : 3 * HOP]
    total = np.resize(period, FRAME)
    result: Floats = (window() / np.sqrt(total)).astype(np.float32)
    return result


class BandExtender:
    """Extends one channel as it comes. Feed 8 kHz samples, get 16 kHz ones, about 60 ms later.

    `noise` is the line's, as `noise_power` gives it; None where it is not known.
    """

    def __init__(self, noise: Floats | None = None) -> None:
        self._noise_power = noise
        self._random = np.random.default_rng(SEED)
        self._up = soxr.ResampleStream(TELEPHONE_RATE, WIDE_RATE, 1, dtype="float32")
        self._sound = np.zeros(0, np.float32)  # upsampled, not all framed yet
        self._low = np.zeros(0, np.float32)  # upsampled, not yet given out
        self._mels = np.zeros((0, MEL_BINS), np.float32)
        self._noise = np.zeros(FRAME - HOP, np.float32)  # of frames that reach on
        self._begun = False

    def push(self, samples: Samples) -> Samples:
        """Take samples at 8 kHz; return those at 16 kHz that are ready."""
        return self._advance(self._up.resample_chunk(samples.astype(np.float32)))

    def finish(self) -> Samples:
        """Return the rest."""
        rest = self._up.resample_chunk(np.zeros(0, np.float32), last=True)
        padding = np.zeros(FRAME + CONTEXT * HOP, np.float32)
        wanted = len(self._low) + len(rest)
        return self._advance(np.concatenate([rest, padding]))[:wanted]

    def _advance(self, sound: Floats) -> Samples:
        self._sound = np.concatenate([self._sound, sound])
        self._low = np.concatenate([self._low, sound])
        self._take_frames()
        ready = len(self._mels) - 2 * CONTEXT
        if ready <= 0:
            return np.zeros(0, np.int16)
        high = self._high_band(self._mels)
        self._mels = self._mels[ready:]
        length = ready * HOP
        mixed, self._low = self._low[:length] + high, self._low[length:]
        return np.clip(np.rint(mixed), -32768, 32767).astype(np.int16)

    def _take_frames(self) -> None:
        count = (len(self._sound) - FRAME) // HOP + 1
        if count <= 0:
            return
        fresh = log_mels(self._sound[: (count - 1) * HOP + FRAME])
        if not self._begun:
            fresh = np.concatenate([np.repeat(fresh[:1], CONTEXT, axis=0), fresh])
            self._begun = True
        self._sound = self._sound[count * HOP :]
        self._mels = np.concatenate([self._mels, fresh])

    def _high_band(self, mels: Floats) -> Floats:
        """Return the samples to add for the frames that have full context."""
        inputs, level = windows(without_noise(mels, self._noise_power))
        present = mels[CONTEXT:-CONTEXT]
        frames = self._noise_frames(missing_power(network()(inputs) + level, present))
        out = np.concatenate([self._noise, np.zeros(len(frames) * HOP, np.float32)])
        for index, frame in enumerate(frames):
            out[index * HOP : index * HOP + FRAME] += frame
        done, self._noise = np.split(out, [len(frames) * HOP])
        return done

    def _noise_frames(self, power: Floats) -> Floats:
        """Return frames of noise that have the given power in each mel bin."""
        density = (power / _filter_power()) @ _spread()
        # The window keeps this share of a stationary sound's power in each bin.
        share = float((window() ** 2).sum()) / FFT
        phase = self._random.uniform(0, 2 * np.pi, density.shape).astype(np.float32)
        spectrum = np.sqrt(density / share) * np.exp(1j * phase)
        frames = np.fft.irfft(spectrum, FFT)[:, :FRAME].astype(np.float32)
        result: Floats = frames * _synthesis_window()
        return result


@cache
def _spread() -> Floats:
    """Return how each mel bin's density spreads over the FFT bins, shape (MEL_BINS, FFT // 2 + 1).

    Between two centres it is interpolated; past the last centre it stays.
    """
    centres = np.linspace(mel_of(LOWEST_HZ), mel_of(HIGHEST_HZ), MEL_BINS + 2)[1:-1]
    bins = mel_of(np.arange(FFT // 2 + 1) * WIDE_RATE / FFT)
    spread = np.stack([np.interp(bins, centres, row) for row in np.eye(MEL_BINS)])
    return spread.astype(np.float32)


HIGH_FROM = 27  # mel bins: about 3.6 kHz, where the bins that a call may not fill begin
MISSING = 2.0  # log power by which a low bin must fall short before anything is added
LIFT = 0.5  # log power added high up: the mean of a logarithm is lower than that of the power


def missing_power(predicted: Floats, present: Floats) -> Floats:
    """Return the power to add to each mel bin: where the call has too little, and only there."""
    high = np.arange(MEL_BINS) >= HIGH_FROM
    wanted = predicted + np.where(high, LIFT, 0)
    lacking = wanted - present > np.where(high, 0, MISSING)
    return np.where(lacking, np.exp(wanted) - np.exp(present), 0).astype(np.float32)


def extend(samples: Samples, noise: Floats | None = None) -> Samples:
    """Bring a whole stretch of telephone speech from 8 to 16 kHz, in bounded memory."""
    extender = BandExtender(noise)
    pieces = [
        extender.push(samples[start : start + PIECE]) for start in range(0, len(samples), PIECE)
    ]
    return np.concatenate([*pieces, extender.finish()])

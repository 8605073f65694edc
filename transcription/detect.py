"""Finds where somebody speaks, so that silence is not decoded.

It compares the energy with a floor that follows the line's noise. Feeding only speech costs a third
less, and closing the utterance at each pause lowers the error too (docs/speech.md has the figures).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from transcription.audio import FULL_SCALE, Samples

FRAME_SECONDS = 0.02
FLOOR_SECONDS = 15.0
FLOOR_PERCENTILE = 20
OVER_FLOOR = 3.0  # in amplitude
QUIETEST = 10 ** (-58 / 20)  # below this nothing is speech, however silent the line
MIN_SPEECH_SECONDS = 0.06  # a click is shorter
PAD_BEFORE, PAD_AFTER = 0.3, 0.5


@dataclass(frozen=True)
class Span:
    """A stretch of a channel, in samples, end excluded."""

    start: int
    end: int


def find_speech(
    samples: Samples,
    rate: int,
    left_out: tuple[Span, ...] = (),
    before: float = PAD_BEFORE,
    after: float = PAD_AFTER,
) -> tuple[Span, ...]:
    """Return the padded stretches with speech, in order, never overlapping.

    What is `left_out` has neither speech nor the line's noise.
    """
    frame = int(rate * FRAME_SECONDS)
    level = _frame_levels(samples, frame)
    for span in left_out:
        level[span.start // frame : -(-span.end // frame)] = np.nan
    loud = level > np.maximum(OVER_FLOOR * _floor(level), QUIETEST)
    runs = _runs(loud, round(MIN_SPEECH_SECONDS / FRAME_SECONDS))
    return _padded(runs, frame, int(before * rate), int(after * rate), len(samples))


def without(samples: Samples, left_out: tuple[Span, ...]) -> Samples:
    """Return the samples with silence in place of what is left out."""
    if not left_out:
        return samples
    rest = samples.copy()
    for span in left_out:
        rest[span.start : span.end] = 0
    return rest


def pauses_of(samples: Samples, spans: tuple[Span, ...]) -> Samples:
    """Return what lies between the stretches with speech, in one piece."""
    is_pause = np.ones(len(samples), bool)
    for span in spans:
        is_pause[span.start : span.end] = False
    return samples[is_pause]


def _frame_levels(samples: Samples, frame: int) -> npt.NDArray[np.float64]:
    """Return each frame's effective value (full scale is 1), without its constant part."""
    count = len(samples) // frame
    levels = np.empty(count)
    step = 30000  # frames: ten minutes at a time keeps the memory small
    for first in range(0, count, step):
        last = min(first + step, count)
        block = samples[first * frame : last * frame].reshape(-1, frame)
        levels[first:last] = block.std(axis=1, dtype=np.float32) / FULL_SCALE
    return levels


def _floor(level: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the noise floor at each frame: the lowest of the percentiles of the blocks around it.

    A block that is all speech has a high percentile; its neighbours show the floor.
    """
    size = round(FLOOR_SECONDS / FRAME_SECONDS)
    if not len(level):
        return level
    blocks = [_low(level[first : first + size]) for first in range(0, len(level), size)]
    around = np.pad(np.array(blocks), 1, mode="edge")
    lowest = np.fmin(np.fmin(around[:-2], around[1:-1]), around[2:])
    return np.repeat(lowest, size)[: len(level)]


def _low(block: npt.NDArray[np.float64]) -> float:
    """A low level of a block's frames; nan where all of it is left out."""
    heard = block[~np.isnan(block)]
    return float(np.percentile(heard, FLOOR_PERCENTILE)) if len(heard) else float("nan")


def _runs(loud: npt.NDArray[np.bool_], shortest: int) -> list[tuple[int, int]]:
    """Return (first, past last) frame of each run of loud frames that is long enough."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], loud.astype(np.int8), [0]))))
    return [
        (int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a >= shortest
    ]


def _padded(
    runs: list[tuple[int, int]], frame: int, before: int, after: int, length: int
) -> tuple[Span, ...]:
    spans: list[Span] = []
    for first, last in runs:
        start, end = max(0, first * frame - before), min(length, last * frame + after)
        if spans and start <= spans[-1].end:
            spans[-1] = Span(spans[-1].start, end)
        else:
            spans.append(Span(start, end))
    return tuple(spans)

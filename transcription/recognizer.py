"""Vosk behind two small interfaces. No other module imports it.

Vosk is C code that aborts or hangs the process on input that it does not expect: a rate that is no
usual one, an odd number of bytes, two threads on one recognizer. So this module checks its input.
Its random dither comes from the C library's `rand()`, so a job that starts with
`make_repeatable()` gets the same words each time.
"""

import atexit
import contextlib
import ctypes
import functools
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from core.outbox import Failure
from transcription.audio import TELEPHONE_RATE, WIDE_RATE, Samples
from transcription.catalogue import ModelEntry
from transcription.install import Installed, missing_files

CHUNK_SECONDS = 0.2  # the decoder's inner step; other chunk sizes change the words


@dataclass(frozen=True)
class HeardWord:
    """A word as the recognizer gives it; times are seconds of the sound that it was fed."""

    text: str
    start: float
    end: float
    confidence: float


class Recognizer(Protocol):
    """Listens to one channel, in order, in one thread."""

    def listen(self, chunk: Samples) -> Sequence[HeardWord]:
        """Take a chunk; return the words of an utterance when it ended in this chunk."""
        ...

    def finish(self) -> Sequence[HeardWord]:
        """End the utterance and return its words; the clock goes on."""
        ...


class SpeechModel(Protocol):
    """A model that is ready to make recognizers."""

    @property
    def entry(self) -> ModelEntry: ...

    @property
    def label(self) -> str: ...

    def recognizer(self) -> Recognizer: ...


class ModelUnusable(Exception):
    """The model's folder cannot be opened; the text says why and what to do."""

    failure = Failure.NO_MODEL


@dataclass(frozen=True)
class VoskModel:
    """A model in memory; forked processes share its pages."""

    entry: ModelEntry
    label: str
    handle: Any

    def recognizer(self) -> "VoskRecognizer":
        return VoskRecognizer(self.handle, self.entry.sample_rate)


class VoskRecognizer:
    """One channel's decoder. Not for two threads."""

    def __init__(self, handle: Any, rate: int) -> None:
        if rate not in (TELEPHONE_RATE, WIDE_RATE):
            raise ValueError(f"{rate} Hz: the recognizer takes {TELEPHONE_RATE} or {WIDE_RATE}")
        self._decoder = _vosk().KaldiRecognizer(handle, rate)
        self._decoder.SetWords(True)

    def listen(self, chunk: Samples) -> Sequence[HeardWord]:
        if self._decoder.AcceptWaveform(chunk.astype("<i2", copy=False).tobytes()):
            return _words(self._decoder.Result())
        return ()

    def finish(self) -> Sequence[HeardWord]:
        return _words(self._decoder.FinalResult())


def _words(result: str) -> tuple[HeardWord, ...]:
    return tuple(
        HeardWord(item["word"], item["start"], item["end"], item["conf"])
        for item in json.loads(result).get("result", ())
    )


def load(installed: Installed) -> VoskModel:
    """Open an installed model, once per process (about 3 s and 550 MB); raises ModelUnusable."""
    return VoskModel(installed.entry, installed.label, _open(installed.path))


@functools.cache
def _open(path: Path) -> Any:
    missing = missing_files(path)
    if missing:
        raise ModelUnusable(
            f"The speech model in {path} is incomplete ({', '.join(missing)} missing): remove the "
            "folder and install the model again with `flask models install`."
        )
    try:
        return _vosk().Model(str(path))
    except Exception as problem:  # the binding raises nothing more precise
        raise ModelUnusable(f"The speech model in {path} cannot be opened: {problem}") from problem


@functools.cache
def _vosk() -> Any:
    """Import the binding with the right matrix kernels chosen before its library loads."""
    kernels = best_kernels(_cpu_flags())
    if kernels:
        os.environ.setdefault("OPENBLAS_CORETYPE", kernels)
    import vosk

    vosk.SetLogLevel(-1)
    atexit.register(_open.cache_clear)  # later the binding, which frees it, is gone
    return vosk


def best_kernels(cpu_flags: frozenset[str]) -> str | None:
    """Name the OpenBLAS kernels for this processor.

    The library that comes with Vosk is older than many processors; it takes those for very old ones
    and then computes up to twice as long.
    """
    if {"avx512f", "avx512dq", "avx512bw", "avx512vl"} <= cpu_flags:
        return "SkylakeX"
    if {"avx2", "fma"} <= cpu_flags:
        return "Haswell"
    return None


def _cpu_flags() -> frozenset[str]:
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("flags"):
                return frozenset(line.partition(":")[2].split())
    return frozenset()


def make_repeatable() -> None:
    """Restart the C library's random numbers, from which the decoder takes its dither."""
    ctypes.CDLL(None).srand(1)


def give_memory_back() -> None:
    """Return freed memory to the system; the C library keeps 200 MB after a long call otherwise."""
    with contextlib.suppress(AttributeError):  # only glibc has it
        ctypes.CDLL(None).malloc_trim(0)

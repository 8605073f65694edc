"""English and French text to phonemes, with the espeak-ng library of `espeakng-loader`."""

import ctypes
import re
from functools import cache

import espeakng_loader

PAUSES = re.compile(r"\s*([,.;:?!])\s*")
AUDIO_OUTPUT_SYNCHRONOUS = 2
TEXT_IS_UTF8 = 1
PHONEMES_AS_IPA = 0x02

# Sounds that the voice writes with one sign or does not know, in the order of replacement.
SIGNS = {
    "en-us": {
        "tʃ": "ʧ",
        "dʒ": "ʤ",
        "eɪ": "A",
        "aɪ": "I",
        "aʊ": "W",
        "oʊ": "O",
        "ɔɪ": "Y",
        "ɚ": "əɹ",
        "ɝ": "ɜɹ",
        "ɜː": "ɜɹ",
        "ʔ": "t",
        "ɾ": "T",
        "əl": "ᵊl",
        "ː": "",
        "ɹɹ": "ɹ",
        "ɐ": "ə",
        "r": "ɹ",
        "x": "k",
    },
    "fr": {"r": "ʁ", "yˈi": "ɥˈi", "yˌi": "ɥˌi"},
}
SILENT = re.compile("[\u0329\u032a\u0361\u200d_-]|\\([a-z-]+\\)")


def phonemes(text: str, voice: str) -> str:
    """Return the phonemes of text for the espeak voice `en-us` or `fr`, punctuation kept."""
    parts = PAUSES.split(text.strip())
    spoken = [part if PAUSES.fullmatch(part) else _clause(part, voice) for part in parts if part]
    return re.sub(r"([,.;:?!])(?=[^,.;:?!])", r"\1 ", "".join(spoken))


def _clause(text: str, voice: str) -> str:
    library = _library()
    if library.espeak_SetVoiceByName(voice.encode()) != 0:
        raise ValueError(f"espeak-ng has no voice {voice!r}")
    rest = ctypes.pointer(ctypes.c_char_p(text.encode()))
    clauses = []
    while rest.contents.value:
        sounds = library.espeak_TextToPhonemes(rest, TEXT_IS_UTF8, PHONEMES_AS_IPA)
        clauses.append(sounds.decode())
    return _voiced(SILENT.sub("", " ".join(clauses)), voice)


def _voiced(sounds: str, voice: str) -> str:
    for spelling, sign in SIGNS[voice].items():
        sounds = sounds.replace(spelling, sign)
    return sounds


@cache
def _library() -> ctypes.CDLL:
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    data = str(espeakng_loader.get_data_path()).encode()
    if library.espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, 0, data, 0) <= 0:
        raise RuntimeError("espeak-ng did not start")
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    return library

"""The provider's own voice: what <Say> sounds like, so that a recognizer would hear words.

Sentences that `tools/voices` has recorded are spoken as they are written; in place of any other
the recorded ones of that language are heard, for as long as it would take.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import yaml

from voice.simulator.sound.audio import RATE, SILENCE, Samples, load

SPEECH = Path(__file__).resolve().parents[1] / "speech"
SENTENCE_END = re.compile(r"(?<=[.?!])\s+")
CHARACTERS_PER_SECOND = 15.0  # about what a synthetic voice says
BREATH = 0.3  # seconds between two sentences
HOME = "fr"


@lru_cache(maxsize=256)
def spoken(text: str, language: str) -> Samples:
    """`language` as in TwiML, such as `fr-FR`."""
    recorded = _recorded(language.partition("-")[0])
    pieces = [_sentence(each, recorded) for each in SENTENCE_END.split(text.strip())]
    breath = np.zeros(round(BREATH * RATE), dtype=np.int16)
    return np.concatenate([part for piece in pieces for part in (piece, breath)][:-1])


def _sentence(text: str, recorded: Mapping[str, Samples]) -> Samples:
    if text in recorded:
        return recorded[text]
    length = round(len(text) / CHARACTERS_PER_SECOND * RATE)
    words = np.concatenate([SILENCE, *recorded.values()])
    return np.resize(words, length)


@cache
def _recorded(language: str) -> dict[str, Samples]:
    """The recorded sentences; those of another language where there are none."""
    folder = SPEECH / language
    if not (folder / "announcements.yaml").exists():
        folder = SPEECH / HOME
    whole = load(folder / "announcements.ogg")[0]
    listed = yaml.safe_load((folder / "announcements.yaml").read_text(encoding="utf-8"))
    return {
        each["text"]: whole[round(each["start"] * RATE) : round(each["end"] * RATE)]
        for each in listed
    }

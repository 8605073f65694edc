"""The demo's recordings are telephone calls, and their references tell the truth about them."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
import yaml

SPEECH = Path(__file__).parents[3] / "voice" / "simulator" / "speech"
LANGUAGES = ("ko", "en", "fr")
SIDES = ("caller", "agent")
TRANSLATIONS = {"ko": {"fr", "en"}, "en": {"fr"}, "fr": {"en"}}
LARGEST_BYTES = 3_000_000
LOUD = 10 ** (-40 / 20)
PIECE = 400  # samples: 50 ms

pytestmark = pytest.mark.parametrize("language", LANGUAGES)


def reference(language: str) -> dict[str, Any]:
    conversation: dict[str, Any] = yaml.safe_load(
        (SPEECH / language / "conversation.yaml").read_text()
    )
    return conversation


def side(language: str, speaker: str) -> np.ndarray:
    sound, _ = soundfile.read(SPEECH / language / f"{speaker}.wav", dtype="float32")
    return sound


def loud_pieces(sound: np.ndarray) -> np.ndarray:
    whole = sound[: len(sound) // PIECE * PIECE].reshape(-1, PIECE)
    return np.sqrt((whole**2).mean(axis=1)) > LOUD


def in_turns(language: str, speaker: str, pieces: int) -> np.ndarray:
    """Which pieces touch a turn of a speaker, by the reference."""
    starts = np.arange(pieces) * PIECE / 8000
    spoken = np.zeros(pieces, dtype=bool)
    for turn in reference(language)["turns"]:
        if turn["speaker"] == speaker:
            spoken |= (starts + PIECE / 8000 > turn["start"]) & (starts < turn["end"])
    return spoken


@pytest.mark.parametrize("speaker", SIDES)
def test_side_is_mulaw_at_8_khz(language: str, speaker: str) -> None:
    form = soundfile.info(SPEECH / language / f"{speaker}.wav")
    assert (form.format, form.subtype, form.samplerate, form.channels) == ("WAV", "ULAW", 8000, 1)
    assert 60 <= form.duration <= 62


def test_sides_have_one_length(language: str) -> None:
    lengths = {len(side(language, speaker)) for speaker in SIDES}
    assert lengths == {round(reference(language)["seconds"] * 8000)}


def test_all_calls_together_stay_small(language: str) -> None:
    size = sum(path.stat().st_size for path in SPEECH.glob("*/*.wav"))
    assert (SPEECH / language / "caller.wav").stat().st_size < size < LARGEST_BYTES


@pytest.mark.parametrize("speaker", SIDES)
def test_level_is_natural_and_never_clips(language: str, speaker: str) -> None:
    peak = np.abs(side(language, speaker)).max()
    assert 0.4 < peak < 0.6


def test_turns_follow_each_other_with_pauses(language: str) -> None:
    turns = reference(language)["turns"]
    assert turns[-1]["end"] <= reference(language)["seconds"]
    for before, after in pairwise(turns):
        assert before["start"] < before["end"]
        assert 0.3 <= after["start"] - before["end"] <= 2


@pytest.mark.parametrize("speaker", SIDES)
def test_speech_is_where_the_reference_says(language: str, speaker: str) -> None:
    loud = loud_pieces(side(language, speaker))
    spoken = in_turns(language, speaker, len(loud))
    assert not (loud & ~spoken).any(), "speech outside every turn"
    for turn in reference(language)["turns"]:
        if turn["speaker"] == speaker:
            first, last = (int(turn[edge] * 8000 / PIECE) for edge in ("start", "end"))
            assert loud[first:last].mean() > 0.5, turn["text"]


def test_every_turn_is_written_and_translated(language: str) -> None:
    conversation = reference(language)
    assert conversation["language"] == language
    for turn in conversation["turns"]:
        assert turn["text"].strip()
        assert TRANSLATIONS[language] <= turn.keys()


def test_answers_are_said_by_the_caller(language: str) -> None:
    conversation = reference(language)
    calls = [turn for turn in conversation["turns"] if turn["speaker"] == "caller"]
    assert conversation["answers"]
    for key, answer in conversation["answers"].items():
        assert answer["value"], key
        inside = [t for t in calls if t["start"] <= answer["said_at"] <= t["end"]]
        assert len(inside) == 1, key

"""What the network says is words, and all that callers of the demo are told is recorded."""

from pathlib import Path

import numpy as np
import pytest
import yaml

from voice import phrases
from voice.simulator.sound.announcements import (
    BREATH,
    CHARACTERS_PER_SECOND,
    SENTENCE_END,
    _recorded,
    spoken,
)
from voice.simulator.sound.audio import RATE

CLIENTS = Path(__file__).parents[4] / "demo" / "clients.yaml"


def announced(language: str) -> set[str]:
    """Every sentence of `voice/phrases.py` and of the demo's clients."""
    texts = [each for each in vars(phrases).values() if isinstance(each, dict)]
    texts += [each["announcement"] for each in yaml.safe_load(CLIENTS.read_text())["clients"]]
    said = [each[language] for each in texts if isinstance(each.get(language), str)]
    return {sentence for text in said for sentence in SENTENCE_END.split(text.strip())}


@pytest.mark.parametrize("language", ["fr", "en", "ko"])
def test_all_that_callers_are_told_is_recorded(language: str) -> None:
    """Where it is not: `python -m tools.voices.make --announcements` (tools/voices/README.md)."""
    assert announced(language) - set(_recorded(language)) == set()


def test_sentences_follow_each_other_with_a_breath() -> None:
    one, two = phrases.WELCOME["fr"], phrases.SORRY["fr"].partition(". ")[0] + "."
    both = spoken(f"{one} {two}", "fr-FR")
    breath = np.zeros(round(BREATH * RATE))
    expected = np.concatenate((spoken(one, "fr-FR"), breath, spoken(two, "fr-FR")))
    assert np.array_equal(both, expected)
    assert np.abs(both).max() > 3000


@pytest.mark.parametrize("language", ["fr-FR", "ko-KR", "xx-XX", ""])
def test_any_other_sentence_is_words_of_as_long(language: str) -> None:
    text = "Une phrase que personne n'a enregistrée."
    sound = spoken(text, language)
    assert len(sound) == round(len(text) / CHARACTERS_PER_SECOND * RATE)
    assert np.sqrt((sound.astype(float) ** 2).mean()) > 300

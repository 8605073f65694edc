"""The house's music is in a telephone's band, softer than speech, and silent at its ends."""

from pathlib import Path

import numpy as np
import soundfile

from tools.music import render
from voice.music.library import HOUSE

ROOT = Path(__file__).parents[3]
RATE = 8000


def music() -> np.ndarray:
    sound, rate = soundfile.read(HOUSE)
    assert rate == RATE
    return np.asarray(sound)


def decibels(sound: np.ndarray) -> float:
    return float(20 * np.log10(np.sqrt(np.mean(sound**2)) + 1e-9))


def spoken(language: str) -> np.ndarray:
    """The parts of a recorded side in which somebody speaks."""
    sound, _ = soundfile.read(ROOT / "voice" / "simulator" / "speech" / language / "agent.wav")
    pieces = sound[: len(sound) // 160 * 160].reshape(-1, 160)
    return np.asarray(pieces[np.sqrt((pieces**2).mean(axis=1)) > 0.01])


def test_it_is_a_telephones_file_of_some_length() -> None:
    form = soundfile.info(HOUSE)
    assert (form.format, form.subtype, form.samplerate, form.channels) == ("WAV", "ULAW", RATE, 1)
    assert 40 <= form.duration <= 60
    assert HOUSE.stat().st_size < 500_000


def test_it_is_what_the_score_makes() -> None:
    """Within what processors differ, and what mu-law rounds."""
    assert np.abs(music() - render.play()).max() < 0.01


def test_it_begins_and_ends_in_silence_so_that_nothing_clicks_when_it_is_played_again() -> None:
    sound = music()
    assert np.abs(sound[:8]).max() < 0.001
    assert np.abs(sound[-RATE // 2 :]).max() < 0.001
    around = np.concatenate((sound[-RATE // 2 :], sound[: RATE // 2]))
    assert np.abs(np.diff(around)).max() < np.abs(np.diff(sound)).max()


def test_it_is_softer_than_speech_and_nowhere_loud() -> None:
    sound = music()
    seconds = [decibels(part) for part in sound.reshape(-1, RATE)]
    for language in ("fr", "en", "ko"):
        assert max(seconds) < decibels(spoken(language)) - 4
    assert np.abs(sound).max() < 0.15
    assert min(seconds[:-2]) > -45  # and nowhere silent before it ends


def test_it_lies_in_the_band_of_a_telephone() -> None:
    power = np.abs(np.fft.rfft(music())) ** 2
    hertz = np.fft.rfftfreq(len(music()), 1 / RATE)
    inside = (hertz >= 300) & (hertz <= 3400)
    assert power[~inside].sum() < 1e-3 * power.sum()

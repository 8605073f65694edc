"""Speech is found where it is, and nowhere else."""

import numpy as np
import pytest

from transcription.audio import Samples, to_int16
from transcription.detect import (
    PAD_AFTER,
    PAD_BEFORE,
    Span,
    find_speech,
    pauses_of,
    without,
)

RATE = 8000


def noise(seconds: float, dbfs: float, seed: int = 1) -> np.ndarray:
    random = np.random.default_rng(seed)
    return random.normal(0, 10 ** (dbfs / 20), int(seconds * RATE))


def line(seconds: float, bursts: list[tuple[float, float]], floor_dbfs: float) -> Samples:
    """A line's noise with louder noise, as loud as a voice, at the given seconds."""
    sound = noise(seconds, floor_dbfs)
    for start, end in bursts:
        first, last = round(start * RATE), round(end * RATE)
        sound[first:last] += noise(seconds, -20, seed=2)[: last - first]
    return to_int16(sound)


@pytest.mark.parametrize("floor_dbfs", [-200.0, -60.0, -45.0])
def test_finds_the_turns_with_their_padding(floor_dbfs: float) -> None:
    spans = find_speech(line(12, [(2, 4), (8, 9)], floor_dbfs), RATE)
    turns = [(span.start / RATE, span.end / RATE) for span in spans]
    expected = [(2 - PAD_BEFORE, 4 + PAD_AFTER), (8 - PAD_BEFORE, 9 + PAD_AFTER)]
    assert np.array(turns) == pytest.approx(np.array(expected), abs=0.05)


@pytest.mark.parametrize("sound", [np.zeros(60 * RATE), noise(60, -50), noise(60, -25)])
def test_a_line_without_a_voice_has_no_speech(sound: np.ndarray) -> None:
    assert find_speech(to_int16(sound), RATE) == ()


def test_a_long_monologue_is_kept_whole() -> None:
    # A voice of one constant level with pauses in less than a fifth of the time would raise the
    # floor to itself; real speech falls far enough between its syllables.
    speech = line(60, [(start, start + 2.2) for start in range(1, 58, 3)], -60)
    fed = sum(span.end - span.start for span in find_speech(speech, RATE)) / RATE
    assert fed >= 56


def test_a_click_is_no_speech() -> None:
    sound = noise(5, -60)
    sound[2 * RATE : 2 * RATE + 100] = 0.9
    assert find_speech(to_int16(sound), RATE) == ()


def test_close_turns_are_one_span_and_stay_inside_the_file() -> None:
    (span,) = find_speech(line(4.8, [(0.1, 1.2), (1.9, 3.0), (3.7, 4.6)], -60), RATE)
    assert (span.start, span.end) == (0, round(4.8 * RATE))


def test_what_is_no_speech_is_pause() -> None:
    samples = line(12, [(2, 4), (8, 9)], -45)
    spans = find_speech(samples, RATE)
    pauses = pauses_of(samples, spans)
    assert len(pauses) == len(samples) - sum(span.end - span.start for span in spans)
    assert np.abs(pauses).max() < np.abs(samples).max() / 4
    assert len(pauses_of(samples, ())) == len(samples)


def test_nothing_at_all() -> None:
    assert find_speech(np.zeros(0, np.int16), RATE) == ()


def test_what_is_left_out_is_neither_speech_nor_the_lines_noise() -> None:
    """Silence that the provider fills a pause with must not make speech of all noise around it."""
    noisy = line(60, [(5, 8), (50, 53)], -45)
    hold = (Span(20 * RATE, 40 * RATE),)
    silent = without(noisy, hold)
    spans = find_speech(silent, RATE, hold)
    assert [round(span.start / RATE) for span in spans] == [5, 50]
    assert len(pauses_of(silent, (*spans, *hold))) < len(pauses_of(silent, spans))
    unaware = sum(span.end - span.start for span in find_speech(silent, RATE)) / RATE
    assert unaware > 30


def test_music_that_is_left_out_is_not_heard() -> None:
    music = line(30, [(2, 4), (10, 20)], -60)
    left_out = (Span(9 * RATE, 21 * RATE),)
    (span,) = find_speech(music, RATE, left_out)
    assert round(span.start / RATE) == 2
    assert not without(music, left_out)[9 * RATE : 21 * RATE].any()
    assert without(music, ()) is music


def test_all_may_be_left_out() -> None:
    assert find_speech(line(40, [(2, 4)], -60), RATE, (Span(0, 40 * RATE),)) == ()

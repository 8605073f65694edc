"""Real Vosk on real telephone speech, and what goes wrong around it."""

import os
import signal
import time
from pathlib import Path

import numpy as np
import pytest
import soundfile
from rapidfuzz.distance import Levenshtein

from core.config import settings
from transcription import band, catalogue, mulaw, recognizer
from transcription.audio import TELEPHONE_RATE, to_int16
from transcription.install import installed
from transcription.isolation import (
    RecognizerCrashed,
    RecognizerFailed,
    RecognizerTimeout,
    run_apart,
)
from transcription.sound_file import EmptyAudio
from transcription.transcribe import Transcript, decode, transcribe

# Seconds: which floor, how many people are inside, since when, and which lift it is.
SAID = ((7.4, 10.7), (16.8, 20.8), (27.2, 29.5), (36, 39.4))
SPEECH = Path(__file__).parents[2] / "voice" / "simulator" / "speech" / "ko"


@pytest.fixture(scope="module")
def model() -> recognizer.VoskModel:
    models = Path(__file__).parents[2] / "var" / "models"
    here = installed(catalogue.find("ko"), models)
    assert here, "set-up installs the Korean model for the tests"
    return recognizer.load(here)


@pytest.fixture(scope="module")
def call(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four sentences of the demo's call as a dual-channel recording, the caller on channel 1."""
    sides = [soundfile.read(SPEECH / f"{side}.wav")[0] for side in ("agent", "caller")]
    cuts = [slice(round(a * TELEPHONE_RATE), round(b * TELEPHONE_RATE)) for a, b in SAID]
    both = np.concatenate([np.stack(sides, axis=1)[cut] for cut in cuts])
    path = tmp_path_factory.mktemp("call") / "call.wav"
    soundfile.write(path, both, TELEPHONE_RATE, subtype="PCM_16")
    return path


@pytest.fixture(scope="module")
def heard(model: recognizer.VoskModel, call: Path) -> Transcript:
    return transcribe(call, model, caller_channel=1, isolate=True)


def said_by(transcript: Transcript, speaker: str) -> str:
    return " ".join(s.text for s in transcript.segments if s.speaker == speaker)


@pytest.mark.speech
def test_key_words_are_recognised_on_the_right_channel(heard: Transcript) -> None:
    caller = said_by(heard, "caller").replace(" ", "")
    for fact in ("5층", "6명", "3호기"):
        assert fact in caller
    assert "언제부터멈췄습니까" in said_by(heard, "agent").replace(" ", "")
    assert {s.channel for s in heard.segments if s.speaker == "caller"} == {1}
    assert heard.duration == 13.0


@pytest.mark.speech
def test_words_stand_where_they_are_said(heard: Transcript) -> None:
    assert [s.start for s in heard.segments] == sorted(s.start for s in heard.segments)
    for segment in heard.segments:
        times = [time for word in segment.words for time in (word.start, word.end)]
        assert times == sorted(times)
        assert segment.start == times[0]
        assert segment.end == times[-1] <= heard.duration
        assert all(0 <= word.confidence <= 1 for word in segment.words)
        assert not any("[" in word.text for word in segment.words)


@pytest.mark.speech
def test_alone_or_isolated_first_or_again_the_words_are_the_same(
    model: recognizer.VoskModel, call: Path, heard: Transcript
) -> None:
    assert {segment.channel for segment in heard.segments} == {0, 1}
    assert transcribe(call, model, caller_channel=1, isolate=False) == heard


@pytest.mark.speech
def test_a_hissing_line_is_read_better_for_knowing_its_noise(
    model: recognizer.VoskModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One turn over a hiss 25 dB below it, through mu-law."""
    said = "언제부터멈췄습니까"
    turn = soundfile.read(SPEECH / "agent.wav", start=220_000, stop=234_240)[0]
    line = np.pad(turn, TELEPHONE_RATE)
    line += np.random.default_rng(2).normal(0, 10 ** (-25 / 20) * turn.std(), len(line))
    phone = mulaw.decode(mulaw.encode(to_int16(line)))

    def wrong() -> int:
        words = decode(phone, TELEPHONE_RATE, model)
        return Levenshtein.distance(said, "".join(word.text for word in words))

    with_noise_known = wrong()
    monkeypatch.setattr(band, "NOISE_SECONDS_LEAST", 3600)  # too little to know the noise by
    assert with_noise_known <= 3
    assert wrong() >= with_noise_known + 2


@pytest.mark.speech
def test_silence_has_no_words(model: recognizer.VoskModel, tmp_path: Path) -> None:
    path = tmp_path / "silence.wav"
    soundfile.write(path, np.zeros((TELEPHONE_RATE * 3, 2), np.int16), TELEPHONE_RATE)
    nothing = transcribe(path, model)
    assert nothing.segments == ()
    assert nothing.channels == 2


@pytest.mark.speech
def test_mono_where_dual_was_promised_has_unknown_speakers(
    model: recognizer.VoskModel, tmp_path: Path
) -> None:
    side, rate = soundfile.read(SPEECH / "caller.wav", start=49 * TELEPHONE_RATE, stop=416_000)
    path = tmp_path / "mono.wav"
    soundfile.write(path, side, rate, subtype="PCM_16")
    mono = transcribe(path, model)
    assert mono.segments
    assert {s.speaker for s in mono.segments} == {"unknown"}


@pytest.mark.speech
def test_an_empty_file_raises_empty_audio(model: recognizer.VoskModel, tmp_path: Path) -> None:
    path = tmp_path / "empty.wav"
    path.touch()
    with pytest.raises(EmptyAudio):
        transcribe(path, model)


def test_the_model_is_where_the_settings_say() -> None:
    assert settings().models_dir.name == "models"


def test_results_come_in_order() -> None:
    assert run_apart([lambda n=n: n * n for n in range(4)], 1.0, lambda: None) == [0, 1, 4, 9]


def test_a_child_that_dies_is_reported_with_its_signal() -> None:
    with pytest.raises(RecognizerCrashed, match="SIGKILL"):
        run_apart([lambda: 1, lambda: os.kill(os.getpid(), signal.SIGKILL)], 1.0, lambda: None)


def test_a_child_that_fails_brings_its_reason() -> None:
    def fails() -> None:
        raise ValueError("no such word")

    with pytest.raises(RecognizerFailed, match="no such word"):
        run_apart([fails], 1.0, lambda: None)


def test_a_child_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("transcription.isolation.FIXED_SECONDS", 0.1)
    monkeypatch.setattr("transcription.isolation.LOOK_SECONDS", 0.05)
    pids = _pids()
    with pytest.raises(RecognizerTimeout):
        run_apart([lambda: time.sleep(600)], 0.0, lambda: None)
    assert _pids() == pids


def test_a_lost_lease_ends_the_children(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("transcription.isolation.LOOK_SECONDS", 0.05)
    pids = _pids()

    def lost() -> None:
        raise RuntimeError("somebody else has it")

    with pytest.raises(RuntimeError, match="somebody else"):
        run_apart([lambda: time.sleep(600)] * 2, 60.0, lost)
    assert _pids() == pids


def _pids() -> set[str]:
    """Children of this process."""
    listed = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text()
    return set(listed.split())


def test_children_die_of_sigterm_whatever_the_worker_does_with_it() -> None:
    before = signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        with pytest.raises(RecognizerCrashed, match="SIGTERM"):
            run_apart([lambda: os.kill(os.getpid(), signal.SIGTERM)], 1.0, lambda: None)
    finally:
        signal.signal(signal.SIGTERM, before)

"""No model, a crash, a hang: the other work goes on, and the ticket says what is wrong."""

import os
import signal
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import update

from core import config, db, outbox
from core.db import session
from tests.conftest import on_sqlite
from tests.stories.conftest import Hotline, ScriptedEar, ScriptedModel
from transcription.audio import Samples
from transcription.recognizer import HeardWord
from voice import recordings
from voice.models import Call
from voice.recordings import pipeline
from voice.recordings.pipeline import NoModel

real_model_for = pipeline.model_for


@dataclass
class DyingEar(ScriptedEar):
    """As the decoder does on what it does not expect."""

    def listen(self, chunk: Samples) -> Sequence[HeardWord]:
        os.kill(os.getpid(), signal.SIGKILL)
        return ()


class DyingModel(ScriptedModel):
    def recognizer(self) -> DyingEar:
        return DyingEar([])


@on_sqlite
def test_a_recognizer_that_always_dies_is_given_up_after_five_attempts(
    hotline: Hotline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "model_for", lambda _language: DyingModel())
    placed = hotline.talk()
    hotline.work()
    (recording,) = hotline.recordings()
    task = hotline.task(recordings.TRANSCRIBE)
    assert (recording.state, task.state, task.attempts) == ("quarantined", "quarantined", 5)
    assert "SIGKILL" in recording.error
    assert recording.storage_key is not None  # the sound is kept
    (note,) = [e for e in hotline.ticket(placed).events if e.kind == "transcription_failed"]
    assert "SIGKILL" in note.detail["reason"]


@on_sqlite
def test_the_retry_button_brings_the_transcript(
    hotline: Hotline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "model_for", lambda _language: DyingModel())
    hotline.talk()
    hotline.work()
    monkeypatch.setattr(pipeline, "model_for", lambda _language: ScriptedModel())
    outbox.retry(hotline.task(recordings.TRANSCRIBE).id)
    db.commit()
    hotline.work()
    (recording,) = hotline.recordings()
    assert (recording.state, recording.error) == ("attached", "")


@on_sqlite
def test_without_a_model_the_recording_says_which_command_to_run(
    hotline: Hotline, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MODELS_DIR", str(tmp_path / "none"))
    config.settings.cache_clear()
    monkeypatch.setattr(pipeline, "model_for", real_model_for)
    hotline.talk()
    hotline.work()
    (recording,) = hotline.recordings()
    assert recording.state == "quarantined"
    assert "flask models install fr" in recording.error
    assert hotline.task(recordings.TRANSCRIBE).attempts == 1


@on_sqlite
def test_the_recording_says_that_its_language_has_no_model(
    hotline: Hotline, monkeypatch: pytest.MonkeyPatch
) -> None:
    hotline.talk()
    session.execute(update(Call).values(language="xx"))
    db.commit()
    monkeypatch.setattr(pipeline, "model_for", real_model_for)
    hotline.work()
    (recording,) = hotline.recordings()
    assert recording.state == "quarantined"
    assert "No speech model for xx" in recording.error
    with pytest.raises(NoModel):
        pipeline.model_for("xx")

"""Operators read what failed and why in their language; what the code said is in the details."""

import errno

import pytest
from flask import Flask
from flask_babel import force_locale

from core import outbox, storage
from core.outbox import Failure, Hopeless
from transcription.audio import AudioError
from transcription.recognizer import ModelUnusable
from voice.gateway import GatewayError
from voice.recordings.pipeline import NoModel
from web.messages import failures

NAMES = sorted(failures.NAMES)


def test_each_kind_of_task_has_its_name(app: Flask) -> None:
    known = [name for name in outbox.kinds() if not name.startswith("test")]
    assert known == NAMES


@pytest.mark.parametrize("failure", Failure)
def test_each_failure_has_its_sentence_in_both_languages(app: Flask, failure: Failure) -> None:
    assert len(in_both(app, lambda: failures.sentence(failure))) == 2


@pytest.mark.parametrize("name", NAMES)
def test_each_name_is_said_in_both_languages(app: Flask, name: str) -> None:
    assert len(in_both(app, lambda: failures.name(name)) - {name}) == 2


def in_both(app: Flask, say) -> set[str]:
    said = set()
    with app.test_request_context():
        for language in ("fr", "en"):
            with force_locale(language):
                said.add(say())
    return said


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (GatewayError("down", permanent=False), Failure.PROVIDER),
        (OSError(errno.ENOSPC, "full"), Failure.NO_ROOM),
        (NoModel("none"), Failure.NO_MODEL),
        (ModelUnusable("broken"), Failure.NO_MODEL),
        (AudioError("noise"), Failure.UNREADABLE),
        (storage.StoredFileMissing("key"), Failure.RECORDING_GONE),
        (storage.StorageDown("silent"), Failure.STORAGE),
        (ValueError("a fault of ours"), Failure.UNKNOWN),
    ],
)
def test_an_error_is_known_by_itself_or_by_its_cause(error: Exception, failure: Failure) -> None:
    assert outbox.failure_of(error) == failure
    try:
        raise Hopeless(str(error)) from error
    except Hopeless as raised:
        assert outbox.failure_of(raised) == failure

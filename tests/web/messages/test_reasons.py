"""Why a script ended unfinished is said to who reads the ticket, whatever the caller spoke."""

import pytest
from flask import Flask
from flask_babel import force_locale

from voice.states import Unfinished
from web.messages import reasons


@pytest.mark.parametrize("reason", Unfinished)
def test_the_service_has_its_reasons_in_both_languages(app: Flask, reason: Unfinished) -> None:
    said = set()
    with app.test_request_context():
        for language in ("fr", "en"):
            with force_locale(language):
                said.add(reasons.sentence(reason.value))
    assert len(said) == 2 and reason.value not in said


@pytest.mark.parametrize("reason", ["", "La ligne a coupé.", "The caller hung up early."])
def test_what_a_person_wrote_stays(app: Flask, reason: str) -> None:
    with app.test_request_context():
        assert reasons.sentence(reason) == reason

"""The words of the desk: one for each idea, in both languages."""

import pytest
from flask import Flask
from flask_babel import force_locale

from tests.conftest import on_sqlite
from web.desk.words import words

# What an agent may see at the same time, or has to tell apart.
IDEAS = (
    "hold", "held", "waiting", "resume", "takeBack", "transfer", "next", "take", "claimed",
    "connected", "wrapping", "busy", "available", "break", "offline", "talkToThis",
)  # fmt: skip
# « Passer » is to skip and to hand over, « en attente » alone is the queue and on hold.
DOUBTFUL = ("Passer", "passer", "Passé", "vous passe", "En attente")


@on_sqlite
@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_idea_has_a_word_of_its_own(app: Flask, language: str):
    with app.test_request_context(), force_locale(language):
        said = words()
    shown = [said[name] for name in IDEAS]
    assert len(set(shown)) == len(shown), shown
    assert [text for text in said.values() if any(word in text for word in DOUBTFUL)] == []

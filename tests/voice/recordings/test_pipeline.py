"""Recording and call are locked in one order by all."""

import pytest

from core import db
from core.db import session
from tests.conftest import World
from tests.locks import takes_in_order
from tests.voice.provider import Provider
from voice.models import Call, Recording
from voice.recordings import pipeline


@pytest.mark.postgresql
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_who_attaches_a_transcript_takes_the_call_first(provider: Provider, on_duty: World):
    """An objection has the call, and comes to its recordings later."""
    provider.ring()
    call_id = provider.call.id
    recording = Recording(call_id=call_id, client_id=on_duty.acme.id, state="transcribed")
    session.add(recording)
    db.commit()
    recording_id = recording.id
    session.remove()

    rows = (Call, call_id), (Recording, recording_id)
    assert takes_in_order(lambda: pipeline.attach(recording_id), *rows)

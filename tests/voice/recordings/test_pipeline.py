"""Recording and call are locked in one order by all."""

from threading import Thread

import pytest
from sqlalchemy import select

from core import db
from core.db import session
from tests.conftest import World
from tests.locks import is_locked, until_it_waits_or_ends
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

    def attach() -> None:
        pipeline.attach(recording_id)
        session.remove()

    with db.engine().begin() as other:
        other.execute(select(Call.id).where(Call.id == call_id).with_for_update())
        attaching = Thread(target=attach)
        attaching.start()
        until_it_waits_or_ends(attaching)
        waits, has_the_recording = attaching.is_alive(), is_locked(Recording, recording_id)
    attaching.join()
    assert (waits, has_the_recording) == (True, False)

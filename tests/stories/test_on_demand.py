"""Where the client's policy leaves it to the agent, and calls with more than one recording."""

import pytest
from sqlalchemy import select, update

from core import db
from core.db import session
from core.tenants import Client
from tests.conftest import on_sqlite
from tests.stories.conftest import Hotline
from tickets import cases
from transcription import catalogue, store
from transcription.models import Transcript
from transcription.transcribe import Transcript as Heard
from voice import calls
from voice.models import Recording
from voice.recordings import pipeline
from voice.simulator.people import call as simulated
from voice.simulator.people.agent import ScriptedAgent


@pytest.fixture
def on_demand(hotline: Hotline) -> Hotline:
    session.execute(update(Client).values(recording_policy="on_demand"))
    db.commit()
    return hotline


@on_sqlite
def test_nothing_is_recorded_unless_the_agent_says_so(on_demand: Hotline) -> None:
    placed = on_demand.talk()
    on_demand.work()
    assert on_demand.call(placed).state == "closed"
    assert on_demand.recordings() == []
    assert not on_demand.made_at_provider()


class PressesRecordTwice(ScriptedAgent):
    def _talk(self) -> None:
        for _ in range(2):
            calls.start_recording(self._view["id"], self._desk.state()["user"]["id"])
            session.remove()
            self._pause(1.0)
        super()._talk()


@on_sqlite
def test_the_agents_key_records_the_talk_once(
    on_demand: Hotline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(simulated, "ScriptedAgent", PressesRecordTwice)
    placed = on_demand.talk()
    on_demand.work()
    (recording,) = on_demand.recordings()
    assert (recording.state, recording.channels, recording.caller_channel) == ("attached", 2, 0)
    assert len(on_demand.made_at_provider()) == 1
    kinds = [event.kind for event in on_demand.ticket(placed).events]
    assert kinds.count("recording_started") == 1


@on_sqlite
def test_a_silent_second_recording_keeps_the_evidence(hotline: Hotline) -> None:
    placed = hotline.talk()
    hotline.work()
    first = session.scalars(select(Transcript)).one()
    call = hotline.call(placed)
    second = Recording(call_id=call.id, client_id=call.client_id, state="transcribed")
    session.add(second)
    session.flush()
    silence = Heard(catalogue.find("fr").language, "scripted", 2, 4.0, ())
    transcript = store.save(
        silence, client_id=call.client_id, call_id=call.id, recording_id=second.id
    )
    recording_id, ids = second.id, [first.id, transcript.id]
    db.commit()
    pipeline.attach(recording_id)
    db.commit()
    ticket = hotline.ticket(placed)
    assert [each.transcript_id for each in cases.transcripts_of(ticket.id)] == ids
    proof = {answer.key: answer.evidence for answer in ticket.answers}["lift"]
    assert proof is not None
    assert proof["transcript_id"] == ids[0]

"""Callbacks that come twice, out of order, or never; and an outage of ours."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from core import db
from core.clock import now
from core.db import session
from tests.conftest import on_sqlite
from tests.stories.conftest import ACME, DOWN, Hotline, speech
from tickets.models import Ticket
from transcription.models import Transcript
from voice import calls, rows
from voice.models import Call, CallEvent
from voice.simulator.network.chaos import Chaos
from voice.simulator.network.recordings import Recording as ProviderRecording
from voice.simulator.people import call as simulated
from voice.simulator.people import others
from voice.simulator.people.agent import ScriptedAgent
from voice.upkeep import jobs


def look_after_calls(hotline: Hotline) -> None:
    """The clock's duty, a minute later."""
    session.execute(update(CallEvent).values(received_at=now() - timedelta(minutes=2)))
    db.commit()
    jobs.look_after_quiet_calls()
    hotline.work()


@pytest.mark.parametrize(
    ("database", "seed"),
    [
        ("sqlite", 0),  # which lets one after the other write, whatever comes when
        *(pytest.param("postgresql", seed, marks=pytest.mark.postgresql) for seed in range(4)),
    ],
    indirect=["database"],
)
def test_doubled_late_and_reordered_callbacks_make_the_same_ticket(
    hotline: Hotline, seed: int
) -> None:
    chaos = Chaos(seed, duplicate=0.5, reorder=0.5, delay=0.3)
    placed = hotline.talk(caller=speech(20.0), chaos=chaos)  # who joins is told some seconds late
    hotline.work()
    assert hotline.call(placed).state == "closed"
    assert [each.state for each in hotline.recordings()] == ["attached"]
    assert len(session.scalars(select(Ticket)).all()) == 1
    assert len(session.scalars(select(Transcript)).all()) == 1
    assert {answer.key for answer in hotline.ticket(placed).answers} == {"trapped", "lift"}


@on_sqlite
def test_a_live_call_that_rest_does_not_find_goes_on(
    hotline: Hotline, monkeypatch: pytest.MonkeyPatch
) -> None:
    states: list[str] = []

    class Looking(ScriptedAgent):
        def _talk(self) -> None:
            refused = hotline.simulator.exchange.account.refused
            refused[f"/Calls/{self._call.sid}"] = 404
            look_after_calls(hotline)
            states.append(rows.get(self._view["id"]).state)
            session.remove()
            refused.clear()
            super()._talk()

    monkeypatch.setattr(simulated, "ScriptedAgent", Looking)
    placed = hotline.talk()
    assert states == ["connected"]
    assert hotline.call(placed).state == "closed"


def test_lost_callbacks_are_made_up_for(hotline: Hotline) -> None:
    placed = [hotline.phone(gives_up_after=50.0, chaos=Chaos(seed, drop=1.0)) for seed in range(3)]
    look_after_calls(hotline)
    hotline.reconcile()
    assert {hotline.call(each).state for each in placed} == {"abandoned"}
    assert hotline.made_at_provider() == []


@pytest.fixture
def untold(monkeypatch: pytest.MonkeyPatch) -> None:
    """No callback of a recording arrives."""
    monkeypatch.setattr(ProviderRecording, "post", lambda *_args: None)


@on_sqlite
def test_recordings_of_which_nobody_told_are_fetched(hotline: Hotline, untold: None) -> None:
    for _ in range(3):
        hotline.talk()
    hotline.work()
    assert {each.state for each in hotline.recordings()} == {"in_progress"}
    assert all(each.began_at is not None for each in hotline.recordings())
    hotline.reconcile()
    sids = {each.provider_sid for each in hotline.recordings()}
    assert sids == {each.sid for each in hotline.made_at_provider()}
    assert {each.state for each in hotline.recordings()} == {"attached"}


@on_sqlite
def test_a_talk_whose_recording_was_never_announced_gets_its_transcript(hotline: Hotline) -> None:
    placed = hotline.talk(chaos=Chaos(3, drop=0.6))
    hotline.reconcile()
    assert hotline.call(placed).state == "closed"
    assert [each.state for each in hotline.recordings()] == ["attached"]
    assert hotline.at_provider() == []


@on_sqlite
def test_a_call_during_our_outage_is_known_afterwards(hotline: Hotline) -> None:
    DOWN.set()
    placed = hotline.phone(gives_up_after=30.0)
    DOWN.clear()
    assert session.scalars(select(Call)).all() == []
    hotline.reconcile()
    call, ticket = hotline.call(placed), hotline.ticket(placed)
    assert (call.state, ticket.state) == ("abandoned", "abandoned")
    assert ticket.caller_number == placed.scenario.from_number
    assert abs((ticket.opened_at - call.started_at).total_seconds()) < 1
    assert "made_up_from_provider" in [event.kind for event in ticket.events]


def test_reconciling_again_changes_nothing(hotline: Hotline) -> None:
    placed = hotline.talk()
    hotline.reconcile()
    before = len(session.scalars(select(CallEvent)).all()), hotline.ticket(placed).state
    session.rollback()
    hotline.reconcile()
    assert before == (len(session.scalars(select(CallEvent)).all()), hotline.ticket(placed).state)
    assert [each.state for each in hotline.recordings()] == ["attached"]


@on_sqlite
def test_an_expected_recording_that_the_provider_does_not_know_is_explained(
    hotline: Hotline, untold: None
) -> None:
    placed = hotline.talk()
    for recording in hotline.made_at_provider():
        recording.deleted = True
    past = now() - timedelta(hours=1)
    session.execute(update(Call).values(ended_at=past))
    session.execute(update(CallEvent).values(stamped_at=past))
    db.commit()
    hotline.reconcile()
    (recording,) = hotline.recordings()
    assert (recording.state, recording.error) == (
        "unavailable",
        "the provider knows no recording of this call",
    )
    kinds = [event.kind for event in hotline.ticket(placed).events]
    assert kinds.count("recording_unavailable") == 1


@on_sqlite
def test_a_recording_that_the_provider_still_makes_ready_is_waited_for(
    hotline: Hotline, untold: None
) -> None:
    placed = hotline.talk()
    (at_provider,) = hotline.made_at_provider()
    at_provider.status = "processing"
    past = now() - timedelta(hours=1)
    session.execute(update(Call).values(ended_at=past))
    session.execute(update(CallEvent).values(stamped_at=past))
    db.commit()
    hotline.reconcile()
    assert [each.state for each in hotline.recordings()] == ["in_progress"]
    at_provider.status = "completed"
    hotline.reconcile()
    assert [each.state for each in hotline.recordings()] == ["attached"]
    kinds = [event.kind for event in hotline.ticket(placed).events]
    assert "recording_unavailable" not in kinds


@on_sqlite
def test_other_applications_of_the_account_keep_what_is_theirs(hotline: Hotline) -> None:
    """Also where they record as we do."""
    exchange = hotline.simulator.exchange
    for source in ("DialVerb", "StartCallRecordingAPI", "Conference", "Trunking"):
        others.add_recording(others.add_call(exchange), source)
    hotline.talk()
    hotline.reconcile()
    hotline.reconcile()
    assert len(session.scalars(select(Call)).all()) == len(hotline.recordings()) == 1


@on_sqlite
@pytest.mark.parametrize("dress", ["{}", "sip:{}@carrier.example;user=phone"])
def test_a_call_to_a_line_of_ours_is_taken_in_however_its_number_is_written(
    hotline: Hotline, dress: str
) -> None:
    leg = others.add_call(hotline.simulator.exchange, to=dress.format(ACME))
    recording = others.add_recording(leg)  # of a fallback, say: we have ordered none
    hotline.reconcile()
    (call,) = session.scalars(select(Call)).all()
    assert (call.provider_sid, call.state) == (leg.sid, "abandoned")
    assert call.client_id is not None
    assert (hotline.recordings(), recording.deleted, recording.fetches) == ([], False, 0)


@on_sqlite
def test_a_recording_that_others_order_of_our_call_is_theirs(hotline: Hotline) -> None:
    placed = hotline.talk()
    theirs = others.add_recording(placed.leg, "Trunking")
    hotline.reconcile()
    assert [each.state for each in hotline.recordings()] == ["attached"]
    calls.object_to_recording(hotline.call(placed).id, hotline.ana)
    db.commit()
    hotline.work()
    assert [each.state for each in hotline.recordings()] == ["erased"]
    assert (theirs.deleted, theirs.fetches) == (False, 0)


@on_sqlite
def test_a_call_to_an_unknown_number_is_looked_after_once_it_was_announced(
    hotline: Hotline,
) -> None:
    """Its line was taken away since, or never was: it has a row all the same."""
    leg = others.add_call(hotline.simulator.exchange, to="+33199000999")
    calls.receive(calls.Ring(leg.sid, leg.party.from_number, leg.party.to_number))
    db.commit()
    hotline.reconcile()
    (call,) = session.scalars(select(Call)).all()
    assert (call.client_id, call.state) == (None, "abandoned")

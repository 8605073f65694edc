"""The caller does not want to be recorded: by key before, by word during, by word afterwards."""

import pytest
from sqlalchemy import delete, select

from core import db, outbox
from core.audit import AuditEntry
from core.db import session
from core.outbox import Task
from core.storage import StoredFileMissing, storage
from tests.conftest import on_sqlite
from tests.stories.conftest import Hotline, speech
from tests.voice.provider import new_sid
from transcription.models import Transcript
from voice import calls, gateway, recordings, rows
from voice.gateway import GatewayError, ProviderRecording
from voice.models import Recording
from voice.recordings import erasure
from voice.simulator.network.recordings import Recording as ProviderSide
from voice.simulator.people import call as simulated
from voice.simulator.people.agent import ScriptedAgent
from voice.ticketing import evidence


@on_sqlite
def test_key_nine_during_the_notice_means_no_recording(hotline: Hotline) -> None:
    placed = hotline.talk(keys=((0.5, "9"),))
    hotline.work()
    call = hotline.call(placed)
    assert (call.state, call.recording_objected) == ("closed", True)
    assert hotline.recordings() == []
    assert not hotline.made_at_provider()


@on_sqlite
def test_another_key_changes_nothing(hotline: Hotline) -> None:
    placed = hotline.talk(keys=((0.5, "5"),))
    hotline.work()
    assert not hotline.call(placed).recording_objected
    assert [each.state for each in hotline.recordings()] == ["attached"]


@on_sqlite
def test_an_objection_to_the_agent_erases_the_recording_so_far(
    hotline: Hotline, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Objecting(ScriptedAgent):
        def _talk(self) -> None:
            calls.object_to_recording(self._view["id"], hotline.ana)
            db.commit()
            session.remove()
            super()._talk()

    monkeypatch.setattr(simulated, "ScriptedAgent", Objecting)
    placed = hotline.talk()
    assert len(hotline.at_provider()) == 1
    hotline.work()
    assert hotline.call(placed).state == "closed"
    assert [(each.state, each.erased_why) for each in hotline.recordings()] == [
        ("erased", "objection")
    ]
    assert hotline.at_provider() == []
    assert session.scalars(select(Transcript)).all() == []


@on_sqlite
@pytest.mark.parametrize("more", [0, 1])
def test_an_objection_in_mid_call_stops_whatever_records(
    hotline: Hotline, monkeypatch: pytest.MonkeyPatch, more: int
) -> None:
    class Objecting(ScriptedAgent):
        def _talk(self) -> None:
            for _ in range(more):  # the current one is none of two
                gateway.start_recording(self._call.sid, "")
            calls.object_to_recording(self._view["id"], hotline.ana)
            db.commit()
            self._pause(1.0)
            outbox.run(hotline.task(recordings.STOP).id)
            outbox.run(hotline.task(recordings.ERASE).id)
            session.remove()
            super()._talk()

    monkeypatch.setattr(simulated, "ScriptedAgent", Objecting)
    placed = hotline.talk(caller=speech(20.0))
    assert hotline.task(recordings.STOP).state == "done"
    assert len(hotline.made_at_provider()) == 1 + more
    for each in hotline.made_at_provider():
        assert placed.leg.ended_at - each.ended_at > 10
    hotline.work()
    assert hotline.at_provider() == []
    assert [each.state for each in hotline.recordings()] == ["erased"]


@on_sqlite
def test_a_stop_that_fails_for_one_recording_is_tried_again(
    hotline: Hotline, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = iter([GatewayError("503: busy", permanent=False, status=503)])
    stop = gateway.stop_recordings

    def fail_once(sid: str) -> None:
        for failure in failures:
            raise failure
        stop(sid)

    monkeypatch.setattr(gateway, "stop_recordings", fail_once)
    placed = hotline.talk()
    outbox.post(recordings.STOP, hotline.call(placed).id)
    db.commit()
    outbox.run(hotline.task(recordings.STOP).id)
    assert (hotline.task(recordings.STOP).state, hotline.task(recordings.STOP).last_error) == (
        "pending",
        "503: busy",
    )
    hotline.work()
    assert hotline.task(recordings.STOP).state == "done"  # nothing runs any more


@on_sqlite
def test_an_objection_erases_what_is_there_beside_what_came_empty(hotline: Hotline) -> None:
    placed = hotline.talk()
    (whole,) = hotline.made_at_provider()
    empty = ProviderSide(whole.leg, whole.order, new_sid("RE"), whole.started_at)
    empty.status, empty.error_code, empty.ended_at = "absent", 16102, whole.ended_at
    hotline.simulator.exchange.register(empty)
    calls.object_to_recording(hotline.call(placed).id, None)
    db.commit()
    hotline.work()
    assert [each.deleted for each in hotline.made_at_provider()] == [True, False]
    assert [each.state for each in hotline.recordings()] == ["erased"]


@on_sqlite
def test_what_is_ready_is_erased_before_the_rest_is(hotline: Hotline) -> None:
    placed = hotline.talk()
    (whole,) = hotline.made_at_provider()
    late = ProviderSide(whole.leg, whole.order, new_sid("RE"), whole.started_at)
    late.status, late.ended_at = "processing", whole.ended_at
    late.path.write_bytes(whole.path.read_bytes())
    hotline.simulator.exchange.register(late)
    calls.object_to_recording(hotline.call(placed).id, None)
    db.commit()
    outbox.run(hotline.task(recordings.ERASE).id)
    assert [each.deleted for each in hotline.made_at_provider()] == [True, False]
    assert hotline.task(recordings.ERASE).last_error == "the provider still records this call"
    late.status = "completed"
    hotline.work()
    assert [each.deleted for each in hotline.made_at_provider()] == [True, True]
    assert [each.state for each in hotline.recordings()] == ["erased"]


@on_sqlite
def test_an_objection_after_the_call_erases_transcript_and_quotes(hotline: Hotline) -> None:
    placed = hotline.talk()
    hotline.work()
    (recording,) = hotline.recordings()
    key = str(recording.storage_key)
    calls.object_to_recording(recording.call_id, hotline.ana)
    db.commit()
    hotline.work()
    (recording,) = hotline.recordings()
    assert (recording.state, recording.erased_why) == ("erased", "objection")
    with pytest.raises(StoredFileMissing):
        storage().size(key)
    assert session.scalars(select(Transcript)).all() == []
    assert all(answer.evidence is None for answer in hotline.ticket(placed).answers)


@on_sqlite
def test_while_the_provider_still_records_erasing_waits(hotline: Hotline) -> None:
    hotline.talk()
    (recording,) = hotline.recordings()
    (at_provider,) = hotline.made_at_provider()
    at_provider.status = "in-progress"
    calls.object_to_recording(recording.call_id, None)
    db.commit()
    with pytest.raises(AssertionError, match="do not come to an end"):
        hotline.work()
    assert hotline.task(recordings.ERASE).last_error == "the provider still records this call"
    at_provider.status = "completed"
    hotline.work()
    assert [each.state for each in hotline.recordings()] == ["erased"]
    assert hotline.at_provider() == []


@on_sqlite
def test_a_recording_finished_after_the_objection_is_erased_too(hotline: Hotline) -> None:
    placed = hotline.talk(keys=((0.5, "9"),))
    hotline.talk()
    (late,) = hotline.at_provider()
    for forgotten in (Recording, Task):
        session.execute(delete(forgotten))
    db.commit()
    call = rows.locked(hotline.call(placed).id)
    recordings.report(call, ProviderRecording(late, placed.sid, "completed", 2, None, 0))
    db.commit()
    hotline.work()
    assert hotline.at_provider() == []
    recording = recordings.find(late)
    assert recording is not None
    assert (recording.state, recording.erased_why) == ("erased", "objection")


def erasures() -> set[tuple[str, str]]:
    """What the audit log says was erased, and why."""
    entries = session.scalars(select(AuditEntry).where(AuditEntry.action.endswith("_erased")))
    return {(entry.action, entry.detail["why"]) for entry in entries}


@pytest.mark.parametrize("moment", ["before the lock", "after the commit"])
def test_an_objection_while_retention_erases_takes_the_transcript_too(
    hotline: Hotline, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """The worker has looked at the objection already, and the task is in work."""
    hotline.talk()
    hotline.work()
    (recording,) = hotline.recordings()
    call_id = recording.call_id
    note = erasure._note_erased

    def object_meanwhile(*args: object) -> None:
        monkeypatch.setattr(erasure, "_note_erased", note)
        if moment == "after the commit":
            note(*args)
            db.commit()
        calls.object_to_recording(call_id, hotline.ana)
        db.commit()
        if moment == "before the lock":
            note(*args)

    monkeypatch.setattr(erasure, "_note_erased", object_meanwhile)
    outbox.post(recordings.ERASE, recording.id)
    db.commit()
    hotline.work()
    assert session.scalars(select(Transcript)).all() == []
    why = "objection" if moment == "before the lock" else "retention"
    assert erasures() == {("recording_erased", why), ("transcript_erased", "objection")}


def test_a_transcript_erased_since_the_search_is_quoted_nowhere(
    hotline: Hotline, monkeypatch: pytest.MonkeyPatch
) -> None:
    placed = hotline.talk()
    hotline.work()
    (recording,) = hotline.recordings()
    search = evidence.search

    def then_erase(call_id: str) -> evidence.Findings:
        found = search(call_id)
        calls.object_to_recording(call_id, None)
        db.commit()
        erasure.erase(recording.id)
        db.commit()
        return found

    monkeypatch.setattr(evidence, "search", then_erase)
    outbox.post(recordings.ATTACH, recording.id, again=True)
    db.commit()
    hotline.work()
    assert hotline.task(recordings.ATTACH).state == "done"
    assert all(answer.evidence is None for answer in hotline.ticket(placed).answers)


@on_sqlite
def test_a_recording_that_begins_after_the_objection_is_stopped(hotline: Hotline) -> None:
    """The agent's key asked for it just before; its start is reported afterwards."""
    placed = hotline.talk(keys=((0.5, "9"),))
    hotline.work()
    call = rows.locked(hotline.call(placed).id)
    begun = ProviderRecording("RE" + "7" * 32, placed.sid, "in-progress", 2, None, 0)
    recordings.report(call, begun)
    db.commit()
    assert hotline.task(recordings.STOP).state == "pending"

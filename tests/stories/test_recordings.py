"""Recordings on bad days: not there yet, torn, something else, mixed, never, and wrongly kept."""

import errno
import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import timedelta
from typing import BinaryIO

import pytest
from sqlalchemy import select, update

from core import db, outbox
from core.audit import AuditEntry
from core.clock import now
from core.config import settings
from core.db import session
from core.outbox import Task
from core.storage import StoredFileMissing, storage
from core.tenants import Client
from tests.conftest import on_sqlite
from tests.stories.conftest import Hotline, speech
from tickets import cases
from transcription import store
from transcription.models import Transcript
from voice import calls, recordings, rows
from voice.models import Recording
from voice.recordings import erasure
from voice.simulator.network.orders import MediaFault
from workflows import runs


def kinds_of(hotline: Hotline, call_sid: str) -> list[str]:
    ticket_id = rows.find(call_sid).ticket_id
    return [event.kind for event in session.get_one(cases.Ticket, ticket_id).events]


@on_sqlite
@pytest.mark.parametrize("fault", ["page", "empty", "unavailable", "huge"])
def test_one_bad_download_is_made_good_by_the_next(hotline: Hotline, fault: str) -> None:
    hotline.talk(media_fault=MediaFault(fault, 1))
    hotline.work()
    (recording,) = hotline.recordings()
    assert recording.state == "attached"
    assert hotline.task(recordings.FETCH).attempts == 2
    assert recording.error == ""


@on_sqlite
def test_a_recording_without_sides_apart_is_taken_mixed(hotline: Hotline) -> None:
    hotline.talk(media_fault=MediaFault("mono", 1))
    hotline.work()
    (recording,) = hotline.recordings()
    assert (recording.state, recording.channels, recording.caller_channel) == ("attached", 1, None)
    transcript = store.of_recording(recording.id)
    assert {segment.speaker for segment in transcript.segments} == {"unknown"}


@on_sqlite
def test_a_torn_recording_is_asked_for_again_as_long_as_the_rest_may_come(
    hotline: Hotline,
) -> None:
    hotline.talk(
        caller=speech(9.0), media_fault=MediaFault("torn", 9)
    )  # more often than a task has attempts
    hotline.work()
    (recording,) = hotline.recordings()
    assert (recording.state, recording.incomplete, recording.error) == ("attached", False, "")


@on_sqlite
def test_a_recording_that_stays_torn_is_transcribed_and_never_passes_as_whole(
    hotline: Hotline,
) -> None:
    placed = hotline.talk(caller=speech(9.0), media_fault=MediaFault("torn", 99))
    (announced,) = [each.duration for each in hotline.recordings()]
    begun = now() - timedelta(hours=2)
    session.execute(update(Task).where(Task.name == recordings.FETCH).values(created_at=begun))
    db.commit()
    hotline.work()
    (recording,) = hotline.recordings()
    assert (recording.state, recording.incomplete) == ("attached", True)
    assert hotline.task(recordings.FETCH).attempts == outbox.ATTEMPTS
    ticket_id = rows.find(placed.sid).ticket_id
    events = session.get_one(cases.Ticket, ticket_id).events
    (noted,) = [each.detail for each in events if each.kind == "recording_incomplete"]
    assert noted == {"seconds": recording.duration, "announced": announced}
    assert recording.duration < announced
    hotline.reconcile()
    assert len(hotline.at_provider()) == 1  # it may be whole there; it goes with ours
    outbox.post(recordings.ERASE, hotline.recordings()[0].id)
    db.commit()
    hotline.work()
    assert hotline.at_provider() == []


@on_sqlite
def test_a_recording_that_never_comes_is_unavailable_after_a_day(hotline: Hotline) -> None:
    placed = hotline.talk(media_fault=MediaFault("never", 0))
    begun = now() - timedelta(hours=25)
    session.execute(update(Task).where(Task.name == recordings.FETCH).values(created_at=begun))
    db.commit()
    hotline.work()
    (recording,) = hotline.recordings()
    assert (recording.state, recording.error) == (
        "unavailable",
        "the provider does not have this recording",
    )
    assert "recording_unavailable" in kinds_of(hotline, placed.sid)


@on_sqlite
def test_the_provider_may_have_recorded_nothing(hotline: Hotline) -> None:
    hotline.talk(media_fault=MediaFault("absent", 0))
    hotline.work()
    (recording,) = hotline.recordings()
    assert recording.state == "absent"
    assert "too short" in recording.error


@on_sqlite
def test_after_the_verified_copy_the_provider_keeps_none(hotline: Hotline) -> None:
    hotline.talk()
    assert len(hotline.at_provider()) == 1
    hotline.work()
    (recording,) = hotline.recordings()
    assert recording.provider_gone_at is not None
    assert hotline.at_provider() == []


@on_sqlite
def test_a_stored_file_that_changed_is_not_transcribed(hotline: Hotline) -> None:
    hotline.talk()
    fetch = hotline.task(recordings.FETCH).id
    for _ in range(2):  # the first time it is not there yet
        session.execute(update(Task).where(Task.id == fetch).values(not_before=now()))
        db.commit()
        outbox.run(fetch)
    (recording,) = hotline.recordings()
    assert recording.state == "fetched"
    path = storage().folder / str(recording.storage_key)  # type: ignore[attr-defined]
    path.write_bytes(path.read_bytes()[:-2])
    hotline.work()
    (recording,) = hotline.recordings()
    assert recording.state == "quarantined"
    assert "not what was fetched" in recording.error


def test_two_workers_at_once_leave_one_transcript(hotline: Hotline) -> None:
    hotline.talk()
    hotline.work()
    (recording,) = hotline.recordings()
    for name in (recordings.FETCH, recordings.TRANSCRIBE, recordings.ATTACH):
        outbox.post(name, recording.id, again=True)
    db.commit()
    hotline.work()
    assert len(session.scalars(select(Transcript)).all()) == 1
    assert [each.state for each in hotline.recordings()] == ["attached"]


def age(recording: Recording, **past: int) -> None:
    then = now() - timedelta(**past)
    session.execute(update(Recording).where(Recording.id == recording.id).values(created_at=then))
    session.execute(update(Transcript).values(created_at=then))
    db.commit()


@on_sqlite
def test_sound_goes_after_its_period_and_the_words_stay(hotline: Hotline) -> None:
    placed = hotline.talk()
    hotline.work()
    (recording,) = hotline.recordings()
    key = str(recording.storage_key)
    age(recording, days=181)
    erasure.apply_retention()
    hotline.work()
    (recording,) = hotline.recordings()
    assert (recording.state, recording.erased_why, recording.storage_key) == (
        "erased",
        "retention",
        None,
    )
    with pytest.raises(StoredFileMissing):
        storage().size(key)
    assert store.of_recording(recording.id) is not None
    assert "recording_erased" in kinds_of(hotline, placed.sid)
    entries = select(AuditEntry).filter_by(action="recording_erased", subject=recording.id)
    proof = session.scalars(entries).one().detail
    assert proof == {
        "why": "retention",
        "provider": [recording.provider_sid],
        "key": key,
        "looked": ["provider", "file", "unfinished copies", "working copies"],
        "closed": [],
    }


@on_sqlite
def test_sound_within_its_period_stays(hotline: Hotline) -> None:
    hotline.talk()
    hotline.work()
    age(hotline.recordings()[0], days=179)
    erasure.apply_retention()
    hotline.work()
    assert [each.state for each in hotline.recordings()] == ["attached"]


@on_sqlite
def test_the_period_of_another_client_erases_nothing(hotline: Hotline) -> None:
    placed = hotline.talk()
    hotline.work()
    others = update(Client).where(Client.id != hotline.call(placed).client_id)
    session.execute(others.values(audio_retention_days=1, transcript_retention_days=1))
    db.commit()
    age(hotline.recordings()[0], days=30)
    erasure.apply_retention()
    hotline.work()
    assert [each.state for each in hotline.recordings()] == ["attached"]
    assert len(session.scalars(select(Transcript)).all()) == 1


def test_transcripts_go_after_their_period_with_every_quote(hotline: Hotline) -> None:
    placed = hotline.talk()
    hotline.work()
    age(hotline.recordings()[0], days=366)
    erasure.apply_retention()
    hotline.work()
    assert session.scalars(select(Transcript)).all() == []
    ticket = hotline.ticket(placed)
    assert cases.transcripts_of(ticket.id) == []
    assert {answer.key: answer.evidence for answer in ticket.answers} == {
        "trapped": None,
        "lift": None,
    }
    quotes = [view.evidence_quote for view in runs.answers_of(str(hotline.call(placed).run_id))]
    assert quotes == [None, None]
    assert {answer.key: answer.value for answer in ticket.answers}["lift"] == "42"


@on_sqlite
def test_a_client_may_keep_no_sound_at_all(hotline: Hotline) -> None:
    session.execute(update(Client).values(audio_retention_days=0))
    db.commit()
    hotline.talk()
    erasure.apply_retention()  # too early: nobody has heard it yet
    hotline.work()
    assert [each.state for each in hotline.recordings()] == ["attached"]
    erasure.apply_retention()
    hotline.work()
    assert [each.state for each in hotline.recordings()] == ["erased"]


KILLED = """
import os, signal, sys
from core import outbox
from voice.recordings import jobs, pipeline

def decode(path, *args, **kwargs):
    assert path.read_bytes()[:4] == b"RIFF"
    os.kill(os.getpid(), signal.SIGKILL)

pipeline.model_for, pipeline.decode = lambda language: None, decode
outbox.run(int(sys.argv[1]))
"""


def run_until(hotline: Hotline, name: str, state: str) -> None:
    for _ in range(3):  # the first time the provider does not have it yet
        session.execute(update(Task).values(not_before=now()))
        db.commit()
        outbox.run(hotline.task(name).id)
        if hotline.recordings()[0].state == state:
            session.rollback()
            return
    raise AssertionError(f"not {state}")


@on_sqlite
def test_a_worker_killed_in_mid_transcription_leaves_no_sound(hotline: Hotline) -> None:
    hotline.talk()
    run_until(hotline, recordings.FETCH, "fetched")
    transcribe = str(hotline.task(recordings.TRANSCRIBE).id)
    session.rollback()
    killed = subprocess.run([sys.executable, "-c", KILLED, transcribe], timeout=60, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert list((settings().var_dir / "incoming").iterdir()) == []
    (recording,) = hotline.recordings()
    calls.object_to_recording(recording.call_id, None)
    db.commit()
    outbox.run(hotline.task(recordings.ERASE).id)
    task = hotline.task(recordings.ERASE)  # its worker may be alive: nobody can tell yet
    assert (task.state, task.attempts) == ("pending", 0)
    assert task.last_error == "a worker has had the sound since the erasure began"
    assert hotline.recordings()[0].state == "fetched"
    past = now() - timedelta(seconds=1)
    session.execute(update(Task).where(Task.lease_until.is_not(None)).values(lease_until=past))
    db.commit()
    outbox.run(int(transcribe))
    hotline.work()
    assert [each.state for each in hotline.recordings()] == ["erased"]


@on_sqlite
def test_sound_stored_while_it_is_erased_is_erased_too(
    hotline: Hotline, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its download had begun before; the provider's copy and ours were looked for already."""
    hotline.talk()
    check = erasure._check_working_copies

    def fetch_meanwhile() -> None:
        monkeypatch.setattr(erasure, "_check_working_copies", check)
        run_until(hotline, recordings.FETCH, "fetched")

    monkeypatch.setattr(erasure.gateway, "delete_recording", lambda _sid: None)
    monkeypatch.setattr(erasure, "_check_working_copies", fetch_meanwhile)
    (recording,) = hotline.recordings()
    outbox.post(recordings.ERASE, recording.id)
    db.commit()
    outbox.run(hotline.task(recordings.ERASE).id)
    (recording,) = hotline.recordings()
    key = str(recording.storage_key)
    assert (recording.state, storage().traces(key).found) == ("fetched", (f"{recording.id}.wav",))
    hotline.work()
    assert [each.state for each in hotline.recordings()] == ["erased"]
    assert storage().traces(key).found == ()


@on_sqlite
def test_a_full_disk_of_the_storage_is_waited_out(
    hotline: Hotline, monkeypatch: pytest.MonkeyPatch
) -> None:
    hotline.talk()
    copy = shutil.copyfileobj

    def disk_is_full(source: BinaryIO, sink: BinaryIO) -> None:
        sink.write(source.read(1000))
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shutil, "copyfileobj", disk_is_full)
    for _ in range(outbox.ATTEMPTS + 2):
        session.execute(update(Task).values(not_before=now()))
        db.commit()
        outbox.run(hotline.task(recordings.FETCH).id)
    folder = storage().disk
    assert folder is not None
    assert [path for path in folder.rglob("*") if path.is_file()] == []
    task = hotline.task(recordings.FETCH)
    assert (task.state, task.attempts, task.last_error) == (
        "pending",
        0,
        "[Errno 28] No space left on device",
    )
    monkeypatch.setattr(shutil, "copyfileobj", copy)
    hotline.work()
    assert [each.state for each in hotline.recordings()] == ["attached"]


@on_sqlite
def test_a_recording_that_was_given_up_goes_at_the_provider_too_after_its_period(
    hotline: Hotline,
) -> None:
    hotline.talk(media_fault=MediaFault("page", 9))
    hotline.work()
    (recording,) = hotline.recordings()
    assert (recording.state, hotline.at_provider()) == ("quarantined", [recording.provider_sid])
    age(recording, days=182)
    erasure.apply_retention()
    hotline.work()
    assert [each.state for each in hotline.recordings()] == ["erased"]
    assert hotline.at_provider() == []


def test_named_copies_of_an_earlier_version_hold_the_proof_up_until_they_are_swept(
    environment: pytest.MonkeyPatch,
) -> None:
    old = settings().var_dir / "incoming" / "tmpab12cd34"
    old.mkdir(parents=True)
    (old / "recording.wav").write_bytes(b"RIFF")
    with pytest.raises(erasure.StillInWork, match="1 working copies"):
        erasure._check_working_copies()
    hours_ago = time.time() - 7 * 3600
    os.utime(old, (hours_ago, hours_ago))
    with pytest.raises(erasure.StillInWork):  # something has written to it since
        erasure._check_working_copies()
    os.utime(old / "recording.wav", (hours_ago, hours_ago))
    erasure._check_working_copies()
    assert not old.exists()


def test_what_a_killed_worker_left_in_storage_is_swept_by_the_clocks_order(
    sqlite_database: str,
) -> None:
    folder = storage().disk
    assert folder is not None
    parts = [folder / f".{name}.wav.0a1b.part" for name in ("old", "new")]
    folder.mkdir()
    for part in parts:
        part.write_bytes(b"RIFF")
    os.utime(parts[0], (0, 0))
    erasure.sweep_soon()
    outbox.run(session.scalars(select(Task.id).filter_by(name="voice.sweep_leftovers")).one())
    assert [part.exists() for part in parts] == [False, True]

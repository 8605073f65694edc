"""Erases recordings, with proof: at the provider, in storage, in the database, in this order.

The proof is the entry of the audit log: it names where the sound was looked for and not found.
No work on the recording may have run meanwhile: it could have stored the sound once more.

Retention: CNIL, "L'écoute et l'enregistrement des appels" (audio at most six months, transcripts a
year); each client has its own periods. Objection: GDPR, article 21.
"""

import logging
from collections.abc import Container, Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from core import audit, db, outbox, storage
from core.clock import now, periodic
from core.db import session
from core.storage import Traces
from core.tenants import Client
from tickets import cases
from transcription import store
from transcription.models import Transcript
from voice import gateway, rows
from voice.models import Call, Recording
from voice.recordings import lifecycle, working
from voice.recordings.pipeline import key_of, locked
from voice.states import Outcome, RecordingEvent, RecordingState
from voice.ticketing import evidence, ticket_of_call
from workflows import runs

log = logging.getLogger(__name__)

S = RecordingState
UNFINISHED = timedelta(days=1)  # a recording not transcribed yet outlives its period by this
NO_CLIENT_AUDIO, NO_CLIENT_TRANSCRIPT = 180, 365  # days, for calls to a number nobody knows
WORK = (lifecycle.FETCH, lifecycle.TRANSCRIBE)  # the tasks that have the sound while they run
WITH_SOUND = (S.AVAILABLE, S.FETCHED, S.TRANSCRIBED, S.ATTACHED, S.QUARANTINED)
ONGOING = frozenset({"in-progress", "paused", "processing", "stopped"})
EMPTY = "absent"  # there is nothing to delete, and deleting it is refused
BATCH = 200


class StillRecording(Exception):
    """The provider has not finished the recording, so it cannot be erased yet."""


class StillInWork(Exception):
    """A worker may have the sound now, or has had it since the erasure began."""


class NotErased(Exception):
    """Storage still has something of the file after it was deleted."""


def erase(recording_id: str) -> None:
    """Erase a recording's sound, and its transcript too where the caller objected.

    Raises StillRecording, StillInWork, GatewayError, NotErased.
    """
    recording = session.get_one(Recording, recording_id)
    call = session.get_one(Call, recording.call_id)
    objected, call_sid = call.recording_objected, call.provider_sid
    sid, key = recording.provider_sid, key_of(recording)
    known = {each.provider_sid for each in lifecycle.of_call(call.id)}
    begun = outbox.beginnings(WORK, recording_id)
    session.rollback()
    there = _states_at_provider(call_sid, known) if objected else {}
    if sid:
        there.setdefault(sid, "completed")
    sids = sorted(each for each, state in there.items() if state not in ONGOING | {EMPTY})
    _erase_at_provider(sids)
    if ONGOING.intersection(there.values()):
        raise StillRecording("the provider still records this call")
    traces = _erase_stored(key)
    _check_working_copies()
    looked = [*(("provider",) if sids else ()), *traces.looked, "working copies"]
    proof = {"provider": sids, "key": key, "looked": looked, "closed": list(traces.closed)}
    _note_erased(recording_id, begun, proof)


def _states_at_provider(call_sid: str, known: Container[str | None]) -> dict[str, str]:
    """Our recordings of a call by id, with their states; also those that nobody announced."""
    listed = gateway.recordings_of(call_sid, deleted_too=True)
    ours = (each for each in listed if each.sid in known or each.source in gateway.OUR_SOURCES)
    return {each.sid: each.status for each in ours}


def _erase_at_provider(sids: Iterable[str]) -> None:
    for sid in sids:
        gateway.delete_recording(sid)


def _erase_stored(key: str) -> Traces:
    storage.storage().delete(key)
    traces = storage.storage().traces(key)
    if traces.found:
        raise NotErased(f"{key}: {', '.join(traces.found)}")
    return traces


def _check_working_copies() -> None:
    """None but those of an earlier version can be found by a name, and none says whose it is."""
    working.sweep()
    if left := working.left_behind():
        raise StillInWork(f"{len(left)} working copies are in {working.folder()}")


def _note_erased(recording_id: str, begun: dict[str, int] | None, proof: dict[str, Any]) -> None:
    """An objection during the erasure counts; it has asked for one more, of the whole call."""
    call = rows.locked(session.get_one(Recording, recording_id).call_id)
    recording = locked(recording_id)
    if begun is None or outbox.beginnings(WORK, recording_id) != begun:
        raise StillInWork("a worker has had the sound since the erasure began")
    why = "objection" if call.recording_objected else "retention"
    outcome = lifecycle.advance(
        recording,
        RecordingEvent.ERASED,
        erased_why=why,
        storage_key=None,
        provider_gone_at=now(),
    )
    if call.recording_objected:
        for transcript in evidence.transcripts_of(call.id):
            _erase_transcript(transcript, call, why)
    if outcome is Outcome.MOVED:
        _note_erasure("recording_erased", call, recording_id, why, **proof)


def _erase_transcript(transcript: Transcript, call: Call, why: str) -> None:
    """Erase a transcript, and every quote of it on answers and tickets. The call must be locked."""
    subject = transcript.id
    runs.forget_evidence(subject)
    cases.forget_transcript(subject)
    store.erase(subject)
    _note_erasure("transcript_erased", call, subject, why)


def _note_erasure(action: str, call: Call, subject: str, why: str, **proof: Any) -> None:
    detail = {"why": why, **proof}
    audit.record(action, client_id=call.client_id, subject=subject, detail=detail)
    ticket_of_call.note(call, action, why=why)


# Retention


@periodic(seconds=3600)
def apply_retention() -> None:
    """Erase recordings and transcripts that are older than their client allows."""
    at = now()
    periods: dict[str | None, tuple[int, int]] = {None: (NO_CLIENT_AUDIO, NO_CLIENT_TRANSCRIPT)}
    with db.reading():
        for client in session.scalars(select(Client)):
            periods[client.id] = (client.audio_retention_days, client.transcript_retention_days)
    for client_id, (audio_days, transcript_days) in periods.items():
        _retire_audio(client_id, at - timedelta(days=audio_days))
        _retire_transcripts(client_id, at - timedelta(days=transcript_days))


def _retire_audio(client_id: str | None, limit: datetime) -> None:
    """One client's part of the round. Commits, so that a later failure loses nothing of it."""
    due = select(Recording).where(
        Recording.client_id == client_id,
        Recording.created_at < limit,
        Recording.state.in_(WITH_SOUND),
    )
    for recording in session.scalars(due.order_by(Recording.created_at).limit(BATCH)):
        is_attached = recording.state == S.ATTACHED
        if is_attached or recording.created_at < limit - UNFINISHED:
            outbox.post(lifecycle.ERASE, recording.id, again=True)
    db.commit()


def _retire_transcripts(client_id: str | None, limit: datetime) -> None:
    """Erase one by one, and commit each, so that no ticket is locked for longer than it takes."""
    due = select(Transcript.id, Transcript.call_id).where(
        Transcript.client_id == client_id, Transcript.created_at < limit
    )
    for transcript_id, call_id in session.execute(due.limit(BATCH)).all():
        call = rows.locked(call_id)
        transcript = session.get(Transcript, transcript_id, populate_existing=True)
        if transcript is not None:  # an objection may have been first
            _erase_transcript(transcript, call, "retention")
        db.commit()


# Leftovers


@periodic(seconds=3600)
def sweep_soon() -> None:
    """Have a worker do it: the clock must not wait for the storage."""
    outbox.post(lifecycle.SWEEP, "storage", again=True)
    db.commit()


def sweep_leftovers() -> None:
    """Delete what killed workers have left in storage, and here what an earlier version has."""
    swept = storage.storage().sweep(working.LONGEST_WORK) + working.sweep()
    if swept:
        log.warning("%s leftovers of sound were deleted", swept)

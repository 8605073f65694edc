"""Erases recordings, with proof: at the provider, in storage, in the database, in this order.

Retention: CNIL, "L'écoute et l'enregistrement des appels" (audio at most six months, transcripts a
year); each client has its own periods. Objection: GDPR, article 21.
"""

from datetime import datetime, timedelta

from sqlalchemy import select

from core import audit, db, outbox, storage
from core.clock import now, periodic
from core.db import session
from core.storage import StoredFileMissing
from core.tenants import Client
from tickets import cases
from transcription import store
from transcription.models import Transcript
from voice import gateway, rows
from voice.models import Call, Recording
from voice.recordings import lifecycle
from voice.recordings.pipeline import key_of, locked
from voice.states import Outcome, RecordingEvent, RecordingState
from voice.ticketing import evidence, ticket_of_call
from workflows import runs

UNFINISHED = timedelta(days=1)  # a recording not transcribed yet outlives its period by this
NO_CLIENT_AUDIO, NO_CLIENT_TRANSCRIPT = 180, 365  # days, for calls to a number nobody knows
ONGOING = frozenset({"in-progress", "paused", "processing", "stopped"})
BATCH = 200


class StillRecording(Exception):
    """The provider has not finished the recording, so it cannot be erased yet."""


class NotErased(Exception):
    """Storage still has the file after it was deleted."""


def erase(recording_id: str) -> None:
    """Erase a recording's sound, and its transcript too where the caller objected.

    Raises StillRecording, GatewayError, NotErased.
    """
    recording = session.get_one(Recording, recording_id)
    call = session.get_one(Call, recording.call_id)
    objected, call_sid = call.recording_objected, call.provider_sid
    sid, key = recording.provider_sid, key_of(recording)
    session.rollback()
    _erase_at_provider(_sids(call_sid, sid, whole_call=objected))
    _erase_stored(key)
    _note_erased(recording_id)


def _sids(call_sid: str, sid: str | None, *, whole_call: bool) -> set[str]:
    """The recordings to erase; after an objection all of the call, also those we do not know."""
    sids = {sid} - {None}
    if whole_call:
        recordings = gateway.recordings_of(call_sid)
        if any(each.status in ONGOING for each in recordings):
            raise StillRecording("the provider still records this call")
        sids |= {each.sid for each in recordings}
    return {str(each) for each in sids}


def _erase_at_provider(sids: set[str]) -> None:
    for sid in sorted(sids):
        gateway.delete_recording(sid)


def _erase_stored(key: str) -> None:
    storage.storage().delete(key)
    try:
        storage.storage().size(key)
    except StoredFileMissing:
        return
    raise NotErased(key)


def _note_erased(recording_id: str) -> None:
    """An objection during the erasure counts; it has asked for one more, of the whole call."""
    call = rows.locked(session.get_one(Recording, recording_id).call_id)
    recording = locked(recording_id)
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
        _note_erasure("recording_erased", call, recording_id, why)


def _erase_transcript(transcript: Transcript, call: Call, why: str) -> None:
    """Erase a transcript, and every quote of it on answers and tickets. The call must be locked."""
    subject = transcript.id
    runs.forget_evidence(subject)
    cases.forget_transcript(subject)
    store.erase(subject)
    _note_erasure("transcript_erased", call, subject, why)


def _note_erasure(action: str, call: Call, subject: str, why: str) -> None:
    audit.record(action, client_id=call.client_id, subject=subject, detail={"why": why})
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
        Recording.storage_key.is_not(None),
    )
    for recording in session.scalars(due.order_by(Recording.created_at).limit(BATCH)):
        is_attached = recording.state == RecordingState.ATTACHED
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

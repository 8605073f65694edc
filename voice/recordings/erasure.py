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
from voice import gateway
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
    _note_erased(recording_id, objected)


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


def _note_erased(recording_id: str, objected: bool) -> None:
    recording = locked(recording_id)
    why = "objection" if objected else "retention"
    outcome = lifecycle.advance(
        recording,
        RecordingEvent.ERASED,
        erased_why=why,
        storage_key=None,
        provider_gone_at=now(),
    )
    if objected:
        for transcript in evidence.transcripts_of(recording.call_id):
            erase_transcript(transcript)
    if outcome is Outcome.MOVED:
        _note_erasure("recording_erased", recording.call_id, recording.client_id, recording_id, why)


def erase_transcript(transcript: Transcript) -> None:
    """Erase a transcript, and every quote of it on answers and tickets."""
    runs.forget_evidence(transcript.id)
    cases.forget_transcript(transcript.id)
    store.erase(transcript.id)


def _note_erasure(action: str, call_id: str, client_id: str | None, subject: str, why: str) -> None:
    audit.record(action, client_id=client_id, subject=subject, detail={"why": why})
    ticket_of_call.note(session.get_one(Call, call_id), action, why=why)


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
    for recording in session.scalars(due.limit(BATCH)):
        is_attached = recording.state == RecordingState.ATTACHED
        if is_attached or recording.created_at < limit - UNFINISHED:
            outbox.post(lifecycle.ERASE, recording.id, again=True)
    db.commit()


def _retire_transcripts(client_id: str | None, limit: datetime) -> None:
    """Erase one by one, and commit each, so that no ticket is locked for longer than it takes."""
    due = select(Transcript).where(Transcript.client_id == client_id, Transcript.created_at < limit)
    for transcript in session.scalars(due.limit(BATCH)).all():
        subject, call_id = transcript.id, transcript.call_id
        erase_transcript(transcript)
        _note_erasure("transcript_erased", call_id, client_id, subject, "retention")
        db.commit()

"""Steps after the call: fetch the recording, transcribe it, attach the transcript.

Each step may run twice, and in two workers at once: it looks at the recording's state, does its
slow work without a transaction, and moves the state by compare-and-set. Erasing wins over the rest.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from core import disk, outbox, storage
from core.clock import now
from core.config import settings
from core.db import session
from core.outbox import Failure
from tickets import cases
from transcription import catalogue, install, recognizer, store
from transcription.audio import Limits
from transcription.recognizer import SpeechModel
from transcription.transcribe import Transcript
from transcription.transcribe import transcribe as decode
from voice import gateway, rows, screens
from voice.models import Call, Recording
from voice.recordings import lifecycle, sides, working
from voice.recordings.alone import Spans, alone
from voice.recordings.download import Downloaded, KeepAlive, Wanted, downloaded
from voice.states import TALKED_THROUGH, Outcome, RecordingEvent, RecordingState
from voice.ticketing import evidence, ticket_of_call

NOT_THERE = "the provider does not have this recording"

S = RecordingState
TO_FETCH = frozenset({S.AVAILABLE, S.QUARANTINED, S.UNAVAILABLE})
TO_TRANSCRIBE = frozenset({S.FETCHED, S.QUARANTINED})


class NoModel(Exception):
    """No speech model of the call's language is installed; the text says what to do."""

    failure = Failure.NO_MODEL


class StoredFileChanged(Exception):
    """The stored file is not the one that was fetched."""

    failure = Failure.UNREADABLE


def locked(recording_id: str) -> Recording:
    """The recording as it is now, locked until this transaction ends."""
    wanted = select(Recording).where(Recording.id == recording_id).with_for_update()
    return session.scalars(wanted, execution_options={"populate_existing": True}).one()


def key_of(recording: Recording) -> str:
    """Where its sound is stored. It is known before, so that erasing finds the file in any case."""
    return f"recordings/{recording.client_id or 'unassigned'}/{recording.id}.wav"


def fetch(recording_id: str, keep_alive: KeepAlive, *, torn_too: bool) -> None:
    """Copy the sound from the provider into storage, verified.

    With `torn_too` a recording of which only the beginning is to be had is kept as incomplete.
    Raises GatewayError, BadDownload, TornDownload, OSError.
    """
    recording = locked(recording_id)  # waits for one that is just being erased
    if recording.state not in TO_FETCH or recording.storage_key or not recording.provider_sid:
        return
    wanted = Wanted(
        recording.provider_sid,
        channels=recording.channels,
        caller_channel=recording.caller_channel,
        duration=recording.duration,
        torn_too=torn_too,
    )
    key = key_of(recording)
    session.rollback()
    with downloaded(wanted, keep_alive) as file:
        storage.storage().put(key, file.path)
        _note_fetched(recording_id, key, file)


def _note_fetched(recording_id: str, key: str, file: Downloaded) -> None:
    recording = locked(recording_id)
    announced = recording.duration
    outcome = lifecycle.advance(
        recording,
        RecordingEvent.FETCHED,
        storage_key=key,
        sha256=file.sha256,
        size=file.size,
        channels=file.channels,
        caller_channel=file.caller_channel,
        duration=file.duration,
        incomplete=file.is_torn,
        error="",
    )
    if outcome is Outcome.MOVED:
        outbox.post(lifecycle.TRANSCRIBE, recording_id)
        if file.is_torn:
            _note_incomplete(recording, announced)
        else:
            outbox.post(lifecycle.DELETE_AT_PROVIDER, recording_id)
    elif recording.state == RecordingState.ERASED:
        storage.storage().delete(key)


def _note_incomplete(recording: Recording, announced: float | None) -> None:
    """Say on ticket and desk that the end is missing. The provider keeps its copy: it may be whole.

    That one goes with ours, by retention or objection.
    """
    call = session.get_one(Call, recording.call_id)
    ticket_of_call.note(
        call, "recording_incomplete", seconds=recording.duration, announced=announced
    )
    screens.call_changed(call)


def delete_at_provider(recording_id: str) -> None:
    """Delete the provider's copy, since ours is stored. Raises GatewayError."""
    recording = session.get_one(Recording, recording_id)
    sid, gone = recording.provider_sid, recording.provider_gone_at
    session.rollback()
    if sid is None or gone is not None:
        return
    gateway.delete_recording(sid)
    locked(recording_id).provider_gone_at = now()
    session.flush()


@dataclass(frozen=True)
class Sound:
    """A stored recording, and what is needed to transcribe it."""

    key: str
    sha256: str
    caller_channel: int | None
    language: str
    incomplete: bool
    alone: Spans


def transcribe(recording_id: str, keep_alive: KeepAlive) -> None:
    """Turn the stored sound into a transcript.

    Raises NoModel, AudioError, RecognizerFailed, StoredFileMissing, StoredFileChanged, OSError.
    """
    sound = _sound_of(recording_id)
    session.rollback()
    if sound is None:
        return
    transcript = _decode(sound, model_for(sound.language), keep_alive)
    call_id = session.get_one(Recording, recording_id).call_id
    transcript, caller = sides.corrected(transcript, call_id, sound.caller_channel)
    recording = locked(recording_id)
    made = {"caller_channel": caller, "error": ""}
    if lifecycle.advance(recording, RecordingEvent.TRANSCRIBED, **made) is Outcome.MOVED:
        client_id = recording.client_id
        store.save(transcript, client_id=client_id, call_id=call_id, recording_id=recording_id)
        outbox.post(lifecycle.ATTACH, recording_id)


def _sound_of(recording_id: str) -> Sound | None:
    """The sound to transcribe; None where there is none, or it is transcribed already."""
    recording = locked(recording_id)  # waits for one that is just being erased
    is_transcribed = recording.transcribed_at is not None
    if recording.state not in TO_TRANSCRIBE or is_transcribed or recording.storage_key is None:
        return None
    return Sound(
        key=recording.storage_key,
        sha256=recording.sha256 or "",
        caller_channel=recording.caller_channel,
        language=session.get_one(Call, recording.call_id).language,
        incomplete=recording.incomplete,
        alone=alone(recording),
    )


def _decode(sound: Sound, model: SpeechModel, keep_alive: KeepAlive) -> Transcript:
    limits = Limits(max_seconds=settings().max_recording_seconds)
    disk.check_room([(working.folder(), storage.storage().size(sound.key))])
    with working.working_copy() as path:
        storage.fetch(sound.key, path)
        _check_same(path, sound)
        return decode(
            path,
            model,
            caller_channel=sound.caller_channel,
            limits=limits,
            torn_too=sound.incomplete,
            leave_out=sound.alone,
            keep_alive=keep_alive,
        )


def _check_same(path: Path, sound: Sound) -> None:
    with path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != sound.sha256:
            raise StoredFileChanged(f"{sound.key} is not what was fetched from the provider")


def model_for(language: str) -> SpeechModel:
    """The open model of a language, once per process. Raises NoModel, ModelUnusable."""
    try:
        entry = catalogue.find(language)
    except catalogue.UnknownModel as error:
        raise NoModel(str(error)) from None
    model = install.installed(entry, settings().models_dir)
    if model is None:
        raise NoModel(
            f"No speech model for {language} is installed: run `flask models install {language}`, "
            "then press retry."
        )
    return recognizer.load(model)


def attach(recording_id: str) -> None:
    """Put the transcript on the ticket, once, and check the answers against it."""
    call_id = session.get_one(Recording, recording_id).call_id
    findings = evidence.search(call_id)
    # Lock the call first, as everywhere: two jobs with different orders would wait for each other.
    call = rows.locked(call_id)
    recording = locked(recording_id)
    transcript = store.of_recording(recording_id)
    if transcript is None:
        return
    evidence.keep(call_id, findings)
    if call.ticket_id is not None:
        cases.attach_transcript(call.ticket_id, transcript.id)
    if call.state in TALKED_THROUGH:
        ticket_of_call.record_answers(call)
    lifecycle.advance(recording, RecordingEvent.ATTACHED, error="")
    screens.call_changed(call)


def give_up(recording_id: str, reason: str) -> None:
    """Note on recording and ticket that there will be no transcript, and why.

    After an objection there is nothing to note: the sound was erased under the work's hands.
    """
    call = rows.locked(session.get_one(Recording, recording_id).call_id)
    if call.recording_objected:
        return
    recording = locked(recording_id)
    lost = reason == NOT_THERE
    event = RecordingEvent.LOST if lost else RecordingEvent.GIVEN_UP
    if lifecycle.advance(recording, event, error=reason) is Outcome.MOVED:
        ticket_of_call.note(
            call, "recording_unavailable" if lost else "transcription_failed", reason=reason
        )
        screens.call_changed(call)

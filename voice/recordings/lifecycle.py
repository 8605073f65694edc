"""Rows of recordings: expected, reported by the provider, moved on by jobs."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from core import outbox
from core.clock import now
from core.config import settings
from core.db import session
from voice import gateway
from voice.gateway import ProviderRecording
from voice.models import Call, Recording
from voice.states import RECORDING_TABLE, Outcome, RecordingEvent, RecordingState

FETCH, TRANSCRIBE = "voice.fetch_recording", "voice.transcribe_recording"
ATTACH, ERASE = "voice.attach_transcript", "voice.erase_recording"
DELETE_AT_PROVIDER, STOP = "voice.delete_at_provider", "voice.stop_recording"
FOLLOW = "voice.follow_recording"
SWEEP = "voice.sweep_leftovers"

# The provider's words in callbacks (https://www.twilio.com/docs/voice/twiml/dial#recordingstatuscallback)
# and lists (https://www.twilio.com/docs/voice/api/recording), which do not tell one that runs from
# one that is made ready.
REPORTED = {
    "in-progress": RecordingEvent.STARTED,
    "paused": RecordingEvent.STARTED,  # perhaps, in the answer to whoever has it paused
    "processing": RecordingEvent.STARTED,
    "completed": RecordingEvent.COMPLETED,
    "absent": RecordingEvent.CAME_EMPTY,
    "failed": RecordingEvent.CAME_EMPTY,
}
EMPTY_BECAUSE = {
    16101: "the provider says that the recording was too short",
    16102: "the provider says that the recording was silent",
}


def of_call(call_id: str) -> list[Recording]:
    chosen = select(Recording).where(Recording.call_id == call_id).order_by(Recording.created_at)
    return list(session.scalars(chosen))


def find(provider_sid: str) -> Recording | None:
    return session.scalars(select(Recording).filter_by(provider_sid=provider_sid)).first()


def is_ours(call: Call, provided: ProviderRecording) -> bool:
    """Whether we ordered a recording of a call of ours that a list shows: others may use the same
    account, and record our call too."""
    ordered = of_call(call.id)
    is_known = provided.sid in {each.provider_sid for each in ordered}
    return is_known or (bool(ordered) and provided.source in gateway.OUR_SOURCES)


def began_at(recording: Recording) -> datetime:
    """When the recording began: by the provider's report, else when we began to expect it."""
    return recording.began_at or recording.created_at


def expect(call: Call) -> bool:
    """Make the row for a recording that is to begin, so that its absence is noticed too.

    False where the call has one. The call must be locked.
    """
    if of_call(call.id):
        return False
    session.add(_row(call))
    session.flush()
    return True


def _row(call: Call, provider_sid: str | None = None) -> Recording:
    return Recording(
        call_id=call.id,
        client_id=call.client_id,
        provider_sid=provider_sid,
        state=RecordingState.EXPECTED,
        caller_channel=settings().caller_channel - 1,
    )


def report(call: Call, provided: ProviderRecording) -> Outcome:
    """Record what the provider says about a recording of a call. The call must be locked.

    An unexpected recording gets a row; a finished one is fetched, or erased where the caller
    objected.
    """
    event = REPORTED.get(provided.status)
    if event is None:
        return Outcome.UNKNOWN
    recording = find(provided.sid) or _adopt(call, provided.sid)
    if recording.call_id != call.id:
        return Outcome.UNKNOWN
    recording.channels = provided.channels
    recording.began_at = recording.began_at or provided.started_at
    if provided.duration is not None:
        recording.duration = provided.duration
    if event is RecordingEvent.CAME_EMPTY:
        code = provided.error_code
        recording.error = EMPTY_BECAUSE.get(code, f"the provider gives error {code}")
    outcome = advance(recording, event)
    if event is RecordingEvent.STARTED and call.recording_objected:
        outbox.post(STOP, call.id, again=True)  # it was begun just before the caller objected
    if event is RecordingEvent.COMPLETED:
        _go_on(call, recording, outcome)
    return outcome


def _go_on(call: Call, recording: Recording, outcome: Outcome) -> None:
    """Fetch a finished recording, or erase it where the caller objected, however late it comes."""
    if call.recording_objected:
        outbox.post(ERASE, recording.id, again=True)
    elif outcome is Outcome.MOVED:
        outbox.post(FETCH, recording.id, again=True)


def _adopt(call: Call, provider_sid: str) -> Recording:
    """Give the provider's id to the row that expects a recording, or make a row.

    What is reported runs: that may be told before whoever asked for it has their answer, but also
    long after, when somebody has asked for a pause of whatever runs.
    """
    expecting = next((r for r in of_call(call.id) if r.provider_sid is None), None)
    recording = expecting or _row(call)
    recording.provider_sid = provider_sid
    if expecting is None or recording.paused is False:
        recording.asked_at, recording.paused = None, False
    session.add(recording)
    session.flush()
    return recording


def advance(recording: Recording, event: RecordingEvent, **values: Any) -> Outcome:
    """Move the state by compare-and-set, and set other `values` with it."""
    before = RecordingState(recording.state)
    after = RECORDING_TABLE.get((before, event))
    if after is None:
        return Outcome.IGNORED
    session.flush()
    moved = session.execute(
        update(Recording)
        .where(Recording.id == recording.id, Recording.state == before)
        .values(state=after, **_moments(event, now()), **values)
        .returning(Recording.id)
        .execution_options(synchronize_session=False)
    ).first()
    session.refresh(recording)
    return Outcome.MOVED if moved else Outcome.IGNORED


def _moments(event: RecordingEvent, at: datetime) -> dict[str, datetime]:
    names = {
        RecordingEvent.TRANSCRIBED: "transcribed_at",
        RecordingEvent.ATTACHED: "attached_at",
        RecordingEvent.ERASED: "erased_at",
    }
    return {names[event]: at} if event in names else {}


def check_answers_again(call_id: str) -> None:
    """Check answers that were typed after a transcript was searched against that transcript too."""
    for recording in of_call(call_id):
        if recording.transcribed_at is not None:
            outbox.post(ATTACH, recording.id, again=True)

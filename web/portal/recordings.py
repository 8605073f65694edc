"""Recordings and transcripts of a ticket's calls, without those of an objection."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from core import db
from tickets import cases
from transcription.models import Segment, Transcript
from voice.models import Call, Recording
from voice.states import RecordingState

ON_ITS_WAY = frozenset(
    {
        RecordingState.EXPECTED,
        RecordingState.IN_PROGRESS,
        RecordingState.AVAILABLE,
        RecordingState.FETCHED,
        RecordingState.TRANSCRIBED,
    }
)


@dataclass(frozen=True)
class Part:
    """One recording, with its transcript if that is on the ticket."""

    recording: Recording
    transcript: Transcript | None
    playable: bool


def calls_of(ticket_id: str) -> list[Call]:
    """A ticket's calls, oldest first."""
    chosen = select(Call).where(Call.ticket_id == ticket_id).order_by(Call.started_at)
    return list(db.session.scalars(chosen))


def parts_of(ticket_id: str, calls: Sequence[Call]) -> list[Part]:
    """The recordings of a ticket's calls in order; without content where the caller objected."""
    attached = {each.transcript_id for each in cases.transcripts_of(ticket_id)}
    objected = {call.id for call in calls if call.recording_objected}
    chosen = (
        select(Recording, Transcript)
        .outerjoin(Transcript, Transcript.recording_id == Recording.id)
        .where(Recording.call_id.in_([call.id for call in calls]))
        .order_by(Recording.created_at, Recording.id)
    )
    parts = []
    for recording, transcript in db.session.execute(chosen):
        allowed = recording.call_id not in objected
        on_ticket = transcript if allowed and transcript and transcript.id in attached else None
        parts.append(Part(recording, on_ticket, allowed and bool(recording.storage_key)))
    return parts


def current(parts: Sequence[Part]) -> Part | None:
    """The part that stands for the ticket: the latest with a transcript, or the latest."""
    best = [part for part in parts if part.transcript] or parts
    return best[-1] if best else None


def recording_json(part: Part | None) -> dict[str, Any] | None:
    if part is None:
        return None
    recording = part.recording
    return {
        "id": recording.id,
        "state": recording.state,
        "incomplete": recording.incomplete,
        "duration": recording.duration,
        "channels": recording.channels,
        "caller_channel": recording.caller_channel,
        "playable": part.playable,
        "erased_why": recording.erased_why,
        "transcript_id": part.transcript.id if part.transcript else None,
    }


def transcript_json(part: Part | None) -> dict[str, Any] | None:
    """Times are seconds from the start of the part's recording."""
    if part is None or part.transcript is None:
        return None
    transcript = part.transcript
    return {
        "id": transcript.id,
        "language": transcript.language,
        "model": transcript.model,
        "duration": transcript.duration,
        "segments": [_segment(segment) for segment in transcript.segments],
    }


def _segment(segment: Segment) -> dict[str, Any]:
    words = [dict(zip(("text", "start", "end", "confidence"), word, strict=True))
             for word in segment.words]  # fmt: skip
    return {
        "channel": segment.channel,
        "speaker": segment.speaker,
        "start": segment.start,
        "end": segment.end,
        "text": segment.text,
        "words": words,
    }

"""Keep a transcript, once per recording."""

from sqlalchemy import select

from core.db import session
from transcription import models
from transcription.transcribe import Transcript


def save(
    transcript: Transcript, *, client_id: str | None, call_id: str, recording_id: str
) -> models.Transcript:
    """Add the transcript of a recording; one that is there already stays as it is."""
    row = of_recording(recording_id)
    if row is not None:
        return row
    row = models.Transcript(
        client_id=client_id,
        call_id=call_id,
        recording_id=recording_id,
        language=transcript.language,
        model=transcript.model_name,
        duration=transcript.duration,
    )
    row.segments = [
        models.Segment(
            position=position,
            channel=segment.channel,
            speaker=segment.speaker,
            start=segment.start,
            end=segment.end,
            text=segment.text,
            words=[[word.text, word.start, word.end, word.confidence] for word in segment.words],
        )
        for position, segment in enumerate(transcript.segments)
    ]
    session.add(row)
    session.flush()
    return row


def of_recording(recording_id: str) -> models.Transcript | None:
    chosen = select(models.Transcript).where(models.Transcript.recording_id == recording_id)
    return session.scalars(chosen).first()


def erase(transcript_id: str) -> None:
    row = session.get(models.Transcript, transcript_id)
    if row is not None:
        session.delete(row)
        session.flush()

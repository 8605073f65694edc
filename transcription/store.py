"""Keep a transcript, once per recording."""

from sqlalchemy import select

from core.db import session
from transcription import models
from transcription.transcribe import Transcript


def save(
    transcript: Transcript, *, client_id: str | None, call_id: str, recording_id: str
) -> models.Transcript:
    """Add the transcript of a recording; one that is there already stays as it is."""
    kept = of_recording(recording_id)
    if kept is not None:
        return kept
    kept = models.Transcript(
        client_id=client_id,
        call_id=call_id,
        recording_id=recording_id,
        language=transcript.language,
        model=transcript.model_name,
        duration=transcript.duration,
    )
    kept.segments = [
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
    session.add(kept)
    session.flush()
    return kept


def of_recording(recording_id: str) -> models.Transcript | None:
    chosen = select(models.Transcript).where(models.Transcript.recording_id == recording_id)
    return session.scalars(chosen).first()


def erase(transcript_id: str) -> None:
    kept = session.get(models.Transcript, transcript_id)
    if kept is not None:
        session.delete(kept)
        session.flush()

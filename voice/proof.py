"""What was said, put beside what was typed: evidence on the answers of a call's run."""

from collections.abc import Sequence

from sqlalchemy import select

from core.db import session
from transcription.models import Transcript
from voice.models import Call
from workflows import runs


def transcripts_of(call_id: str) -> Sequence[Transcript]:
    chosen = select(Transcript).where(Transcript.call_id == call_id)
    return session.scalars(chosen.order_by(Transcript.created_at)).all()


def prove_answers(call: Call) -> None:
    """Check the answers against every transcript of the call. Again gives the same."""
    if call.run_id is None:
        return
    for transcript in transcripts_of(call.id):
        runs.attach_evidence(call.run_id, transcript.id, transcript.segments, transcript.language)

"""What was said, put beside what was typed: evidence on the answers of a call's run."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from core import db
from core.db import session
from transcription.models import Transcript
from voice.models import Call
from workflows import runs
from workflows.runs import Finding

Proof = Mapping[str, Mapping[str, Finding]]  # by transcript, by step


def transcripts_of(call_id: str) -> Sequence[Transcript]:
    chosen = select(Transcript).where(Transcript.call_id == call_id)
    return session.scalars(chosen.order_by(Transcript.created_at)).all()


def search(call_id: str) -> Proof:
    """Check the answers against every transcript of the call, without holding anything up.

    Seconds for a long call; ends the current transaction.
    """
    session.rollback()
    with db.reading():
        run_id = session.get_one(Call, call_id).run_id
        if run_id is None:
            return {}
        return {
            each.id: runs.search_evidence(run_id, each.segments, each.language)
            for each in transcripts_of(call_id)
        }


def keep(call: Call, proof: Proof) -> None:
    """Put on the answers what was found, but for those that have changed since. Flushes."""
    if call.run_id is not None:
        for transcript_id, findings in proof.items():
            runs.keep_evidence(call.run_id, transcript_id, findings)

"""Compares transcripts with typed answers, and keeps the evidence on the answers of a call."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from core import db
from core.db import session
from transcription.models import Transcript
from workflows import runs
from workflows.runs import Finding

Findings = Mapping[tuple[str, str], Mapping[str, Finding]]  # by run and transcript, by step


def transcripts_of(call_id: str) -> Sequence[Transcript]:
    chosen = select(Transcript).where(Transcript.call_id == call_id)
    return session.scalars(chosen.order_by(Transcript.created_at)).all()


def search(call_id: str) -> Findings:
    """Check the answers against every transcript of the call, without a lock.

    Takes seconds for a long call, so it ends the current transaction.
    """
    session.rollback()
    with db.reading():
        return {
            (run.id, each.id): runs.search_evidence(run.id, each.segments, each.language)
            for run in runs.of_call(call_id)
            for each in transcripts_of(call_id)
        }


def keep(call_id: str, findings_of_call: Findings) -> None:
    """Put the findings on their answers, except on answers that have changed since. Flushes.

    The call must be locked, so that no transcript is erased meanwhile; one that has been erased
    since the search is quoted nowhere.
    """
    there = {each.id for each in transcripts_of(call_id)}
    for (run_id, transcript_id), findings in findings_of_call.items():
        if transcript_id in there:
            runs.keep_evidence(run_id, transcript_id, findings)

"""Evidence on the answers: set from a transcript, taken out when the transcript is erased."""

from collections.abc import Sequence

from sqlalchemy import update

from core.db import session
from workflows import library
from workflows.evidence import Evidence, find
from workflows.models import TYPED, Answer
from workflows.runs.reading import locked, stored
from workflows.speech.tokens import Spoken


def attach_evidence(
    run_id: str, transcript_id: str, segments: Sequence[Spoken], language: str
) -> None:
    """Check every answer against the transcript. Doing it again gives the same result.

    A call may have several transcripts: proof from another one stays where this one has none.
    """
    run = locked(run_id)
    script = library.compiled(run.script_version_id)
    for key, answer in stored(run_id).items():
        found = find(script.step(key), answer.value, segments, language)
        if found or answer.evidence_transcript_id in (None, transcript_id):
            set_evidence(answer, transcript_id if found else None, found)
    session.flush()


def set_evidence(answer: Answer, transcript_id: str | None, found: Evidence | None) -> None:
    """Put the evidence on an answer, or take it off."""
    answer.state = found.state if found else TYPED
    answer.evidence_transcript_id = transcript_id
    answer.evidence_channel = found.channel if found else None
    answer.evidence_start = found.start if found else None
    answer.evidence_end = found.end if found else None
    answer.evidence_quote = found.quote if found else None


def forget_evidence(transcript_id: str) -> None:
    """Take out every quote of a transcript that is erased; the states stay."""
    session.execute(
        update(Answer)
        .where(Answer.evidence_transcript_id == transcript_id)
        .values(
            evidence_transcript_id=None,
            evidence_channel=None,
            evidence_start=None,
            evidence_end=None,
            evidence_quote=None,
        )
    )

"""Sets the evidence of answers from a transcript, and removes it with the transcript."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import update

from core.db import session
from workflows import library
from workflows.evidence import Evidence, Spoken, find
from workflows.evidence import questions_asked as questions_asked_of
from workflows.models import CONFIRMED, CONTRADICTED, HEARD, TYPED, Answer
from workflows.runs.reading import counting, get, locked, stored


@dataclass(frozen=True)
class Finding:
    """What a transcript says about one revision of an answer."""

    revision: int
    evidence: Evidence | None


def attach_evidence(
    run_id: str, transcript_id: str, segments: Sequence[Spoken], language: str
) -> None:
    """Check every answer against the transcript. A second time gives the same result.

    A call may have several transcripts: proof from another one stays where this one has none.
    """
    keep_evidence(run_id, transcript_id, search_evidence(run_id, segments, language))


def search_evidence(run_id: str, segments: Sequence[Spoken], language: str) -> dict[str, Finding]:
    """The evidence of each answer that counts. The search only reads, and takes seconds for a long
    call: nobody should wait for it."""
    run = get(run_id)
    script = library.compiled(run.script_version_id)
    return {
        key: Finding(answer.revision, find(script.step(key), answer.value, segments, language))
        for key, answer in counting(run).items()
    }


def questions_asked(run_id: str, segments: Sequence[Spoken], language: str) -> dict[int, int]:
    """How many of the script's questions are asked in each channel of a transcript."""
    script = library.compiled(get(run_id).script_version_id).document
    return questions_asked_of(script.steps, segments, language)


def keep_evidence(run_id: str, transcript_id: str, findings: Mapping[str, Finding]) -> None:
    """Put the findings on the answers that nobody has changed since the search."""
    locked(run_id)
    for key, answer in stored(run_id).items():
        finding = findings.get(key)
        if finding is None or finding.revision != answer.revision:
            continue
        if _is_heard_elsewhere(answer, transcript_id, finding):
            continue
        if finding.evidence or answer.evidence_transcript_id in (None, transcript_id):
            set_evidence(answer, transcript_id if finding.evidence else None, finding.evidence)
    session.flush()


def _is_heard_elsewhere(answer: Answer, transcript_id: str, finding: Finding) -> bool:
    """Whether another transcript proves an answer that this one contradicts."""
    is_proved = answer.state in (HEARD, CONFIRMED)
    is_contradicted = finding.evidence is not None and finding.evidence.state == CONTRADICTED
    return is_proved and is_contradicted and answer.evidence_transcript_id != transcript_id


def set_evidence(answer: Answer, transcript_id: str | None, evidence: Evidence | None) -> None:
    """Put the evidence on an answer, or take it off."""
    answer.state = evidence.state if evidence else TYPED
    answer.evidence_transcript_id = transcript_id
    answer.evidence_channel = evidence.channel if evidence else None
    answer.evidence_start = evidence.start if evidence else None
    answer.evidence_end = evidence.end if evidence else None
    answer.evidence_quote = evidence.quote if evidence else None


def forget_evidence(transcript_id: str) -> None:
    """Remove every quote of a transcript that is erased; the states stay."""
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

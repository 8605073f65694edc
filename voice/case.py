"""What a call leaves on its ticket."""

from datetime import timedelta
from typing import Any

from core.db import session
from core.tenants import Client
from tickets import cases
from tickets.cases import AnswerInput, OutcomeInput
from tickets.models import Ticket
from tickets.states import Event
from voice.models import Call
from workflows import runs
from workflows.models import Run
from workflows.runs import AnswerView


def language_of(call: Call) -> str:
    """The language in which the client's own people read."""
    client = session.get(Client, call.client_id) if call.client_id else None
    return client.language if client else "fr"


def waited(call: Call) -> int:
    """Seconds from the room, or from the ring, to an agent or to the end."""
    until = call.connected_at or call.ended_at or call.started_at
    since = call.waiting_at or call.started_at
    return max(0, round((until - since) / timedelta(seconds=1)))


def abandoned(call: Call) -> None:
    if call.ticket_id:
        cases.mark_abandoned(call.ticket_id, waited(call))


def answered(call: Call) -> None:
    """Somebody has talked with the caller, whatever was believed before."""
    if call.ticket_id:
        cases.mark_waited(call.ticket_id, waited(call))
        cases.advance(call.ticket_id, Event.ANSWERED_AFTER_ALL)


def record_answers(call: Call) -> None:
    """The answers as they are now, with what they make of the ticket."""
    if call.ticket_id is None or call.run_id is None:
        return
    answers = [_input(view) for view in runs.answers_of(call.run_id) if view.on_path]
    found = runs.outcome(call.run_id, language=language_of(call))
    outcome = OutcomeInput(
        found.title, found.summary, found.priority, found.team, found.deadline_minutes
    )
    cases.record_answers(call.ticket_id, answers, outcome)


def _input(view: AnswerView) -> AnswerInput:
    return AnswerInput(
        key=view.key,
        title=view.title,
        display=view.display,
        value=view.value,
        state=view.state,
        author_id=view.author_id,
        revision=view.revision,
        evidence=_evidence(view),
    )


def _evidence(view: AnswerView) -> dict[str, Any] | None:
    if view.evidence_transcript_id is None:
        return None
    return {
        "transcript_id": view.evidence_transcript_id,
        "channel": view.evidence_channel,
        "start": view.evidence_start,
        "end": view.evidence_end,
        "quote": view.evidence_quote,
    }


def complete(call: Call, by: str | None) -> None:
    """The wrap-up is done: the ticket is the client's now, with what was left unanswered."""
    if call.ticket_id is None:
        return
    if call.run_id is not None:
        run = session.get_one(Run, call.run_id)
        gaps = [one.title for one in runs.missing(call.run_id)]
        cases.record_gaps(call.ticket_id, gaps, run.override_reason)
    cases.advance(call.ticket_id, Event.COMPLETED, actor_id=by)


def note(call: Call, kind: str, by: str | None = None, **detail: Any) -> None:
    """A line in the ticket's history."""
    if call.ticket_id:
        cases.add_event(call.ticket_id, kind, actor_id=by, detail=detail)


def open_tickets(call: Call) -> list[Ticket]:
    """What is open of this caller at this client, but for this call's own ticket."""
    if call.client_id is None:
        return []
    return cases.open_of_caller(call.client_id, call.caller_key, but=call.ticket_id or "")

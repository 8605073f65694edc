"""Puts the answers, gaps and history of a call on its ticket."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from core.db import session
from core.languages import HOME, choose
from core.tenants import Client
from tickets import cases
from tickets.cases import AnswerInput
from tickets.models import Ticket
from tickets.states import Event
from voice.models import Call
from voice.states import OVER
from voice.ticketing import urgency
from workflows import library, runs
from workflows.models import Run
from workflows.runs import AnswerView


def text_language(ticket: Ticket) -> str:
    """The language of a ticket's title and summary: its client's, where its script has it."""
    client = session.get(Client, ticket.client_id) if ticket.client_id else None
    own = client.language if client else HOME
    if ticket.script_version_id is None:
        return own
    titles = library.compiled(ticket.script_version_id).document.outcome.title
    return choose(titles, own) or own


def seconds_waited(call: Call) -> int:
    """Seconds from the room, or from the ring, to an agent or to the end."""
    until = call.connected_at or call.ended_at or call.started_at
    since = call.waiting_at or call.started_at
    return max(0, round((until - since) / timedelta(seconds=1)))


def own_ticket(call: Call) -> str | None:
    """The ticket that was opened for the call, also where the call has joined another one."""
    return call.own_ticket_id or call.ticket_id


def mark_abandoned(call: Call) -> None:
    ticket_id = own_ticket(call)
    if ticket_id:
        cases.mark_abandoned(ticket_id, seconds_waited(call))


def mark_answered(call: Call) -> None:
    """Note that an agent has talked with the caller, also where the ticket says abandoned."""
    ticket_id = own_ticket(call)
    if ticket_id:
        cases.mark_waited(ticket_id, seconds_waited(call))
        cases.advance(ticket_id, Event.ANSWERED_AFTER_ALL)


def record_answers(call: Call) -> None:
    """Put the answers as they are now on the ticket, and weigh its urgency anew."""
    if call.ticket_id is None or call.run_id is None:
        return
    answers = [_input(view) for view in runs.answers_of(call.run_id)]
    cases.record_answers(call.ticket_id, answers, None, call.run_id)
    for run, views in left_behind(call):
        cases.record_answers(call.ticket_id, [_input(view) for view in views], None, run.id)
    urgency.weigh(call.ticket_id)


def record_if_any(call: Call) -> bool:
    """Record answers, if there are any: an agent may have typed before the caller gave up."""
    has_answers = call.run_id is not None and bool(runs.answers_of(call.run_id))
    if has_answers:
        record_answers(call)
    return has_answers


def left_behind(call: Call) -> list[tuple[Run, list[AnswerView]]]:
    """Runs of scripts that the call left, with the answers that were not carried over."""
    current = session.get(Run, call.run_id) if call.run_id else None
    if current is None:
        return []
    left = []
    for run in runs.of_call(call.id):
        if run.id != current.id:
            left_keys = runs.not_carried(run, current)
            views = runs.answers_of(run.id)
            left.append((run, [view for view in views if view.key in left_keys]))
    return left


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
    """The wrap-up is done: give the ticket to the client's team, with its unanswered questions."""
    own_id = own_ticket(call)
    if call.ticket_id is None or own_id is None:
        return
    record_gaps(call)
    if call.ticket_id == own_id:
        cases.advance(own_id, Event.COMPLETED, actor_id=by)
    else:
        _complete_joined(call, by)


def record_gaps(call: Call) -> None:
    """Note the unanswered questions, and why the run was closed all the same."""
    own_id = own_ticket(call)
    if own_id is not None and call.run_id is not None:
        run = session.get_one(Run, call.run_id)
        gaps = [one.title for one in runs.missing(call.run_id)]
        cases.record_gaps(own_id, gaps, run.override_reason)


def _complete_joined(call: Call, by: str | None) -> None:
    """Complete the joined ticket, unless its own call still goes on and will complete it."""
    ongoing = select(Call.id).where(
        Call.own_ticket_id == call.ticket_id,
        Call.ticket_id == call.ticket_id,
        Call.state.not_in(OVER),
    )
    if session.scalars(ongoing.limit(1)).first() is None:
        cases.advance(str(call.ticket_id), Event.COMPLETED, actor_id=by)
    note(call, "call_completed", by, call_id=call.id)


def note(call: Call, kind: str, by: str | None = None, **detail: Any) -> None:
    """Add a line to the ticket's history."""
    if call.ticket_id:
        cases.add_event(call.ticket_id, kind, actor_id=by, detail=detail)


def open_tickets(call: Call) -> list[Ticket]:
    """This caller's open tickets at this client, without the ticket of this call."""
    if call.client_id is None:
        return []
    return cases.open_of_caller(call.client_id, call.caller_key, but=call.ticket_id or "")

"""Title, team and urgency of a ticket, from all calls about it.

One call gives title, summary and team: the ticket's own call, or the first answered one where
nobody answered that call. All calls decide the urgency: a second call may make a ticket more
urgent, never less. It is worked out anew each time, so that a corrected answer, or a call that
turned out to be about something else, leaves no trace.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, select

from core.db import session
from core.languages import HOME
from tickets import cases
from tickets.cases import OutcomeInput
from tickets.models import Ticket
from voice.models import Call
from voice.states import TALKED_THROUGH, CallState
from workflows import runs

DEFAULT_PRIORITY = 3  # the priority of a call without a script
NO_OUTCOME = OutcomeInput("", "", DEFAULT_PRIORITY, "", None)


def weigh(ticket_id: str) -> None:
    """Work out title, team and urgency, and put them on the ticket. Flushes."""
    concerned = list(
        session.scalars(
            select(Call)
            .where(or_(Call.ticket_id == ticket_id, Call.own_ticket_id == ticket_id))
            .order_by(Call.started_at, Call.id)
        )
    )
    own = next((call for call in concerned if call.own_ticket_id == ticket_id), None)
    about = [call for call in concerned if call.ticket_id == ticket_id and _has_answers(call)]
    outcomes = [_outcome(call) for call in about]
    ticket = session.get_one(Ticket, ticket_id)
    priorities, moments = [outcome.priority for outcome in outcomes], _due(about, outcomes)
    if own is None:  # no call of ours opened it, so it can only become more urgent
        priorities.append(ticket.priority)
        moments += [ticket.due_at] if ticket.due_at else []
    elif own.run_id is None or not about:
        priorities.append(DEFAULT_PRIORITY)
    cases.weigh(
        ticket_id,
        _lead(ticket_id, own, about, outcomes),
        priority=min(priorities),
        due_at=min(moments, default=None),
    )


def _has_answers(call: Call) -> bool:
    """Whether the caller is gone and the call has answers to weigh."""
    if call.run_id is None:
        return False
    return call.state in TALKED_THROUGH or (
        call.state == CallState.ABANDONED and bool(runs.answers_of(call.run_id))
    )


def _outcome(call: Call) -> OutcomeInput:
    client = call.client
    outcome = runs.outcome(str(call.run_id), language=client.language if client else HOME)
    return OutcomeInput(
        outcome.title, outcome.summary, outcome.priority, outcome.team, outcome.deadline_minutes
    )


def _lead(
    ticket_id: str, own: Call | None, about: Sequence[Call], outcomes: Sequence[OutcomeInput]
) -> OutcomeInput | None:
    """The outcome that gives the title; None where the title stays as it is."""
    if own is None:
        return None
    if own in about:
        return outcomes[about.index(own)]
    is_silent = own.connected_at is None or own.ticket_id != ticket_id
    if about:
        return outcomes[0] if is_silent else None
    return NO_OUTCOME


def _due(about: Sequence[Call], outcomes: Sequence[OutcomeInput]) -> list[datetime]:
    """The deadline that each call asks for, counted from its own ring."""
    return [
        call.started_at + timedelta(minutes=outcome.deadline_minutes)
        for call, outcome in zip(about, outcomes, strict=True)
        if outcome.deadline_minutes
    ]

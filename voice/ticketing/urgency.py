"""Title, summary, team and urgency of a ticket, from all calls about it.

The most urgent call leads: it gives title, summary and team, and of two that are as urgent the
ticket's own, then the one that rang first. All calls decide the urgency: a second call may make a
ticket more urgent, never less. It is worked out anew each time, so that a corrected answer, or a
call that turned out to be about something else, leaves no trace but in the history, which keeps
what the ticket said before another call led.
"""

from collections.abc import Iterable
from dataclasses import replace
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
    """Work out title, summary, team and urgency, and put them on the ticket. Flushes."""
    ticket = cases.locked(ticket_id)
    concerned = list(
        session.scalars(
            select(Call)
            .where(or_(Call.ticket_id == ticket_id, Call.own_ticket_id == ticket_id))
            .order_by(Call.started_at, Call.id)
        )
    )
    own = next((call for call in concerned if call.own_ticket_id == ticket_id), None)
    about = [call for call in concerned if call.ticket_id == ticket_id and _has_answers(call)]
    outcomes = [(call, _outcome(call)) for call in about]
    ranked = sorted(outcomes, key=lambda pair: (pair[1].priority, pair[0] is not own))
    priorities, moments = [outcome.priority for _, outcome in ranked], _due(outcomes)
    if own is None:  # no call of ours opened it, so it can only become more urgent
        ranked = [pair for pair in ranked if pair[1].priority < ticket.priority]
        priorities.append(ticket.priority)
        moments += [ticket.due_at] if ticket.due_at else []
    elif own.run_id is None or not about:
        priorities.append(DEFAULT_PRIORITY)
    lead = None if own is None else NO_OUTCOME
    if ranked:
        _note_lead(ticket, ranked[0][0], own)
        lead = replace(ranked[0][1], team=_team(outcome for _, outcome in ranked))
    cases.weigh(ticket, lead, priority=min(priorities), due_at=min(moments, default=None))


def _team(ranked: Iterable[OutcomeInput]) -> str:
    """The team that the most urgent call names, of those that name one."""
    return next((outcome.team for outcome in ranked if outcome.team), "")


def _note_lead(ticket: Ticket, lead: Call, own: Call | None) -> None:
    """Keep in the history what the ticket said, where another call gives its title from now on."""
    if lead is own and not ticket.title:
        return
    last = cases.last_detail(ticket.id, "lead_changed")
    before = last["call_id"] if last else own and own.id
    if lead.id == before:
        return
    its_ticket = session.get_one(Ticket, lead.own_ticket_id or ticket.id)
    detail = {
        "call_id": lead.id,
        "number": its_ticket.number,
        "own": lead is own,
        "title": ticket.title,
        "summary": ticket.summary,
        "team": ticket.team,
        "priority": ticket.priority,
    }
    cases.add_event(ticket.id, "lead_changed", detail=detail)


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


def _due(outcomes: Iterable[tuple[Call, OutcomeInput]]) -> list[datetime]:
    """The deadline that each call asks for, counted from its own ring."""
    return [
        call.started_at + timedelta(minutes=outcome.deadline_minutes)
        for call, outcome in outcomes
        if outcome.deadline_minutes
    ]

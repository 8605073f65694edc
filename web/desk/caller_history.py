"""The caller's earlier tickets at the client, for the agent who talks with them."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import format_datetime, gettext
from sqlalchemy import Select, select

from core import db
from core.tenants import Client
from tickets.models import Ticket
from tickets.states import State
from voice.models import Call
from voice.ticketing import ticket_of_call
from web.filters import in_language

Row = dict[str, Any]

MOST_OPEN = 8
MOST_RECENT = 5
OVER = (State.CLOSED, State.MERGED)


def history(call: Call) -> dict[str, list[Row]]:
    """The caller's open tickets, and the last solved ones, newest first.

    A withheld number has none; the call's own ticket is left out.
    """
    if call.client_id is None or not call.caller_key:
        return {"open": [], "recent": []}
    zone = ZoneInfo(db.session.get_one(Client, call.client_id).timezone)
    return {
        "open": [_row(one, zone) for one in db.session.scalars(_open(call))],
        "recent": [_row(one, zone) for one in db.session.scalars(_recent(call))],
    }


def _of_caller(call: Call) -> Select[Ticket]:
    own = call.own_ticket_id or call.ticket_id or ""
    return (
        select(Ticket)
        .where(Ticket.client_id == call.client_id, Ticket.caller_number == call.caller_key)
        .where(Ticket.id != own, Ticket.merged_into_id.is_(None))
        .order_by(Ticket.opened_at.desc())
    )


def _open(call: Call) -> Select[Ticket]:
    return _of_caller(call).where(Ticket.state.not_in(OVER)).limit(MOST_OPEN)


def _recent(call: Call) -> Select[Ticket]:
    return _of_caller(call).where(Ticket.state == State.CLOSED).limit(MOST_RECENT)


def _row(ticket: Ticket, zone: ZoneInfo) -> Row:
    return {
        "id": ticket.id,
        "number": ticket.number,
        "title": ticket.title,
        "language": (language := ticket_of_call.text_language(ticket)),
        "language_shown": in_language(language),
        "state": ticket.state,
        "state_shown": state_name(ticket.state),
        "opened_shown": on_day(ticket.opened_at, zone),
    }


def on_day(moment: datetime, zone: ZoneInfo) -> str:
    """A day and a time by the client's clock."""
    return str(format_datetime(moment.astimezone(zone), "d MMM HH:mm", rebase=False))


def state_name(state: str) -> str:
    names = {
        State.RINGING: gettext("In call"),
        State.OPEN: gettext("Open"),
        State.CLOSED: gettext("Solved"),
        State.ABANDONED: gettext("Caller gave up"),
    }
    return names.get(State(state), state)

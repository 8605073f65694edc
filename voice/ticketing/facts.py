"""What a script may ask about a call; frozen for the run."""

from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from core.db import session
from core.tenants import Client
from tickets import cases
from tickets.models import Ticket
from voice.models import Call

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def of(call: Call, client: Client) -> dict[str, Any]:
    """The facts as they are at the ring, or when a script begins later in the call."""
    local = call.started_at.astimezone(ZoneInfo(client.timezone))
    but = call.own_ticket_id or ""
    return {
        "line": call.to_number,
        "language": call.language,
        "hour": local.hour,
        "weekday": WEEKDAYS[local.weekday()],
        "caller": call.caller_key,
        "caller_known": _has_called_before(client.id, call.caller_key, but),
        "open_tickets": len(cases.open_of_caller(client.id, call.caller_key, but=but)),
    }


def _has_called_before(client_id: str, caller: str, but: str) -> bool:
    chosen = select(Ticket.id).where(
        Ticket.client_id == client_id, Ticket.caller_number == caller, Ticket.id != but
    )
    return bool(caller) and session.scalars(chosen.limit(1)).first() is not None

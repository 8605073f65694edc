"""Facts about a call that a script's conditions may use; frozen for the run."""

from typing import Any
from zoneinfo import ZoneInfo

from core.tenants import Client
from tickets import cases
from voice.models import Call

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def of(call: Call, client: Client) -> dict[str, Any]:
    """The facts as they are at the ring, or when a script begins later in the call."""
    local = call.started_at.astimezone(ZoneInfo(client.timezone))
    but = call.own_ticket_id or ""
    tickets, still_open = cases.counts_of_caller(client.id, call.caller_key, but=but)
    return {
        "line": call.to_number,
        "language": call.language,
        "hour": local.hour,
        "weekday": WEEKDAYS[local.weekday()],
        "caller": call.caller_key,
        "caller_known": tickets > 0,
        "open_tickets": still_open,
    }

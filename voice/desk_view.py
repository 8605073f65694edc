"""The data of an agent's page: their status, the calls offered to them, the calls in hand."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from core.clock import now
from core.db import session
from core.languages import say
from core.screen import last_number
from core.tenants import Client, Line, User
from tickets.models import Ticket
from voice import recordings
from voice.agents import capacity, offers, presence
from voice.calls import events, hold_music, legs, transfers
from voice.models import Call, Offer, Presence
from voice.schedule import hours, on_call
from voice.states import CallState, OfferState
from voice.ticketing import script_switch, ticket_of_call
from workflows import runs

Json = dict[str, Any]
Result = TypeVar("Result")

UNASSIGNED_COLOUR = "#5b6470"


def state_for(user: User) -> Json:
    """Everything at once, so that a page that was away needs this only. Flushes: commit after it.

    `number` is the number of the last screen message; later ones are news.
    """
    presence.note_seen(user.id)
    status = presence.of(user.id)
    return {
        "number": last_number(user.id),
        "now": now().isoformat(),
        "user": {"id": user.id, "name": user.name, "language": user.language},
        "status": status.status,
        "reason": status.reason,
        "since": status.since.isoformat(),
        "queue": offers.queue_of(user.id).as_json(),
        "unheard": _unheard(status),
        "offers": [_offer(offer, call, user) for offer, call in offers.of_user(user.id)],
        "calls": [view(call, user) for call in capacity.of_agent(user.id)],
    }


def _unheard(status: Presence) -> Json | None:
    span = presence.just_unheard(status)
    return {"since": span[0].isoformat(), "until": span[1].isoformat()} if span else None


def _offer(offer: Offer, call: Call, user: User) -> Json:
    client = _client(call)
    return {
        "id": offer.id,
        "call_id": call.id,
        "state": offer.state,
        "missed": offer.state == OfferState.MISSED,
        "client": _client_view(client),
        "line": _line_label(call),
        "greeting": say(client.greeting, call.language, client.language) if client else "",
        "caller": call.caller_key,
        "withheld": call.from_withheld,
        "language": call.language,
        "waiting_since": call.started_at.isoformat(),
        "offered_at": offer.changed_at.isoformat(),
        "again": call.connected_at is not None,
        "open_tickets": _open_tickets(call),
        "transferred_from": transfers.view_for_taker(call, user.id),
    }


def view(call: Call, user: User) -> Json:
    """One call for the agent who has it. A parked call has no `leg` for the phone.

    `state` is "holding" from the request for music until the provider reports that it plays.
    """
    client = _client(call)
    leg = None if call.parked_at else legs.current(call, user.id)
    return {
        "id": call.id,
        "state": "holding" if hold_music.is_going_on_hold(call) else call.state,
        "client": _client_view(client),
        "line": _line_label(call),
        "greeting": say(client.greeting, call.language, client.language) if client else "",
        "caller": call.caller_key,
        "withheld": call.from_withheld,
        "language": call.language,
        "ticket": _ticket(call),
        "run": _run(call, user, client),
        "timers": _timers(call),
        "recording": _recording(call),
        "leg": {"id": leg.id, "number": leg.number} if leg else None,
        "parked": call.parked_at is not None,
        "notes": {"text": call.notes, "revision": call.notes_revision},  # where there is no run
        "scripts": script_switch.of_call(call, user.language),
        "answers_of_other_scripts": script_switch.others_of(call, user.language),
        "transferred_from": transfers.view_for_taker(call, user.id),
        **transfers.view_for_sender(call, user.id),
    }


def _client(call: Call) -> Client | None:
    return call.client


def _client_view(client: Client | None) -> Json:
    """The client; where the dialed number belongs to none, `id` is None."""
    if client is None:
        named = {"id": None, "name": "", "colour": UNASSIGNED_COLOUR, "timezone": "Europe/Paris"}
        return {**named, "hours": _hours(hours.Opening(None)), "on_call": []}
    at = now()
    return {
        "id": client.id,
        "slug": client.slug,
        "name": client.name,
        "colour": client.colour,
        "timezone": client.timezone,
        "hours": _hours(hours.opening(client, at)),
        "on_call": [_on_call(shift) for shift in on_call.at(client.id, at)],
    }


def _hours(opening: hours.Opening) -> Json:
    changes_at = _iso(opening.changes_at)
    return {"open": opening.open, "today": list(opening.today), "changes_at": changes_at}


def _on_call(shift: on_call.OnCallShift) -> Json:
    person = {"name": shift.name, "phone": shift.phone, "note": shift.note}
    return {**person, "until": shift.ends_at.isoformat()}


def _line_label(call: Call) -> str:
    line = session.get(Line, call.line_id) if call.line_id else None
    return line.label if line and line.label else call.to_number


def _ticket(call: Call) -> Json | None:
    ticket = session.get(Ticket, call.ticket_id) if call.ticket_id else None
    own = session.get(Ticket, call.own_ticket_id) if call.own_ticket_id else None
    if ticket is None:
        return None
    return {
        "id": ticket.id,
        "number": ticket.number,
        "joined": own is not None and own.id != ticket.id,
        "own_number": own.number if own else ticket.number,
    }


def _open_tickets(call: Call) -> list[Json]:
    return [
        {
            "id": ticket.id,
            "number": ticket.number,
            "title": ticket.title,
            "language": ticket_of_call.text_language(ticket),
            "state": ticket.state,
            "priority": ticket.priority,
            "opened_at": ticket.opened_at.isoformat(),
        }
        for ticket in ticket_of_call.open_tickets(call)
    ]


def run_changes(call: Call, user: User, work: Callable[[], Result]) -> tuple[Result, Json]:
    """The result of `work`, and what it changes in the run of a call (`runs.changes`)."""
    timezone = call.client.timezone if call.client else "Europe/Paris"
    return runs.changes(
        str(call.run_id), work, language=user.language, timezone=timezone, now=now()
    )


def _run(call: Call, user: User, client: Client | None) -> Json | None:
    if call.run_id is None or client is None:
        return None
    run_view = runs.view(call.run_id, language=user.language, timezone=client.timezone, now=now())
    return run_view.as_json()


def _timers(call: Call) -> dict[str, str | None]:
    names = ("started_at", "waiting_at", "claimed_at", "connected_at", "ended_at", "closed_at")
    held_at = events.story_of(call.id).held_at if call.state == CallState.HELD else None
    return {**{name: _iso(getattr(call, name)) for name in names}, "held_at": _iso(held_at)}


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _recording(call: Call) -> Json:
    rows = recordings.of_call(call.id)
    return {
        "mode": call.recording_mode,
        "objected": call.recording_objected,
        "state": rows[-1].state if rows else None,
        "incomplete": any(row.incomplete for row in rows),
    }

"""Tickets for those who read them: the client's own people, supervisors, agents."""

import re
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request, url_for
from flask_login import current_user, login_required
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from core import audit, db
from core.clock import now
from core.tenants import Client, User, visible_client_ids
from tickets import cases, search
from tickets.models import Ticket
from tickets.states import Event, State
from voice.ticketing import ticket_of_call
from web.filters import OPERATORS_ZONE
from web.languages import page_language
from web.portal import note_times, recordings, ticket_calls
from web.portal.ticket_document import mark, own_call, team_name, ticket_document

blueprint = Blueprint("portal", __name__)
NUMBER = re.compile(r"#?([0-9]{1,9})")  # fits the column
PAGE_NUMBER = re.compile(r"[0-9]{1,6}")
PERIODS = {"day": timedelta(days=1), "week": timedelta(days=7), "month": timedelta(days=31)}


@blueprint.get("/tickets")
@login_required
def ticket_list() -> str | AnyResponse:
    number = NUMBER.fullmatch(_parameter("q"))
    ticket = search.by_number(current_user, int(number[1])) if number else None
    if ticket is not None:
        return redirect(url_for("portal.ticket", ticket_id=ticket.id))
    clients, filters = visible_clients(current_user), _filters()
    return render_template(
        "portal/list.html",
        page=search.find(current_user, filters),
        filters=filters,
        period=_parameter("period"),
        clients=clients,
        client_of={client.id: client for client in clients},
        teams={team: team_name(team, clients) for team in search.teams(current_user)},
        team_name=team_name,
        states=list(State),
        unassigned=search.UNASSIGNED,
        text_language=ticket_of_call.text_language,
        sorts={name: _sort_after(filters.sort, name) for name in search.COLUMNS},
        zone=_zone(clients),
    )


@blueprint.get("/tickets/<ticket_id>")
@login_required
def ticket(ticket_id: str) -> str:
    row = _ticket_or_404(ticket_id)
    document = _document(row)
    zone = document["client"]["timezone"] if document["client"] else OPERATORS_ZONE
    calls = recordings.calls_of(row.id)
    own = [call for call in (own_call(row.id),) if call is not None]
    clients = [client for client in visible_clients(current_user) if client.id == row.client_id]
    objected = {call.id for call in calls if call.recording_objected}
    parts = recordings.parts_of(row.id, calls)
    audible = [part for part in parts if part.recording.call_id not in objected]
    listed = [
        (recordings.recording_json(part), recordings.transcript_json(part)) for part in audible
    ]
    sounds = {
        part.transcript.id: part.recording.id if part.playable else ""
        for part in parts
        if part.transcript
    }
    text, moving = mark(row)
    return render_template(
        "portal/ticket.html",
        document=document,
        row=row,
        team_name=lambda team: team_name(team, clients),
        written=ticket_of_call.text_language(row),
        parts=listed,
        objected=bool(objected),
        facts=[ticket_calls.facts_json(call, page_language()) for call in calls or own],
        noted_pieces={
            call.id: note_times.pieces(ticket_calls.notes_of(call), call, audible) for call in calls
        },
        sounds=sounds,
        zone=ZoneInfo(zone),
        mark=text,
        moving=moving,
    )


@blueprint.post("/tickets/<ticket_id>/state")
@login_required
def change_state(ticket_id: str) -> AnyResponse:
    """Mark as solved, or open again; late and double clicks change nothing."""
    row = _ticket_or_404(ticket_id)
    event = request.form.get("event", "")
    if event not in {Event.SOLVED, Event.REOPENED}:
        abort(400)
    if cases.advance(row.id, Event(event), actor_id=current_user.id):
        audit.record(
            f"ticket.{event}",
            actor_id=current_user.id,
            client_id=row.client_id,
            subject=row.id,
        )
    db.commit()
    return redirect(url_for("portal.ticket", ticket_id=row.id))


@blueprint.get("/api/tickets")
@login_required
def api_list() -> Response:
    page = search.find(current_user, _filters())
    rows = [
        {
            "id": row.id,
            "number": row.number,
            "state": row.state,
            "title": row.title,
            "priority": row.priority,
            "opened_at": row.opened_at.isoformat(),
        }
        for row in page.tickets
    ]
    return jsonify(tickets=rows, total=page.total, page=page.page, pages=page.pages)


@blueprint.get("/api/tickets/<ticket_id>")
@login_required
def api_ticket(ticket_id: str) -> Response:
    return jsonify(_document(_ticket_or_404(ticket_id)))


@blueprint.get("/api/tickets/<ticket_id>/mark")
@login_required
def api_mark(ticket_id: str) -> Response:
    """For a page that waits: a mark of the ticket's state, and whether more will come."""
    text, moving = mark(_ticket_or_404(ticket_id))
    return jsonify(mark=text, moving=moving)


def _document(ticket: Ticket) -> dict[str, Any]:
    staff = bool(current_user.staff_role)
    return ticket_document(ticket, page_language(), staff=staff)


def _ticket_or_404(ticket_id: str) -> Ticket:
    row = search.get(current_user, ticket_id)
    if row is None:
        abort(404)
    return row


def _parameter(name: str) -> str:
    """A parameter of the address, without NUL, which PostgreSQL refuses."""
    return request.args.get(name, "").strip()[:200]


def _filters() -> search.Filters:
    priority = _parameter("priority")
    return search.Filters(
        words=_parameter("q"),
        state=_parameter("state"),
        priority=int(priority) if priority in {"1", "2", "3", "4"} else None,
        team=_parameter("team"),
        client_id=_parameter("client"),
        caller=_parameter("caller"),
        since=_since(_parameter("period")),
        sort=_parameter("sort"),
        page=int(_parameter("page")) if PAGE_NUMBER.fullmatch(_parameter("page")) else 1,
    )


def _sort_after(now_by: str, name: str) -> str:
    """The order after a press on the head of a column; the second press turns it round."""
    return f"-{name}" if now_by == name else name


def _since(period: str) -> datetime | None:
    return now() - PERIODS[period] if period in PERIODS else None


def visible_clients(user: User) -> list[Client]:
    visible = visible_client_ids(user)
    statement = select(Client).order_by(Client.name)
    if visible is not None:
        statement = statement.where(Client.id.in_(visible))
    return list(db.session.scalars(statement))


def _zone(clients: list[Client]) -> ZoneInfo:
    """The clients' zone where they share one; else the operator's."""
    zones = {client.timezone for client in clients}
    return ZoneInfo(zones.pop() if len(zones) == 1 else OPERATORS_ZONE)

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
from web.languages import page_language
from web.portal import note_times, recordings
from web.portal.ticket_calls import notes_of
from web.portal.ticket_document import mark, ticket_document

blueprint = Blueprint("portal", __name__)
NUMBER = re.compile(r"#?([0-9]{1,9})")  # fits the column
PAGE_NUMBER = re.compile(r"[0-9]{1,6}")
OPERATORS_ZONE = "Europe/Paris"
PERIODS = {"day": timedelta(days=1), "week": timedelta(days=7), "month": timedelta(days=31)}


@blueprint.get("/tickets")
@login_required
def ticket_list() -> str | AnyResponse:
    asked = NUMBER.fullmatch(_asked("q"))
    named = search.by_number(current_user, int(asked[1])) if asked else None
    if named is not None:
        return redirect(url_for("portal.ticket", ticket_id=named.id))
    clients, filters = visible_clients(current_user), _filters()
    return render_template(
        "portal/list.html",
        page=search.find(current_user, filters),
        filters=filters,
        period=_asked("period"),
        clients=clients,
        client_of={client.id: client for client in clients},
        teams=search.teams(current_user),
        states=list(State),
        unassigned=search.UNASSIGNED,
        sorts={name: _sort_after(filters.sort, name) for name in search.COLUMNS},
        zone=_zone(clients),
    )


@blueprint.get("/tickets/<ticket_id>")
@login_required
def ticket(ticket_id: str) -> str:
    found = _theirs(ticket_id)
    document = _document(found)
    zone = document["client"]["timezone"] if document["client"] else OPERATORS_ZONE
    told_of = recordings.calls_of(found.id)
    objected = {call.id for call in told_of if call.recording_objected}
    parts = recordings.parts_of(found.id, told_of)
    heard = [part for part in parts if part.recording.call_id not in objected]
    shown = [(recordings.recording_json(part), recordings.transcript_json(part)) for part in heard]
    sounds = {
        part.transcript.id: part.recording.id if part.playable else ""
        for part in parts
        if part.transcript
    }
    told, moving = mark(found)
    return render_template(
        "portal/ticket.html",
        document=document,
        row=found,
        parts=shown,
        objected=bool(objected),
        noted_pieces={call.id: note_times.pieces(notes_of(call), call, heard) for call in told_of},
        sounds=sounds,
        zone=ZoneInfo(zone),
        mark=told,
        moving=moving,
    )


@blueprint.post("/tickets/<ticket_id>/state")
@login_required
def change_state(ticket_id: str) -> AnyResponse:
    """Mark as solved, or open again; late and double clicks change nothing."""
    found = _theirs(ticket_id)
    event = request.form.get("event", "")
    if event not in {Event.SOLVED, Event.REOPENED}:
        abort(400)
    if cases.advance(found.id, Event(event), actor_id=current_user.id):
        audit.record(
            f"ticket.{event}",
            actor_id=current_user.id,
            client_id=found.client_id,
            subject=found.id,
        )
    db.commit()
    return redirect(url_for("portal.ticket", ticket_id=found.id))


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
    return jsonify(_document(_theirs(ticket_id)))


@blueprint.get("/api/tickets/<ticket_id>/mark")
@login_required
def api_mark(ticket_id: str) -> Response:
    """For a page that waits: whether it shows everything there is, and whether more will come."""
    told, moving = mark(_theirs(ticket_id))
    return jsonify(mark=told, moving=moving)


def _document(found: Ticket) -> dict[str, Any]:
    staff = bool(current_user.staff_role)
    return ticket_document(found, page_language(), staff=staff)


def _theirs(ticket_id: str) -> Ticket:
    found = search.get(current_user, ticket_id)
    if found is None:
        abort(404)
    return found


def _asked(name: str) -> str:
    """What the address says; a NUL, which PostgreSQL refuses, never belongs there."""
    return request.args.get(name, "").replace("\0", "").strip()[:200]


def _filters() -> search.Filters:
    priority = _asked("priority")
    return search.Filters(
        words=_asked("q"),
        state=_asked("state"),
        priority=int(priority) if priority in {"1", "2", "3", "4"} else None,
        team=_asked("team"),
        client_id=_asked("client"),
        caller=_asked("caller"),
        since=_since(_asked("period")),
        sort=_asked("sort"),
        page=int(_asked("page")) if PAGE_NUMBER.fullmatch(_asked("page")) else 1,
    )


def _sort_after(now_by: str, name: str) -> str:
    """What a press on the head of a column sorts by: the other way round at the second press."""
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
    """Where all have one clock, theirs; else the operator's."""
    zones = {client.timezone for client in clients}
    return ZoneInfo(zones.pop() if len(zones) == 1 else OPERATORS_ZONE)

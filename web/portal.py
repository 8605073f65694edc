"""Tickets for those who read them: the client's own people, supervisors, agents."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_login import current_user, login_required
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from core import audit, db
from core.clock import now
from core.tenants import Client, User, visible_client_ids
from tickets import cases, search
from tickets.models import Ticket
from tickets.states import Event, State
from web.ticket_json import ticket_document

blueprint = Blueprint("portal", __name__)
PERIODS = {"day": timedelta(days=1), "week": timedelta(days=7), "month": timedelta(days=31)}


@blueprint.get("/tickets")
@login_required
def ticket_list() -> str | AnyResponse:
    words = request.args.get("q", "").strip()
    if words.lstrip("#").isdigit():
        found = search.by_number(current_user, int(words.lstrip("#")[:9]))
        if found is not None:
            return redirect(url_for("portal.ticket", ticket_id=found.id))
    filters = _filters()
    page = search.find(current_user, filters)
    clients = visible_clients(current_user)
    return render_template(
        "portal/list.html",
        page=page,
        filters=filters,
        period=request.args.get("period", ""),
        clients=clients,
        client_of={client.id: client for client in clients},
        teams=search.teams(current_user),
        states=list(State),
        zone=_zone(clients),
    )


@blueprint.get("/tickets/<ticket_id>")
@login_required
def ticket(ticket_id: str) -> str:
    found = _theirs(ticket_id)
    document = ticket_document(found, str(get_locale() or "en"))
    client = db.session.get(Client, found.client_id) if found.client_id else None
    zone = ZoneInfo(client.timezone if client else "Europe/Paris")
    return render_template("portal/ticket.html", document=document, row=found, zone=zone)


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
    rows = [{"id": row.id, "number": row.number, "title": row.title} for row in page.tickets]
    return jsonify(tickets=rows, total=page.total, page=page.page)


@blueprint.get("/api/tickets/<ticket_id>")
@login_required
def api_ticket(ticket_id: str) -> Response:
    return jsonify(ticket_document(_theirs(ticket_id), str(get_locale() or "en")))


def _theirs(ticket_id: str) -> Ticket:
    found = search.get(current_user, ticket_id)
    if found is None:
        abort(404)
    return found


def _filters() -> search.Filters:
    asked = request.args
    priority = asked.get("priority", type=int)
    return search.Filters(
        words=asked.get("q", "").strip(),
        state=asked.get("state", ""),
        priority=priority if priority in {1, 2, 3, 4} else None,
        team=asked.get("team", ""),
        client_id=asked.get("client", ""),
        caller=asked.get("caller", ""),
        since=_since(asked.get("period", "")),
        page=max(1, asked.get("page", default=1, type=int)),
    )


def _since(period: str) -> datetime | None:
    return now() - PERIODS[period] if period in PERIODS else None


def visible_clients(user: User) -> list[Client]:
    visible = visible_client_ids(user)
    statement = select(Client).order_by(Client.name)
    if visible is not None:
        statement = statement.where(Client.id.in_(visible))
    return list(db.session.scalars(statement))


def _zone(clients: list[Client]) -> ZoneInfo:
    """One client: their clock. Several: the operator's."""
    zones: set[Any] = {client.timezone for client in clients}
    return ZoneInfo(zones.pop() if len(zones) == 1 else "Europe/Paris")

"""Pushes about calls to people's screens: ids only, the page asks for the rest."""

from collections.abc import Iterable

from sqlalchemy import select

from core import screen
from core.db import session
from core.tenants import User
from voice.models import Call


def call_changed(call: Call, also: Iterable[str | None] = ()) -> None:
    """Tell the agent who has the call, and the others whom it concerns (`also`)."""
    people = {call.agent_id, *also} - {None}
    screen.push([str(p) for p in people], "call", {"call_id": call.id, "state": call.state})


def offers_changed(user_ids: Iterable[str], call_id: str) -> None:
    screen.push(user_ids, "offers", {"call_id": call_id})


def alert(kind: str, call_id: str) -> None:
    """Tell every supervisor."""
    chosen = select(User.id).where(User.active, User.staff_role == "supervisor")
    screen.push(session.scalars(chosen), "alert", {"kind": kind, "call_id": call_id})


def status_changed(user_id: str) -> None:
    screen.push([user_id], "status", {})

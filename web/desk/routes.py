"""The agent's desk: its page, and the functions that its routes share.

The routes of one call are in `calls`, the others in the modules beside it.
"""

from collections.abc import Callable
from dataclasses import asdict
from functools import wraps
from typing import Any, ParamSpec
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, jsonify, render_template, url_for
from flask_babel import gettext
from flask_login import current_user, login_required
from flask_wtf.csrf import generate_csrf

from core import db, sign_ins
from core.clock import now
from core.config import settings
from core.screen import last_number
from voice import calls, desk_view, gateway, rows
from voice.agents import presence
from voice.calls import transfers
from voice.models import Call
from web.assets import asset
from web.desk import browser_phone, keys, volumes
from web.desk.refusals import Reply, refused
from web.desk.view import call_for_page, offer_for_page
from web.desk.words import words
from web.pace import pace
from web.request_data import json_object
from web.welcome import callers, tour

P = ParamSpec("P")
BREAK_REASONS = ("lunch", "pause", "training", "meeting")

blueprint = Blueprint("desk", __name__)


@blueprint.get("/desk")
@login_required
def page() -> str:
    _agents_only()
    own = keys.own_of(current_user.row.preferences)
    take_key = own.get("take", keys.DEFAULTS["take"]) or gettext("Enter")
    db.commit()  # whose page it is was read with the lock of SQLite's one writer: calls wait for it
    with db.reading():
        return render_template(
            "desk.html",
            words=words(),
            reasons=BREAK_REASONS,
            boot=_boot(),
            take_key=take_key,
        )


def _boot() -> dict[str, Any]:
    """Data that the page needs before its first request."""
    stream = settings().stream_url
    return {
        "news": {
            "person": current_user.id,
            "worker": _worker(),
            "stream": f"{stream}/stream/desk",
            "elsewhere": bool(stream),
            "pace": {name: seconds * 1000 for name, seconds in asdict(pace).items()},
        },
        "shortcuts": keys.for_page(current_user.row.preferences),
        "has_sound": browser_phone.is_sdk(),
        "ring_volume": volumes.own_of(current_user.row.preferences),
        "ringing_icon": url_for("static", filename="icon-ringing.svg"),
        "callers": callers.for_page(current_user.row),
        "newcomer": not tour.has_closed_a_call(current_user.row),
        "tour": tour.is_for(current_user.row),
    }


def _worker() -> str:
    """The address of the script that fetches the news beside the page.

    What it may connect to is said by the headers that come with it, and browsers keep both: with
    another address of the streams it must be another one.
    """
    stream = settings().stream_url
    return asset("desk-news.js") + (f"?{urlencode({'stream': stream})}" if stream else "")


def _agents_only() -> None:
    if not current_user.answers_calls:
        abort(404)


def route(method: str, path: str) -> Callable[[Callable[P, Reply]], Callable[P, Reply]]:
    """A route of the desk's interface: agents only, and every refusal as JSON that says why."""

    def decorate(view: Callable[P, Reply]) -> Callable[P, Reply]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> Reply:
            _agents_only()
            try:
                with gateway.asking_for(current_user.id):
                    return db.with_retries(lambda: view(*args, **kwargs))
            except Exception as problem:
                db.session.rollback()
                refusal = refused(problem)
                if refusal is None:
                    raise
                return refusal

        blueprint.route(f"/desk{path}", methods=[method])(login_required(guarded))
        return guarded

    return decorate


def content() -> dict[str, Any]:
    """The JSON object of this request, or an empty one."""
    return json_object() or {}


def text(name: str) -> str:
    value = content().get(name, "")
    return value if isinstance(value, str) else str(value)


def number(name: str) -> int:
    value = content().get(name, 0)
    return value if isinstance(value, int) else 0


def own_call(call_id: str) -> Call:
    """A call of the signed-in agent; 404 for any other call.

    Raises Transferred for an agent who handed the call over, so that the page can keep their text.
    """
    call = db.session.get(Call, call_id)
    if call is None:
        abort(404)
    if call.agent_id != current_user.id:
        transfers.refuse_former(call, current_user.id)
        abort(404)
    return call


def call_reply(call_id: str) -> Response:
    """The call as the desk shows it now; ends the transaction.

    The number is read first, so that the view holds all news up to that number.
    """
    number = last_number(current_user.id)
    call = db.session.get_one(Call, call_id, populate_existing=True)
    view = call_for_page(desk_view.view(call, current_user.row), call, number)
    db.commit()
    return jsonify(view)


@route("GET", "/state")
def state() -> Reply:
    page_state = desk_view.state_for(current_user.row)
    page_state["calls"] = [
        call_for_page(view, rows.get(view["id"]), page_state["number"])
        for view in page_state["calls"]
    ]
    page_state["offers"] = [offer_for_page(offer) for offer in page_state["offers"]]
    page_state["csrf"] = generate_csrf()
    db.commit()
    return jsonify(page_state)


@route("POST", "/status")
def status() -> Reply:
    row = presence.set_status(current_user.id, text("status"), text("reason"))
    answer = {"status": row.status, "reason": row.reason, "since": row.since.isoformat()}
    db.commit()
    return jsonify(answer)


@route("POST", "/offers/<offer_id>/claim")
def claim(offer_id: str) -> Reply:
    call_id = calls.claim(offer_id, current_user.id).id
    db.commit()
    return call_reply(call_id)


@route("GET", "/offers/<offer_id>/others")
def others(offer_id: str) -> Reply:
    """Who else can take the call of an own offer now, at their desk."""
    return jsonify(names=presence.others_offered(offer_id, current_user.id))


@route("POST", "/phone-token")
def phone_token() -> Reply:
    """A token for the browser phone: for minutes, and not beyond the end of the sign-in."""
    left = int((current_user.sign_in.ends_at - now()).total_seconds())
    seconds = max(1, min(gateway.TOKEN_SECONDS, left))
    identity = sign_ins.phone_of(current_user.sign_in)
    return jsonify(
        token=gateway.phone_token(identity, seconds),
        identity=identity,
        expires_in=seconds,
        **browser_phone.network(),
    )

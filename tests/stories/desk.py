"""The desk's interface with nothing of the web around it: who signs in is believed.

What a call looks like is answered where the scripted agent reads it.
"""

from typing import Any

from flask import Blueprint, Response, jsonify, request, session
from sqlalchemy import select

from core import db
from core.config import settings
from core.tenants import User
from tests.conftest import phone_for
from voice import calls, desk_view, gateway, rows
from voice.agents import presence
from voice.errors import AlreadyTaken
from workflows import runs
from workflows.runs import GateClosed

blueprint = Blueprint("desk", __name__)


def _user() -> User:
    return db.session.get_one(User, session["user"])


def _view(call_id: str) -> Response:
    view = desk_view.view(rows.get(call_id), _user())
    db.commit()
    return jsonify(view)


def _content() -> dict[str, Any]:
    return request.get_json(silent=True) or {}


@blueprint.get("/login")
def sign_in_page() -> str:
    return ""


@blueprint.post("/login")
def sign_in() -> str:
    chosen = select(User).where(User.email == request.form["email"])
    session["user"] = db.session.scalars(chosen).one().id
    return ""


@blueprint.get("/desk/state")
def state() -> Response:
    view = desk_view.state_for(_user())
    db.commit()
    return jsonify(view)


@blueprint.post("/desk/status")
def status() -> Response:
    presence.set_status(_user().id, _content()["status"])
    db.commit()
    return jsonify({})


@blueprint.post("/desk/offers/<offer_id>/claim")
def claim(offer_id: str) -> Response | tuple[Response, int]:
    try:
        call = calls.claim(offer_id, _user().id)
    except AlreadyTaken:
        db.session.rollback()
        return jsonify(error="already_taken"), 409
    db.commit()
    return _view(call.id)


@blueprint.post("/desk/phone-token")
def phone_token() -> Response:
    token = gateway.phone_token(phone_for(_user().id))
    return jsonify(token=token, phone_url=settings().twilio_api_base_url)


@blueprint.get("/desk/calls/<call_id>")
def show(call_id: str) -> Response:
    return _view(call_id)


@blueprint.put("/desk/calls/<call_id>/answers/<step>")
def answer(call_id: str, step: str) -> Response:
    run_id = rows.get(call_id).run_id
    assert run_id is not None
    content = _content()
    runs.save_answer(
        run_id, step, content["raw"], author_id=_user().id, base_revision=content["base_revision"]
    )
    db.commit()
    return jsonify({})


@blueprint.post("/desk/calls/<call_id>/hold")
def hold(call_id: str) -> Response:
    calls.hold(call_id)
    db.commit()
    return jsonify({})


@blueprint.post("/desk/calls/<call_id>/resume")
def resume(call_id: str) -> Response:
    calls.resume(call_id)
    db.commit()
    return jsonify({})


@blueprint.post("/desk/calls/<call_id>/hangup")
def hang_up(call_id: str) -> Response:
    calls.hang_up(call_id, _user().id)
    return jsonify({})


@blueprint.post("/desk/calls/<call_id>/close")
def close(call_id: str) -> Response | tuple[Response, int]:
    try:
        calls.close(call_id, _user().id, _content().get("override_reason", ""))
    except GateClosed:
        db.session.rollback()
        return jsonify(error="gate_closed"), 409
    db.commit()
    return jsonify({})

"""The agent's desk: one page, and the interface behind it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

import nh3
from flask import Blueprint, Response, abort, jsonify, render_template, request
from flask_babel import gettext
from flask_login import current_user, login_required
from flask_wtf.csrf import generate_csrf
from markdown_it import MarkdownIt

from core import db
from core.config import settings
from voice import calls, desk, gateway, presence
from voice.models import Call
from web.desk_words import words
from web.filters import phone
from workflows import runs
from workflows.runs.results import SavedAnswer

P = ParamSpec("P")
Reply = Response | tuple[Response, int]
BREAK_REASONS = ("lunch", "pause", "training", "meeting")

blueprint = Blueprint("desk", __name__)
_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")


@blueprint.get("/desk")
@login_required
def page() -> str:
    _agents_only()
    return render_template("desk.html", words=words(), reasons=BREAK_REASONS, boot=_boot())


def _boot() -> dict[str, Any]:
    """What the page has to know before it asks for anything."""
    stream = settings().stream_url
    return {"stream": f"{stream}/stream/desk", "elsewhere": bool(stream)}


def _agents_only() -> None:
    if not current_user.answers_calls:
        abort(404)


def route(method: str, path: str) -> Callable[[Callable[P, Reply]], Callable[P, Reply]]:
    """A route of the desk's interface: agents only, and every refusal as JSON that says why."""

    def decorate(view: Callable[P, Reply]) -> Callable[P, Reply]:
        @wraps(view)
        def answered(*args: P.args, **kwargs: P.kwargs) -> Reply:
            _agents_only()
            try:
                return view(*args, **kwargs)
            except REFUSALS as refusal:
                db.session.rollback()
                return _refused(refusal)

        blueprint.route(f"/desk{path}", methods=[method])(login_required(answered))
        return answered

    return decorate


REFUSALS = (
    calls.UnknownOffer,
    calls.AlreadyTaken,
    calls.AgentBusy,
    calls.NotNow,
    gateway.GatewayError,
    presence.UnknownStatus,
    runs.GateClosed,
    runs.ReasonTooShort,
    runs.RevisionConflict,
    runs.RunFinished,
    runs.TooLong,
    runs.UnknownStep,
)


def _refused(refusal: Exception) -> Reply:
    if isinstance(refusal, calls.AlreadyTaken):
        by = refusal.by
        told = (
            gettext("Already taken by %(name)s.", name=by) if by else gettext("The caller is gone.")
        )
        return _error("already_taken", told, 409, by=by)
    if isinstance(refusal, runs.GateClosed):
        listed = [{"key": one.key, "title": _said(one.title)} for one in refusal.missing]
        told = gettext("Mandatory answers are missing.")
        return _error("gate_closed", told, 409, missing=listed)
    if isinstance(refusal, runs.RevisionConflict):
        return _error(
            "conflict", gettext("Somebody saved another value."), 409, current=_now(refusal)
        )
    code, status, told = _plain(refusal)
    return _error(code, told, status)


def _plain(refusal: Exception) -> tuple[str, int, str]:
    known: dict[type[Exception], tuple[str, int, str]] = {
        calls.UnknownOffer: ("not_found", 404, gettext("This call is not offered to you.")),
        calls.AgentBusy: ("busy", 409, gettext("Finish the call you have first.")),
        calls.NotNow: ("not_now", 409, gettext("The call is no longer in a state for this.")),
        presence.UnknownStatus: ("bad_status", 422, gettext("There is no such status.")),
        runs.ReasonTooShort: ("reason", 422, gettext("Give a reason that others can judge later.")),
        runs.RunFinished: ("finished", 409, gettext("This call is closed; its answers stay.")),
        runs.TooLong: ("too_long", 422, gettext("This text is too long.")),
        runs.UnknownStep: ("unknown_step", 422, gettext("The script has no such step.")),
    }
    failed = ("telephony", 502, gettext("The telephone provider did not answer. Try again."))
    return known.get(type(refusal), failed)


def _now(conflict: runs.RevisionConflict) -> dict[str, Any]:
    current = conflict.current
    text = current.raw if isinstance(current, SavedAnswer) else current.text
    return {"raw": text, "revision": current.revision}


def _said(texts: Any) -> str:
    if isinstance(texts, dict):
        return str(texts.get(current_user.language) or next(iter(texts.values()), ""))
    return str(texts)


def _error(code: str, message: str, status: int, **more: Any) -> Reply:
    return jsonify(error=code, message=message, **more), status


def _content() -> dict[str, Any]:
    try:
        given = request.get_json(silent=True)
    except RecursionError:  # nested deeper than anything that a page sends
        abort(400)
    return given if isinstance(given, dict) else {}


def _text(name: str) -> str:
    value = _content().get(name, "")
    return value if isinstance(value, str) else str(value)


def _number(name: str) -> int:
    value = _content().get(name, 0)
    return value if isinstance(value, int) else 0


def _mine(call_id: str) -> Call:
    """An agent reaches the calls that are theirs, and no others."""
    call = db.session.get(Call, call_id)
    if call is None or call.agent_id != current_user.id:
        abort(404)
    return call


def _view(call_id: str) -> Response:
    call = calls.get(call_id)
    shown = _dressed(desk.view(call, current_user.row))
    db.commit()
    return jsonify(shown)


def _dressed(view: dict[str, Any]) -> dict[str, Any]:
    """With the number as people write it, and articles, which somebody else wrote, as safe HTML."""
    view["caller_shown"] = phone(view["caller"])
    for article in (view["run"] or {}).get("articles", ()):
        article["html"] = nh3.clean(_markdown.render(article["body"]))
    return view


@route("GET", "/state")
def state() -> Reply:
    shown = desk.state_for(current_user.row)
    shown["calls"] = [_dressed(view) for view in shown["calls"]]
    for offer in shown["offers"]:
        offer["caller_shown"] = phone(offer["caller"])
    shown["csrf"] = generate_csrf()
    db.commit()
    return jsonify(shown)


@route("POST", "/status")
def status() -> Reply:
    row = presence.set_status(current_user.id, _text("status"), _text("reason"))
    told = {"status": row.status, "reason": row.reason, "since": row.since.isoformat()}
    db.commit()
    return jsonify(told)


@route("POST", "/offers/<offer_id>/claim")
def claim(offer_id: str) -> Reply:
    call_id = calls.claim(offer_id, current_user.id).id
    db.commit()
    return _view(call_id)


@route("POST", "/phone-token")
def phone_token() -> Reply:
    """A token for the browser phone, for an hour at most."""
    token = gateway.phone_token(current_user.id)
    simulated = settings().simulated
    return jsonify(
        token=token,
        identity=current_user.id,
        expires_in=gateway.TOKEN_SECONDS,
        simulated=simulated,
        phone_url=settings().twilio_api_base_url if simulated else "",
    )


@route("GET", "/calls/<call_id>")
def show(call_id: str) -> Reply:
    return _view(_mine(call_id).id)


@route("PUT", "/calls/<call_id>/answers/<step>")
def answer(call_id: str, step: str) -> Reply:
    call = _mine(call_id)
    if call.run_id is None:
        abort(404)
    runs.save_answer(
        call.run_id,
        step,
        _text("raw"),
        author_id=current_user.id,
        base_revision=_number("base_revision"),
    )
    db.commit()
    return _view(call_id)


@route("PUT", "/calls/<call_id>/notes")
def notes(call_id: str) -> Reply:
    call = _mine(call_id)
    if call.run_id is None:
        abort(404)
    runs.save_notes(call.run_id, _text("raw"), _number("base_revision"), current_user.id)
    db.commit()
    return _view(call_id)


@route("POST", "/calls/<call_id>/hold")
def hold(call_id: str) -> Reply:
    calls.hold(_mine(call_id).id)
    return _view(call_id)


@route("POST", "/calls/<call_id>/resume")
def resume(call_id: str) -> Reply:
    calls.resume(_mine(call_id).id)
    return _view(call_id)


@route("POST", "/calls/<call_id>/hangup")
def hang_up(call_id: str) -> Reply:
    calls.hang_up(_mine(call_id).id, current_user.id)
    return _view(call_id)


@route("POST", "/calls/<call_id>/recording")
def start_recording(call_id: str) -> Reply:
    calls.start_recording(_mine(call_id).id, current_user.id)
    return _view(call_id)


@route("POST", "/calls/<call_id>/objection")
def objection(call_id: str) -> Reply:
    calls.object_to_recording(_mine(call_id).id, current_user.id)
    db.commit()
    return _view(call_id)


@route("POST", "/calls/<call_id>/close")
def close(call_id: str) -> Reply:
    calls.close(_mine(call_id).id, current_user.id, _text("override_reason"))
    db.commit()
    return _view(call_id)

"""Routes of one call: answers, notes, hold, hang up, close."""

from collections.abc import Callable

from flask import abort, jsonify
from flask_login import current_user

from core import db
from voice import calls, desk_view
from voice.models import Call
from web.desk.refusals import Reply
from web.desk.routes import call_reply, number, own_call, route, text
from web.desk.view import run_for_page
from workflows import runs
from workflows.runs import SavedAnswer, SavedNotes


@route("GET", "/calls/<call_id>")
def show(call_id: str) -> Reply:
    return call_reply(own_call(call_id).id)


@route("PUT", "/calls/<call_id>/answers/<step>")
def answer(call_id: str, step: str) -> Reply:
    call = own_call(call_id)
    run_id = _run_of(call)
    raw, base_revision = text("raw"), number("base_revision")
    author_id = current_user.id
    return save_reply(
        call,
        lambda: runs.save_answer(
            run_id, step, raw, author_id=author_id, base_revision=base_revision
        ),
    )


@route("PUT", "/calls/<call_id>/notes")
def notes(call_id: str) -> Reply:
    call = own_call(call_id)
    raw, base_revision, author_id = text("raw"), number("base_revision"), current_user.id

    if call.run_id is not None:
        return save_reply(call, lambda: calls.save_notes(call_id, raw, base_revision, author_id))
    saved = calls.save_notes(call_id, raw, base_revision, author_id)
    db.commit()
    as_json = {"text": saved.text, "revision": saved.revision}
    return jsonify(id=call_id, revision=saved.revision, notes=as_json)


def run_of(call_id: str) -> str:
    """The run of a call of this agent; 404 where it has no script."""
    return _run_of(own_call(call_id))


def _run_of(call: Call) -> str:
    if call.run_id is None:
        abort(404)
    return call.run_id


def save_reply(call: Call, save: Callable[[], SavedAnswer | SavedNotes]) -> Reply:
    """Save something of the call's run; the reply has the changes, not the whole call."""
    saved, changes = desk_view.run_changes(call, current_user.row, save)
    run_for_page(changes, call)
    db.commit()
    return jsonify(id=call.id, revision=saved.revision, run=changes)


@route("POST", "/calls/<call_id>/hold")
def hold(call_id: str) -> Reply:
    calls.hold(own_call(call_id).id)
    return call_reply(call_id)


@route("POST", "/calls/<call_id>/resume")
def resume(call_id: str) -> Reply:
    calls.resume(own_call(call_id).id)
    return call_reply(call_id)


@route("POST", "/calls/<call_id>/hangup")
def hang_up(call_id: str) -> Reply:
    calls.hang_up(own_call(call_id).id, current_user.id)
    return call_reply(call_id)


@route("POST", "/calls/<call_id>/recording")
def start_recording(call_id: str) -> Reply:
    calls.start_recording(own_call(call_id).id, current_user.id)
    return call_reply(call_id)


@route("POST", "/calls/<call_id>/objection")
def objection(call_id: str) -> Reply:
    calls.object_to_recording(own_call(call_id).id, current_user.id)
    db.commit()
    return call_reply(call_id)


@route("POST", "/calls/<call_id>/close")
def close(call_id: str) -> Reply:
    calls.close(own_call(call_id).id, current_user.id, text("override_reason"))
    db.commit()
    return call_reply(call_id)

"""What an agent does to one call: answers, notes, hold, hang up, close."""

from collections.abc import Callable

from flask import abort, jsonify
from flask_login import current_user

from core import db
from voice import calls, desk_view
from voice.models import Call
from web.desk.refusals import Reply
from web.desk.routes import mine, number, route, shown, text
from web.desk.view import times_for_page
from workflows import runs
from workflows.runs import SavedAnswer, SavedNotes


@route("GET", "/calls/<call_id>")
def show(call_id: str) -> Reply:
    return shown(mine(call_id).id)


@route("PUT", "/calls/<call_id>/answers/<step>")
def answer(call_id: str, step: str) -> Reply:
    call = mine(call_id)
    run_id = _run_of(call)
    raw, base_revision = text("raw"), number("base_revision")
    author_id = current_user.id
    return changed(
        call,
        lambda: runs.save_answer(
            run_id, step, raw, author_id=author_id, base_revision=base_revision
        ),
    )


@route("PUT", "/calls/<call_id>/notes")
def notes(call_id: str) -> Reply:
    call = mine(call_id)
    raw, base_revision, author_id = text("raw"), number("base_revision"), current_user.id

    if call.run_id is not None:
        return changed(call, lambda: calls.save_notes(call_id, raw, base_revision, author_id))
    saved = calls.save_notes(call_id, raw, base_revision, author_id)
    db.commit()
    kept = {"text": saved.text, "revision": saved.revision}
    return jsonify(id=call_id, revision=saved.revision, notes=kept)


def run_of(call_id: str) -> str:
    """The run of a call of this agent; 404 where it has no script."""
    return _run_of(mine(call_id))


def _run_of(call: Call) -> str:
    if call.run_id is None:
        abort(404)
    return call.run_id


def changed(call: Call, save: Callable[[], SavedAnswer | SavedNotes]) -> Reply:
    """Save something of the call's run; the answer is what that changed, not the whole call."""
    saved, changes = desk_view.run_changes(call, current_user.row, save)
    times_for_page(changes, call)
    db.commit()
    return jsonify(id=call.id, revision=saved.revision, run=changes)


@route("POST", "/calls/<call_id>/hold")
def hold(call_id: str) -> Reply:
    calls.hold(mine(call_id).id)
    return shown(call_id)


@route("POST", "/calls/<call_id>/resume")
def resume(call_id: str) -> Reply:
    calls.resume(mine(call_id).id)
    return shown(call_id)


@route("POST", "/calls/<call_id>/hangup")
def hang_up(call_id: str) -> Reply:
    calls.hang_up(mine(call_id).id, current_user.id)
    return shown(call_id)


@route("POST", "/calls/<call_id>/recording")
def start_recording(call_id: str) -> Reply:
    calls.start_recording(mine(call_id).id, current_user.id)
    return shown(call_id)


@route("POST", "/calls/<call_id>/objection")
def objection(call_id: str) -> Reply:
    calls.object_to_recording(mine(call_id).id, current_user.id)
    db.commit()
    return shown(call_id)


@route("POST", "/calls/<call_id>/close")
def close(call_id: str) -> Reply:
    calls.close(mine(call_id).id, current_user.id, text("override_reason"))
    db.commit()
    return shown(call_id)

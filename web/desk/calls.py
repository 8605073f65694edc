"""What an agent does to one call: answers, notes, hold, hang up, close."""

from flask import abort
from flask_login import current_user

from core import db
from voice import calls
from web.desk.refusals import Reply
from web.desk.routes import mine, number, route, shown, text
from workflows import runs


@route("GET", "/calls/<call_id>")
def show(call_id: str) -> Reply:
    return shown(mine(call_id).id)


@route("PUT", "/calls/<call_id>/answers/<step>")
def answer(call_id: str, step: str) -> Reply:
    runs.save_answer(
        run_of(call_id),
        step,
        text("raw"),
        author_id=current_user.id,
        base_revision=number("base_revision"),
    )
    db.commit()
    return shown(call_id)


@route("PUT", "/calls/<call_id>/notes")
def notes(call_id: str) -> Reply:
    calls.save_notes(mine(call_id).id, text("raw"), number("base_revision"), current_user.id)
    db.commit()
    return shown(call_id)


def run_of(call_id: str) -> str:
    """The run of a call of this agent; 404 where it has no script."""
    run_id = mine(call_id).run_id
    if run_id is None:
        abort(404)
    return run_id


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

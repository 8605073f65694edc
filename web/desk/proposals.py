"""Takes an agent's proposal to change a step, while the call goes on."""

from flask import jsonify
from flask_login import current_user

from core import db
from web.desk.calls import run_of
from web.desk.refusals import Reply, error
from web.desk.routes import route, text
from web.messages import refusals
from workflows import drafting, library, runs
from workflows.drafting.models import ScriptComment
from workflows.models import Run, ScriptVersion


@route("POST", "/calls/<call_id>/proposals")
def propose(call_id: str) -> Reply:
    """Leave a proposal with the script for its writers; the same token again adds nothing."""
    run, step = runs.get(run_of(call_id)), text("step")
    if step not in library.compiled(run.script_version_id).place:
        raise runs.UnknownStep(step)
    try:
        comment = _proposal(run, step)
    except drafting.BadEdit as refusal:
        db.session.rollback()
        return error("bad_proposal", refusals.sentence(refusal), 422)
    db.commit()
    return jsonify(id=comment.id), 201


def _proposal(run: Run, step: str) -> ScriptComment:
    version = db.session.get_one(ScriptVersion, run.script_version_id)
    return drafting.comment(
        version.script_id,
        f"step:{step}",
        text("text"),
        by=current_user.id,
        kind="proposal",
        run_id=run.id,
        version_id=version.id,
        token=text("token"),
    )

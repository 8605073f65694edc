"""Commenting on scripts: as JSON for the editor, as forms for the other pages."""

from flask import Response, abort, jsonify, redirect, request, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response as AnyResponse

from core import db
from web.request_data import json_object
from web.scripting.access import blueprint, readable_script, refused, require_editor
from web.scripting.comment_threads import CommentView, views
from web.scripting.pages import overview_page
from web.targets import safe_target
from workflows import drafting
from workflows.drafting.models import ScriptComment
from workflows.models import Script
from workflows.texts import Refusal

Reply = AnyResponse | tuple[Response, int]


@blueprint.post("/scripts/<script_id>/comments")
@login_required
def add_comment(script_id: str) -> Reply:
    script = readable_script(script_id)
    try:
        made = drafting.comment(
            script.id, _typed("part"), _typed("text"), by=current_user.id, token=_typed("token")
        )
    except Refusal as refusal:
        db.session.rollback()
        return _refused(script, refusal)
    answer = views(script, [made])[0]
    db.commit()
    return _done(script, answer, 201)


@blueprint.post("/scripts/comments/<comment_id>/resolve")
@login_required
def resolve_comment(comment_id: str) -> Reply:
    script, _ = _editable(comment_id)
    row = drafting.resolve(comment_id, current_user.id, _typed("resolution"))
    answer = views(script, [row])[0]
    db.commit()
    return _done(script, answer, 200)


@blueprint.post("/scripts/comments/<comment_id>/reopen")
@login_required
def reopen_comment(comment_id: str) -> Reply:
    script, _ = _editable(comment_id)
    row = drafting.reopen(comment_id)
    answer = views(script, [row])[0]
    db.commit()
    return _done(script, answer, 200)


def _editable(comment_id: str) -> tuple[Script, ScriptComment]:
    try:
        row = drafting.get_comment(comment_id)
    except drafting.UnknownComment:
        abort(404)
    script = readable_script(row.script_id)
    require_editor(script.client_id)
    return script, row


def _typed(field: str) -> str:
    given = json_object() if request.is_json else request.form
    value = given.get(field, "") if given else ""
    return value if isinstance(value, str) else ""


def _done(script: Script, comment: CommentView, code: int) -> Reply:
    if request.is_json:
        return jsonify(comment=comment.as_json()), code
    target = safe_target(request.form.get("next", ""))
    return redirect(target or url_for("scripts.overview", script_id=script.id, _anchor="comments"))


def _refused(script: Script, refusal: Refusal) -> Reply:
    message = refused(refusal)
    if request.is_json:
        return jsonify(error="bad_comment", message=message), 422
    return Response(overview_page(script.id, message, {"text": _typed("text")}), 422)

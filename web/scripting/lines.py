"""Putting a script on a line of its client, from the page of the script."""

from flask import abort, redirect, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response as AnyResponse

from core import db
from web.scripting.access import blueprint, readable_script, refused, require_publisher, typed
from web.scripting.pages import overview_page
from workflows import drafting
from workflows.texts import Refusal


@blueprint.post("/scripts/<script_id>/lines/<line_id>")
@login_required
def put_on_line(script_id: str, line_id: str) -> AnyResponse | tuple[str, int]:
    """Calls of the line begin with this script from now on; the page then offers to undo it.

    To undo is to put the script of before there, from the page of the other: `page`.
    """
    script = readable_script(script_id)
    require_publisher(script.client_id)
    shown = readable_script(typed("page") or script_id)
    before = typed("instead_of")
    try:
        drafting.put_on_line(script, line_id, current_user.id, instead_of=before)
        db.commit()
    except drafting.UnknownLine:
        abort(404)
    except Refusal as refusal:
        db.session.rollback()
        return overview_page(shown.id, refused(refusal)), 409
    line = line_id if shown is script else None  # it is not undone again
    return redirect(
        url_for("scripts.overview", script_id=shown.id, line=line, before=before, _anchor="lines")
    )

"""The page on which scripts are written, and the interface behind it.

The page sends edits of parts of the draft and hears of others' edits; what it shows beside them
(how a condition reads, how an article looks, what an answer would be) is asked without saving.
"""

import re
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, jsonify, render_template, request
from flask_babel import gettext
from flask_login import current_user, login_required
from flask_wtf.csrf import generate_csrf

from core import db
from core.clock import now
from core.languages import HOME
from web import markdown
from web.messages import refusals
from web.request_data import json_object
from web.scripting import access, times
from web.scripting.editor import draft_state, tries
from web.scripting.editor.word_lists import key_list
from web.scripting.editor.words import words
from workflows import drafting
from workflows.texts import Refusal

Reply = Response | tuple[Response, int]
LONGEST_ARTICLE = 20_000
REVISION = re.compile(r"[0-9]{1,9}")

blueprint = Blueprint("editor", __name__)


@blueprint.get("/scripts/drafts/<draft_id>")
@login_required
def page(draft_id: str) -> str:
    draft = access.readable_draft(draft_id)
    context = access.about_draft(draft)
    zone = context["client"].timezone
    boot = {
        "address": f"/scripts/drafts/{draft.id}",
        "comments": f"/scripts/{draft.script_id}/comments",
        "draft": draft.id,
        "person": current_user.id,
        "mayEdit": draft_state.may_write(draft),
        "zone": zone,
        "now": now().astimezone(ZoneInfo(zone)).replace(tzinfo=None).isoformat(),
    }
    return render_template(
        "scripts/editor.html", words=words(), keys=key_list(), boot=boot, **context
    )


@blueprint.get("/scripts/drafts/<draft_id>/state")
@login_required
def state(draft_id: str) -> Reply:
    draft = access.readable_draft(draft_id)
    whole = draft_state.whole(draft)
    return jsonify(**whole, csrf=generate_csrf(), may_edit=draft_state.may_write(draft))


@blueprint.post("/scripts/drafts/<draft_id>/edits")
@login_required
def edits(draft_id: str) -> Reply:
    draft = access.editable_draft(draft_id)
    given = _content()
    base, token = _number(given.get("base_revision")), str(given.get("token") or "")
    try:
        saved = drafting.save(
            draft.id, base, given.get("edits") or [], by=current_user.id, token=token
        )
    except drafting.EditConflict as conflict:
        db.session.rollback()
        return _conflict(draft_id, base, conflict)
    except drafting.DraftClosed as refusal:
        db.session.rollback()
        return _refused("closed", refusal, 410)
    except Refusal as refusal:
        db.session.rollback()
        return _refused("bad_edit", refusal, 422)
    answer = draft_state.after_save(draft, base, saved, whole=bool(given.get("whole")), token=token)
    db.commit()
    return jsonify(answer)


def _conflict(draft_id: str, base: int, conflict: drafting.EditConflict) -> Reply:
    """With the draft as it is: the page lays what was written beside it, field by field."""
    news = draft_state.news(access.readable_draft(draft_id), base)
    listed = [{**vars(one), "at": one.at.isoformat()} for one in conflict.conflicts]
    message = gettext("Somebody else has changed the same part.")
    return jsonify(**news, error="conflict", message=message, conflicts=listed), 409


def _refused(code: str, refusal: Refusal, status: int) -> Reply:
    message = refusals.sentence(refusal)
    return jsonify(error=code, message=message[:1].upper() + message[1:]), status


@blueprint.get("/scripts/drafts/<draft_id>/news")
@login_required
def news(draft_id: str) -> Reply:
    draft = access.readable_draft(draft_id)
    after = REVISION.fullmatch(request.args.get("after", ""))
    return jsonify(draft_state.news(draft, int(after[0]) if after else 0))


@blueprint.post("/scripts/drafts/<draft_id>/condition")
@login_required
def condition(draft_id: str) -> Reply:
    """How a condition reads as rows, or rows as text."""
    access.readable_draft(draft_id)
    given = _content()
    if "rows" in given:
        return jsonify(tries.condition_of(given["rows"]))
    return jsonify(tries.rows_of(_text(given, "text")))


@blueprint.post("/scripts/drafts/<draft_id>/try")
@login_required
def attempt(draft_id: str) -> Reply:
    """What an agent's text would be as an answer to a step that is being written."""
    zone = _zone(draft_id)
    given = _content()
    step, raw, language = given.get("step"), _text(given, "raw"), _text(given, "language")
    return jsonify(tries.answer(step, raw, language=language or HOME, timezone=zone))


@blueprint.post("/scripts/drafts/<draft_id>/preview")
@login_required
def preview(draft_id: str) -> Reply:
    access.readable_draft(draft_id)
    text = _text(_content(), "text")[:LONGEST_ARTICLE]
    readable = text.encode("utf-8", "ignore").decode()  # half a surrogate pair is no text
    return jsonify(html=markdown.html(readable))


@blueprint.post("/scripts/drafts/<draft_id>/in-force")
@login_required
def in_force(draft_id: str) -> Reply:
    """Which instructions would be shown at a moment of the client's clock."""
    zone = _zone(draft_id)
    given = _content()
    try:
        at = times.chosen_moment(_text(given, "at"), zone).at
    except times.NoSuchTime as refusal:
        return jsonify(active=[], problem=str(refusal))
    return jsonify(active=tries.in_force(given.get("instructions"), at, zone), problem="")


def _zone(draft_id: str) -> str:
    client = access.about_draft(access.readable_draft(draft_id))["client"]
    return str(client.timezone)


def _content() -> dict[str, Any]:
    given = json_object()
    if given is None:
        abort(400)
    return given


def _text(given: dict[str, Any], name: str) -> str:
    value = given.get(name, "")
    return value if isinstance(value, str) else ""


def _number(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else -1

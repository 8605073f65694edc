"""Versions: reading one, comparing two, going back to one, and calling off what is set."""

from flask import Response, abort, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user, login_required
from sqlalchemy import func, select
from werkzeug.wrappers import Response as AnyResponse

from core import db
from core.languages import say
from web import markdown
from web.languages import page_language
from web.scripting import diffs, summaries, words
from web.scripting.access import (
    about,
    blueprint,
    publishable,
    readable_script,
    refused,
    require_publisher,
    version_of,
)
from web.scripting.files import as_file
from web.scripting.pages import overview_page
from workflows import drafting, library
from workflows.document import ScriptDocument, of_version
from workflows.models import Script, ScriptVersion
from workflows.texts import Refusal

NUMBER = "<int(max=2147483647):number>"
Reply = AnyResponse | tuple[str, int]


@blueprint.get(f"/scripts/<script_id>/versions/{NUMBER}")
@login_required
def version(script_id: str, number: int) -> str:
    script = readable_script(script_id)
    return _page(script, version_of(script, number))


def _page(script: Script, row: ScriptVersion, problem: str = "") -> str:
    current = library.in_force(script.id)
    document = of_version(row.document)
    language = page_language()
    return render_template(
        "scripts/version.html",
        **about(script),
        version=row,
        document=document,
        unread_patterns=_unread_patterns(row, document),
        is_in_force=current is not None and current.version_id == row.id,
        names=summaries.names_of([row.created_by, row.reviewed_by]),
        read_by_another=drafting.read_by_another(row),
        in_language=lambda texts: say(texts, language),
        titles={step.key: say(step.title, language) for step in document.steps},
        choices=lambda step: " · ".join(
            say(option.label, language)
            for option in (*step.options, *step.impacts, *step.urgencies)
        ),
        days=lambda instruction: " ".join(words.weekday_word(day) for day in instruction.weekdays),
        html=markdown.html,
        problem=problem,
        note=request.form.get("note", ""),
    )


def _unread_patterns(row: ScriptVersion, document: ScriptDocument) -> dict[str, str]:
    """The patterns that were accepted once, by the keys of their steps."""
    both = zip(row.document["steps"], document.steps, strict=True)
    return {step.key: raw["pattern"] for raw, step in both if raw.get("pattern") != step.pattern}


@blueprint.get(f"/scripts/<script_id>/versions/{NUMBER}/yaml")
@login_required
def version_file(script_id: str, number: int) -> Response:
    script = readable_script(script_id)
    return as_file(version_of(script, number).document, f"{script.key}-{number}")


@blueprint.get("/scripts/<script_id>/compare")
@login_required
def compare(script_id: str) -> str:
    """Two versions side by side; where none is named, the newest and the one before it."""
    script = readable_script(script_id)
    newest = db.session.scalar(
        select(func.max(ScriptVersion.number)).filter_by(script_id=script.id)
    )
    after = version_of(script, _number(request.args.get("to", str(newest or 0))))
    before = version_of(script, _number(request.args.get("from", str(max(1, after.number - 1)))))
    return render_template(
        "scripts/compare.html",
        **about(script),
        before=before,
        after=after,
        changes=diffs.between(before.document, after.document, page_language()),
    )


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        abort(404)
    return int(text)


@blueprint.post("/scripts/<script_id>/roll-back")
@login_required
def roll_back(script_id: str) -> Reply:
    """Put an earlier version in force; calls in progress keep the one with which they began."""
    script = readable_script(script_id)
    require_publisher(script.client_id)
    number = request.form.get("number", "")
    if not number:
        return overview_page(script_id, gettext("Choose the version to go back to.")), 422
    row = version_of(script, _number(number))
    try:
        drafting.roll_back(script.id, row.id, current_user.id, request.form.get("note", ""))
        db.commit()
    except Refusal as refusal:
        db.session.rollback()
        return _page(readable_script(script_id), row, refused(refusal)), 409
    return redirect(url_for("scripts.overview", script_id=script.id))


@blueprint.post("/scripts/publications/<int(max=2147483647):publication_id>/cancel")
@login_required
def cancel_publication(publication_id: int) -> Reply:
    """Call off what is set for later; twice is once."""
    script, _ = publishable(publication_id)
    script_id = script.id
    try:
        drafting.cancel_publication(publication_id, current_user.id)
        db.commit()
    except Refusal as refusal:
        db.session.rollback()
        return overview_page(script_id, refused(refusal)), 409
    return redirect(url_for("scripts.overview", script_id=script_id))

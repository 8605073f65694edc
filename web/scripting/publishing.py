"""A draft's way to calls: what it changes, its review, and publishing it now or at a set time."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user, login_required
from werkzeug.wrappers import Response as AnyResponse

from core import db
from core.languages import say
from core.tenants import Client
from web.languages import page_language
from web.scripting import comment_threads, diffs, findings, summaries, times
from web.scripting.access import (
    about_draft,
    blueprint,
    editable_draft,
    readable_draft,
    refused,
    require_publisher,
    revision_seen,
)
from workflows import drafting, library
from workflows.drafting.models import ScriptDraft
from workflows.library import Unpublishable
from workflows.linting.review import review
from workflows.models import Script, ScriptVersion
from workflows.texts import Refusal

Reply = AnyResponse | tuple[str, int]


@blueprint.get("/scripts/drafts/<draft_id>/changes")
@login_required
def changes(draft_id: str) -> str:
    return _page(readable_draft(draft_id))


def _page(
    draft: ScriptDraft,
    problem: str = "",
    form: dict[str, str] | None = None,
    wrong: dict[str, str] | None = None,
) -> str:
    """`wrong` says what is the matter with fields of the form."""
    context, language = about_draft(draft), page_language()
    client: Client = context["client"]
    script: Script = context["script"]
    current = library.in_force(script.id)
    version = db.session.get(ScriptVersion, current.version_id) if current else None
    history = drafting.history(draft.id)
    decided = summaries.decisions([script.id]).get(script.id, [])
    return render_template(
        "scripts/changes.html",
        **context,
        in_force=version,
        scheduled=summaries.now_and_later(decided)[1],
        overtaken=version is not None and draft.based_on_id not in (None, version.id),
        changes=diffs.between(version.document if version else {}, draft.document, language),
        deeds=diffs.deeds(history, draft, client.timezone, language),
        findings=[
            *findings.views(review(draft.document, client.timezone), draft),
            *findings.around(draft),
        ],
        names=summaries.names_of([draft.submitted_by, draft.reviewed_by, draft.created_by]),
        comments=comment_threads.of_script(script, open_only=True),
        lost=_lost_answers(script, version, draft),
        problem=problem,
        form=form or {},
        wrong=wrong or {},
    )


def _lost_answers(
    script: Script, version: ScriptVersion | None, draft: ScriptDraft
) -> list[tuple[str, int]]:
    """Steps that the draft no longer has, with how many past runs answered them."""
    kept = {step.get("key") for step in draft.document["steps"]}
    language = page_language()
    gone = {
        step["key"]: say(step["title"], language)
        for step in (version.document["steps"] if version else [])
        if step["key"] not in kept
    }
    counts = drafting.answers_referring(script.id, gone)
    return [(title, counts[key]) for key, title in gone.items() if counts[key]]


def _act(draft: ScriptDraft, act: Callable[[], Any], target: str = "") -> Reply:
    """Do it and go on; what is refused is said on the page, with what was typed."""
    draft_id = draft.id
    try:
        act()
        db.commit()
    except times.NoSuchTime as refusal:
        db.session.rollback()
        wrong = {"starts_at": str(refusal)}
        return _page(readable_draft(draft_id), form=request.form.to_dict(), wrong=wrong), 409
    except (Refusal, Unpublishable) as refusal:
        db.session.rollback()
        problem = _why(refusal)
        return _page(readable_draft(draft_id), problem, request.form.to_dict()), 409
    return redirect(target or url_for("scripts.changes", draft_id=draft_id))


def _why(refusal: Refusal | Unpublishable) -> str:
    if isinstance(refusal, Refusal):
        return refused(refusal)
    return gettext("Not published: the draft has errors. They are listed below; nothing was lost.")


def _note() -> str:
    return request.form.get("note", "")


@blueprint.post("/scripts/drafts/<draft_id>/submit")
@login_required
def submit(draft_id: str) -> Reply:
    draft = editable_draft(draft_id)
    return _act(draft, lambda: drafting.submit(draft.id, current_user.id, _note()))


@blueprint.post("/scripts/drafts/<draft_id>/send-back")
@login_required
def send_back(draft_id: str) -> Reply:
    """Back to writing, with a word on what should be different."""
    draft = _publishers_draft(draft_id)
    if not _note().strip():
        message = gettext("Say what should be different before you send it back.")
        return _page(draft, form=request.form.to_dict(), wrong={"note": message}), 422
    return _act(draft, lambda: drafting.send_back(draft.id, current_user.id, _note()))


@blueprint.post("/scripts/drafts/<draft_id>/approve")
@login_required
def approve(draft_id: str) -> Reply:
    draft = _publishers_draft(draft_id)
    return _act(
        draft,
        lambda: drafting.approve(draft.id, current_user.id, _note(), revision_seen=revision_seen()),
    )


@blueprint.post("/scripts/drafts/<draft_id>/discard")
@login_required
def discard(draft_id: str) -> Reply:
    draft = editable_draft(draft_id)
    return _act(draft, lambda: drafting.discard(draft.id, current_user.id))


@blueprint.post("/scripts/drafts/<draft_id>/restore")
@login_required
def restore(draft_id: str) -> Reply:
    draft = editable_draft(draft_id)
    return _act(draft, lambda: drafting.restore(draft.id, current_user.id))


@blueprint.post("/scripts/drafts/<draft_id>/publish")
@login_required
def publish(draft_id: str) -> Reply:
    """Now, or at a time on the client's clock; the same request again publishes once."""
    draft = _publishers_draft(draft_id)
    zone = db.session.get_one(Client, draft.client_id).timezone
    script_page = url_for("scripts.overview", script_id=draft.script_id)

    def act() -> None:
        begins, seen = _begins(zone), revision_seen()
        drafting.publish(
            draft.id, current_user.id, starts_at=begins, note=_note(), revision_seen=seen
        )

    return _act(draft, act, script_page)


def _begins(zone: str) -> datetime | None:
    if request.form.get("when") != "later":
        return None
    return times.chosen_moment(request.form.get("starts_at", ""), zone).at


def _publishers_draft(draft_id: str) -> ScriptDraft:
    draft = readable_draft(draft_id)
    require_publisher(draft.client_id)
    return draft

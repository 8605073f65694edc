"""What all pages about scripts share: the blueprint, and the wall around each client's scripts."""

from typing import Any

from flask import Blueprint, abort, request
from flask_login import current_user
from sqlalchemy import select

from core import db
from core.db import new_id
from core.languages import say
from core.tenants import Client, Membership, User
from web.languages import page_language
from web.messages import refusals
from web.messages.fields import language_word
from web.scripting import times, words
from workflows import drafting
from workflows.drafting.models import ScriptDraft
from workflows.models import Publication, Script, ScriptVersion
from workflows.texts import Refusal

blueprint = Blueprint("scripts", __name__)


def clients_of(user: User) -> list[Client]:
    """The clients whose scripts a person may read, by name."""
    wanted = select(Client).order_by(Client.name)
    if not user.sees_all_clients:
        mine = select(Membership.client_id).where(
            Membership.user_id == user.id, Membership.role.in_(drafting.READERS)
        )
        wanted = wanted.where(Client.id.in_(mine))
    return list(db.session.scalars(wanted))


def reads_scripts() -> bool:
    """Whether the person has any script to read; decides the entry in the main navigation."""
    if not current_user.is_authenticated:
        return False
    return bool(current_user.sees_all_clients or clients_of(current_user))


@blueprint.app_context_processor
def _navigation() -> dict[str, Any]:
    return {"reads_scripts": reads_scripts}


@blueprint.context_processor
def _words() -> dict[str, Any]:
    return {
        "language_name": words.language_name,
        "language_word": language_word,
        "part_word": words.part_word,
        "state_word": words.state_word,
        "shown_moment": times.shown_moment,
        "fresh_token": new_id,
    }


def about(script: Script) -> dict[str, Any]:
    """What every page about one script shows, and what the person may do there."""
    return {
        "script": script,
        "client": db.session.get_one(Client, script.client_id),
        "name": say(script.name, page_language()) or script.key,
        "may_edit": drafting.may_edit(current_user, script.client_id),
        "may_publish": drafting.may_publish(current_user, script.client_id),
    }


def about_draft(draft: ScriptDraft) -> dict[str, Any]:
    """The same for a draft, under the name that it gives the script."""
    script = db.session.get_one(Script, draft.script_id)
    name = draft.document.get("name")
    texts = {code: text for code, text in name.items() if isinstance(text, str)} if name else {}
    context = about(script)
    return {**context, "draft": draft, "name": say(texts, page_language()) or context["name"]}


def typed(field: str) -> str:
    return request.form.get(field, "")


def revision_seen() -> int:
    """The draft's revision that a form was shown with; -1, which no draft has, where it is none."""
    given = typed("base_revision")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else -1


def refused(refusal: Refusal) -> str:
    """Why something was not done, as a sentence of the page."""
    sentence = refusals.sentence(refusal)
    return f"{sentence[:1].upper()}{sentence[1:]}."


def readable_script(script_id: str) -> Script:
    return _walled(db.session.get(Script, script_id))


def editable_script(script_id: str) -> Script:
    script = readable_script(script_id)
    require_editor(script.client_id)
    return script


def readable_draft(draft_id: str) -> ScriptDraft:
    draft = db.session.get(ScriptDraft, draft_id)
    if draft is None or not drafting.may_read(current_user, draft.client_id):
        abort(404)
    return draft


def editable_draft(draft_id: str) -> ScriptDraft:
    draft = readable_draft(draft_id)
    require_editor(draft.client_id)
    return draft


def version_of(script: Script, number: int) -> ScriptVersion:
    wanted = select(ScriptVersion).filter_by(script_id=script.id, number=number)
    version = db.session.scalars(wanted).first()
    if version is None:
        abort(404)
    return version


def publishable(publication_id: int) -> tuple[Script, Publication]:
    """A decision that the person may take back, with its script."""
    publication = db.session.get(Publication, publication_id)
    if publication is None:
        abort(404)
    script = readable_script(publication.script_id)
    require_publisher(script.client_id)
    return script, publication


def require_editor(client_id: str) -> None:
    if not drafting.may_edit(current_user, client_id):
        abort(404)


def require_publisher(client_id: str) -> None:
    if not drafting.may_publish(current_user, client_id):
        abort(404)


def _walled(script: Script | None) -> Script:
    if script is None or not drafting.may_read(current_user, script.client_id):
        abort(404)
    return script

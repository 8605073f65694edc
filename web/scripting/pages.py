"""The list of scripts, the page of each, and beginning one."""

import re
from typing import Any

from flask import abort, redirect, render_template, request
from flask_login import current_user, login_required
from sqlalchemy import select
from sqlalchemy.orm import defer
from werkzeug.wrappers import Response as AnyResponse

from core import db
from core.folding import fold
from core.languages import PAGES, say
from core.tenants import Client, Line
from web.languages import page_language
from web.scripting import comment_threads, findings, listing, summaries
from web.scripting.access import (
    about,
    blueprint,
    clients_of,
    editable_script,
    readable_script,
    refused,
    require_editor,
    typed,
)
from workflows import drafting, library
from workflows.library import PublishedScript
from workflows.models import Script, ScriptVersion
from workflows.texts import Refusal

LONGEST_NAME = 120
LONGEST_KEY = 60
FIELDS = {  # of the form for a new script, at which a refusal is shown
    "script-key-form": "key",
    "script-key-taken": "key",
    "script-without-name": "name_fr",
}


@blueprint.get("/scripts")
@login_required
def script_list() -> str:
    return _list_page({})


def _list_page(form: dict[str, Any], refusal: Refusal | None = None) -> str:
    clients = clients_of(current_user)
    if not clients and not current_user.sees_all_clients:
        abort(404)
    filters = _filters()
    every = listing.all_rows(clients, page_language())
    return render_template(
        "scripts/list.html",
        clients=clients,
        rows=listing.chosen(every, filters),
        without_script=[one for one in clients if one not in {row.client for row in every}],
        filters=filters,
        drafts=listing.DRAFTS,
        no_draft=listing.NO_DRAFT,
        writable=[one for one in clients if drafting.may_edit(current_user, one.id)],
        all_languages=list(dict.fromkeys(code for one in clients for code in one.languages)),
        form=form,
        problem=refused(refusal) if refusal else "",
        wrong=FIELDS.get(refusal.code, "") if refusal else "",
        known=getattr(refusal, "script_id", ""),
    )


def _filters() -> listing.Filters:
    asked = {name: request.args.get(name, "") for name in ("q", "client", "draft", "sort")}
    return listing.Filters(asked["q"].strip(), asked["client"], asked["draft"], asked["sort"])


@blueprint.post("/scripts")
@login_required
def new_script() -> AnyResponse | tuple[str, int]:
    """A new script with a first draft, in the editor. Its key is made from its name."""
    client = db.session.get(Client, typed("client"))
    if client is None:
        abort(404)
    require_editor(client.id)
    form = _new_form(client)
    try:
        draft = drafting.new_script(
            client.id, form["key"], form["name"], form["languages"], current_user.id
        )
    except Refusal as refusal:
        db.session.rollback()
        return _list_page(form, refusal), 409
    db.commit()
    return redirect(findings.editor_link(draft.id))


def _new_form(client: Client) -> dict[str, Any]:
    names = {code: _line(f"name_{code}") for code in PAGES}
    name = {code: text for code, text in names.items() if text}
    asked = [code for code in request.form.getlist("languages") if code in client.languages]
    return {
        "client": client.id,
        "name": name,
        "key": _line("key") or key_of(next(iter(name.values()), "")),
        "languages": asked or [client.language],
    }


def _line(field: str) -> str:
    return " ".join(typed(field).split())[:LONGEST_NAME]


def key_of(name: str) -> str:
    """A script's key from its name: small letters without accents, digits and _."""
    bare = fold(name).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "_", bare).strip("_")
    key = words if words[:1].isalpha() else f"script_{words}".strip("_")
    return key[:LONGEST_KEY].rstrip("_")


@blueprint.get("/scripts/<script_id>")
@login_required
def overview(script_id: str) -> str:
    return overview_page(script_id)


def overview_page(script_id: str, problem: str = "", form: dict[str, str] | None = None) -> str:
    """The page of a script, perhaps with what became of a request."""
    script = readable_script(script_id)
    decided = summaries.decisions([script.id]).get(script.id, [])
    in_force, scheduled = summaries.now_and_later(decided)
    wanted = select(ScriptVersion).filter_by(script_id=script.id)
    wanted = wanted.options(defer(ScriptVersion.document))
    versions = list(db.session.scalars(wanted.order_by(ScriptVersion.number.desc())))
    people = {one for row in versions for one in (row.created_by, row.reviewed_by)}
    lines = summaries.lines_for(script, page_language())
    return render_template(
        "scripts/overview.html",
        **about(script),
        in_force=in_force,
        scheduled=scheduled,
        decided=decided,
        draft=drafting.open_of(script.id),
        lines=lines,
        languages=_languages(in_force),
        undoable=_undoable(script, lines),
        versions=versions,
        names=summaries.names_of(people),
        comments=comment_threads.of_script(script, open_only=not request.args.get("all")),
        problem=problem,
        form=form or {},
    )


def _languages(in_force: summaries.Decision | None) -> list[str]:
    """The languages in which callers are answered now; none where nothing is in force."""
    return library.compiled(in_force.version_id).document.languages if in_force else []


def _undoable(
    script: Script, lines: list[summaries.LineView]
) -> tuple[Line, PublishedScript, str] | None:
    """The line that was just given this script, and what its calls began with until then."""
    asked, before = request.args.get("line"), request.args.get("before")
    changed = next((one.line for one in lines if one.is_led and one.line.id == asked), None)
    others = (one for one in library.scripts_of(script.client_id) if one.key != script.key)
    other = next((one for one in others if one.key == before), None)
    if changed is None or other is None:
        return None
    return changed, other, say(other.name, page_language())


@blueprint.post("/scripts/<script_id>/draft")
@login_required
def open_draft(script_id: str) -> AnyResponse | tuple[str, int]:
    """Into the editor, with the open draft or a new one; two clicks open one."""
    script = editable_script(script_id)
    version = typed("version")
    try:
        draft = drafting.open_draft(script.id, current_user.id, version_id=version or None)
    except drafting.UnknownVersion:
        abort(404)
    except Refusal as refusal:
        db.session.rollback()
        return overview_page(script_id, refused(refusal)), 409
    db.commit()
    return redirect(findings.editor_link(draft.id))

"""Scripts as YAML files: taken out of drafts and versions, and read into a draft."""

from typing import Any

from flask import Response, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user, login_required
from werkzeug.wrappers import Response as AnyResponse

from core import db
from web.languages import page_language
from web.messages import findings as messages
from web.scripting import diffs
from web.scripting.access import (
    about_draft,
    blueprint,
    editable_draft,
    readable_draft,
    refused,
    revision_seen,
    typed,
)
from workflows import drafting
from workflows.document import plain
from workflows.drafting.models import ScriptDraft
from workflows.formats.yaml_io import (
    MOST_FILE_BYTES,
    ScriptFileError,
    dump_stored,
    load_script,
)
from workflows.texts import Refusal

ROOM = 200_000  # bytes beside the file itself
Reply = AnyResponse | tuple[str, int]


def as_file(document: dict[str, Any], name: str) -> Response:
    """The document as a file to keep; a draft with faults as it is, for these are no secret."""
    reply = Response(dump_stored(document), mimetype="application/yaml")
    reply.headers.set("Content-Disposition", "attachment", filename=f"{name}.yaml")
    return reply


@blueprint.get("/scripts/drafts/<draft_id>/yaml")
@login_required
def draft_yaml(draft_id: str) -> Response:
    draft = readable_draft(draft_id)
    return as_file(draft.document, f"{draft.document['key']}-draft")


@blueprint.get("/scripts/drafts/<draft_id>/file")
@login_required
def draft_file(draft_id: str) -> str:
    return _page(readable_draft(draft_id))


def _page(draft: ScriptDraft, **more: Any) -> str:
    context: dict[str, Any] = {
        "problems": [],
        "sentence": messages.fragment_with_remedy,
        "problem": "",
        "changes": None,
        "text": "",
        "conflicts": [],
    }
    return render_template("scripts/file.html", **about_draft(draft), **{**context, **more})


@blueprint.url_value_preprocessor
def _make_room(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """A file, or its text, may be as large as a script; said before anything reads the form."""
    if endpoint == "scripts.import_yaml":
        request.max_content_length = request.max_form_memory_size = MOST_FILE_BYTES + ROOM


@blueprint.post("/scripts/drafts/<draft_id>/yaml")
@login_required
def import_yaml(draft_id: str) -> Reply:
    """Read a file: what is wrong with it, else what it would change, and with `apply` change it."""
    draft = editable_draft(draft_id)
    source = _source()
    text = source.decode("utf-8", "replace")
    try:
        document = plain(load_script(source))
    except ScriptFileError as error:
        return _page(draft, problems=error.problems, text=text), 422
    if request.form.get("apply"):
        return _apply(draft, document, text)
    return _preview(draft, document, text), 200


def _source() -> bytes:
    sent = request.files.get("file")
    if sent is not None and sent.filename:
        return sent.read()
    return request.form.get("text", "").encode("utf-8", "surrogatepass")


def _preview(draft: ScriptDraft, document: dict[str, Any], text: str, **more: Any) -> str:
    if document["key"] != draft.document["key"]:
        more["problem"] = gettext(
            "The file is the script “%(theirs)s”, and this one is “%(ours)s”. Change its key, or "
            "take it into its own script.",
            theirs=document["key"],
            ours=draft.document["key"],
        )
        return _page(draft, text=text, **more)
    changes = diffs.between(draft.document, document, page_language())
    return _page(draft, changes=changes, text=text, **more)


def _apply(draft: ScriptDraft, document: dict[str, Any], text: str) -> Reply:
    draft_id, token = draft.id, typed("token")
    try:
        drafting.replace(draft_id, revision_seen(), document, by=current_user.id, token=token)
        db.commit()
    except drafting.EditConflict as conflict:
        db.session.rollback()
        return _page_with_conflicts(draft_id, document, text, conflict), 409
    except Refusal as refusal:
        db.session.rollback()
        return _page(readable_draft(draft_id), problem=refused(refusal), text=text), 409
    return redirect(url_for("scripts.changes", draft_id=draft_id))


def _page_with_conflicts(
    draft_id: str, document: dict[str, Any], text: str, conflict: drafting.EditConflict
) -> str:
    """What others changed meanwhile, and what the file would change now."""
    return _preview(readable_draft(draft_id), document, text, conflicts=conflict.conflicts)

"""Comments of people on a script, and proposals of the agents who use it."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from core import clock
from core.db import session, storable
from workflows.drafting.errors import BadEdit, UnknownComment, UnknownScript
from workflows.drafting.models import ScriptComment
from workflows.drafting.parts import split
from workflows.drafting.saving import is_token
from workflows.models import Run, Script, ScriptVersion

LONGEST = 5_000
KINDS = ("comment", "proposal")


def comment(
    script_id: str,
    part: str,
    text: str,
    *,
    by: str | None,
    kind: str = "comment",
    run_id: str | None = None,
    version_id: str | None = None,
    token: str,
) -> ScriptComment:
    """Comment on a script, or on one part of it; one's own token again gives the same comment.

    A proposal names the run in which it came up, and so the version. Raises `UnknownScript`,
    `UnknownComment` for a run or version of another client or script, `BadEdit`.
    """
    script = session.get(Script, script_id)
    if script is None:
        raise UnknownScript(script_id)
    new_comment = ScriptComment(
        client_id=script.client_id,
        script_id=script_id,
        part=_part(part),
        kind=kind,
        text=_text(text),
        token=token,
        author_id=by,
        run_id=run_id,
        version_id=_version(script, run_id, version_id),
    )
    if kind not in KINDS or not is_token(token):
        raise BadEdit("not-a-comment")
    return _earlier(new_comment) or _added(new_comment)


def _earlier(new_comment: ScriptComment) -> ScriptComment | None:
    """The comment that the same request made before; raises `BadEdit` for another's token."""
    of_request = select(ScriptComment).filter_by(
        script_id=new_comment.script_id, token=new_comment.token
    )
    earlier = session.scalars(of_request).first()
    if earlier is not None and earlier.author_id != new_comment.author_id:
        raise BadEdit("token-of-another")
    return earlier


def _added(new_comment: ScriptComment) -> ScriptComment:
    """The comment, or the one that the same request added at the same moment."""
    try:
        with session.begin_nested():
            session.add(new_comment)
    except IntegrityError:
        earlier = _earlier(new_comment)
        if earlier is None:
            raise
        return earlier
    return new_comment


def _part(part: str) -> str:
    if part:
        split(part)
    return part


def _text(text: str) -> str:
    text = storable(text).strip()
    if not text:
        raise BadEdit("text-empty")
    if len(text) > LONGEST:
        raise BadEdit("comment-too-long", most=LONGEST)
    return text


def _version(script: Script, run_id: str | None, version_id: str | None) -> str | None:
    if run_id is not None:
        run = session.get(Run, run_id)
        if run is None or run.client_id != script.client_id:
            raise UnknownComment(run_id)
        version_id = version_id or run.script_version_id
    if version_id is not None:
        version = session.get(ScriptVersion, version_id)
        if version is None or version.script_id != script.id:
            raise UnknownComment(version_id)
    return version_id


def comments_of(script_id: str, *, open_only: bool = False) -> list[ScriptComment]:
    """The comments and proposals, oldest first."""
    comments = select(ScriptComment).where(ScriptComment.script_id == script_id)
    if open_only:
        comments = comments.where(ScriptComment.resolved_at.is_(None))
    return list(session.scalars(comments.order_by(ScriptComment.at, ScriptComment.id)))


def get_comment(comment_id: str) -> ScriptComment:
    """The comment; raises `UnknownComment`."""
    row = session.get(ScriptComment, comment_id)
    if row is None:
        raise UnknownComment(comment_id)
    return row


def resolve(comment_id: str, by: str | None, resolution: str = "") -> ScriptComment:
    """Close a comment with a resolution; a comment that is closed already stays as it is."""
    row = _locked(comment_id)
    if row.resolved_at is None:
        resolution = storable(resolution).strip()[:LONGEST]
        row.resolved_at, row.resolved_by, row.resolution = clock.now(), by, resolution
        session.flush()
    return row


def reopen(comment_id: str) -> ScriptComment:
    """Open a comment again, without its resolution."""
    row = _locked(comment_id)
    row.resolved_at, row.resolved_by, row.resolution = None, None, ""
    session.flush()
    return row


def _locked(comment_id: str) -> ScriptComment:
    by_id = (
        select(ScriptComment).where(ScriptComment.id == comment_id).with_for_update(key_share=True)
    )
    row = session.scalars(by_id, execution_options={"populate_existing": True}).first()
    if row is None:
        raise UnknownComment(comment_id)
    return row

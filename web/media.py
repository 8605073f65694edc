"""Recordings to listen to: only behind the wall, in ranges, never by a public link."""

import re
from datetime import timedelta

from flask import Blueprint, Response, abort, request
from flask_login import current_user, login_required
from sqlalchemy import select

from core import audit, db
from core.clock import now
from core.storage import StoredFileMissing, storage
from core.tenants import may_see
from voice.models import Recording

blueprint = Blueprint("media", __name__)

RANGE = re.compile(r"^bytes=(\d*)-(\d*)$")
AUDIT_PAUSE = timedelta(minutes=1)  # seeking makes many requests; one entry says it


@blueprint.get("/recordings/<recording_id>/audio")
@login_required
def audio(recording_id: str) -> Response:
    recording = db.session.get(Recording, recording_id)
    if recording is None or not may_see(current_user, recording.client_id):
        abort(404)
    if not recording.storage_key:
        abort(404)
    try:
        size = storage().size(recording.storage_key)
    except StoredFileMissing:
        abort(404)
    span = _span(request.headers.get("Range", ""), size)
    if span is None:
        refused = Response(status=416)
        refused.headers["Content-Range"] = f"bytes */{size}"
        return refused
    _say_played(recording)
    return _part(recording.storage_key, *span, size)


def _span(header: str, size: int) -> tuple[int, int] | None:
    """First byte and the one past the last (RFC 9110, section 14); None cannot be satisfied.

    A header that is not one plain range is passed over, as the RFC allows.
    """
    asked = RANGE.match(header.strip())
    if not asked or not any(asked.groups()):
        return 0, size
    first, last = asked.groups()
    if not first:
        length = int(last)
        return (max(0, size - length), size) if length else None
    start, end = int(first), min(int(last), size - 1) + 1 if last else size
    return (start, end) if start < end <= size else None


def _part(key: str, start: int, end: int, size: int) -> Response:
    whole = (start, end) == (0, size)
    reply = Response(storage().read(key, start, end), status=200 if whole else 206)
    reply.headers.update(
        {
            "Content-Type": "audio/wav",
            "Content-Length": str(end - start),
            "Accept-Ranges": "bytes",
            "Cache-Control": "no-store, private",
            "X-Content-Type-Options": "nosniff",
            "Content-Disposition": "inline",
        }
    )
    if not whole:
        reply.headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    return reply


def _say_played(recording: Recording) -> None:
    recent = (
        select(audit.AuditEntry.number)
        .where(audit.AuditEntry.action == "recording.played")
        .where(audit.AuditEntry.actor_id == current_user.id)
        .where(audit.AuditEntry.subject == recording.id)
        .where(audit.AuditEntry.at > now() - AUDIT_PAUSE)
    )
    if db.session.scalars(recent.limit(1)).first() is None:
        audit.record(
            "recording.played",
            actor_id=current_user.id,
            client_id=recording.client_id,
            subject=recording.id,
        )
        db.commit()

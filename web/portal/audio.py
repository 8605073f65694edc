"""Recordings to listen to: only behind the wall, in ranges, never by a public link."""

import re
from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, Response, abort, request
from flask_login import current_user, login_required
from sqlalchemy import Select, select

from core import audit, db
from core.clock import long_ago, now
from core.storage import StoredFileMissing, storage
from core.tenants import may_see
from voice.models import Call, Recording

blueprint = Blueprint("media", __name__)

RANGE = re.compile(r"bytes=([0-9]{0,15})-([0-9]{0,15})")  # no file is longer than that
AUDIT_PAUSE = timedelta(minutes=1)  # seeking makes many requests, which get one entry


@dataclass(frozen=True)
class Span:
    """First byte, the byte past the last, and whether the request was for a part only."""

    start: int
    end: int
    part: bool = True


@blueprint.get("/recordings/<recording_id>/audio")
@login_required
def audio(recording_id: str) -> Response:
    recording = _recording_or_404(recording_id)
    key = recording.storage_key or ""
    db.session.rollback()  # storage may be slow: no transaction is held meanwhile
    try:
        size = storage().size(key)
    except StoredFileMissing:
        abort(404)
    span = _span(request.headers.get("Range", ""), size)
    if span is None:
        return Response(status=416, headers={"Content-Range": f"bytes */{size}"})
    _audit_playing(recording)
    return _reply(key, span, size)


def _recording_or_404(recording_id: str) -> Recording:
    """A stored recording that this person may hear; else 404."""
    recording = db.session.get(Recording, recording_id)
    if recording is None or not may_see(current_user, recording.client_id):
        abort(404)
    objected = db.session.get_one(Call, recording.call_id).recording_objected
    if objected or not recording.storage_key:
        abort(404)
    return recording


def _span(header: str, size: int) -> Span | None:
    """The bytes asked for (RFC 9110, section 14); None where they cannot be had.

    A header that is not one plain range is ignored, as the RFC allows.
    """
    match = RANGE.fullmatch(header.strip())
    if not match or not any(match.groups()):
        return Span(0, size, part=False)
    first, last = match.groups()
    if not first:
        length = min(int(last), size)
        return Span(size - length, size) if length else None
    start, end = int(first), min(int(last), size - 1) + 1 if last else size
    return Span(start, end) if start < end else None


def _reply(key: str, span: Span, size: int) -> Response:
    reply = Response(storage().read(key, span.start, span.end), status=206 if span.part else 200)
    reply.headers.update(
        {
            "Content-Type": "audio/wav",
            "Content-Length": str(span.end - span.start),
            "Accept-Ranges": "bytes",
            "Cache-Control": "no-store, private",
            "X-Content-Type-Options": "nosniff",
            "Content-Disposition": "inline",
        }
    )
    if span.part:
        reply.headers["Content-Range"] = f"bytes {span.start}-{span.end - 1}/{size}"
    return reply


def _audit_playing(recording: Recording) -> None:
    """Note who listened. Commits: the sound is sent for long after, without a transaction."""
    recent = (
        select(audit.AuditEntry.number)
        .where(audit.AuditEntry.action == "recording.played")
        .where(audit.AuditEntry.actor_id == current_user.id)
        .where(audit.AuditEntry.subject == recording.id)
        .where(~long_ago(audit.AuditEntry.at, now(), AUDIT_PAUSE))
    )
    if _is_none(recent):
        db.session.refresh(recording, with_for_update=True)  # the player asks twice at one moment
        if _is_none(recent):
            audit.record(
                "recording.played",
                actor_id=current_user.id,
                client_id=recording.client_id,
                subject=recording.id,
            )
        db.commit()


def _is_none(statement: Select[int]) -> bool:
    return db.session.scalars(statement.limit(1)).first() is None

"""Recordings to listen to: only behind the wall, in ranges, never by a public link."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from flask import Blueprint, Response, abort, request
from flask_login import current_user, login_required
from sqlalchemy import Select, select

from core import audit, db
from core.clock import long_ago, now
from core.storage import ON_A_PAGE, storage
from core.tenants import may_see
from core.threads import Bulkhead
from voice.models import Call, Recording

blueprint = Blueprint("media", __name__)

RANGE = re.compile(r"bytes=([0-9]{0,15})-([0-9]{0,15})")  # no file is longer than that
AUDIT_PAUSE = timedelta(minutes=1)  # seeking makes many requests, which get one entry

# Sound is sent as slowly as its listener takes it. A browser asks for the players of a page at
# once, over six connections at most.
places = partial(Bulkhead, one_in=2, most_of_one=6)
_sending = places()


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
    key, person = recording.storage_key or "", current_user.id
    db.session.rollback()  # storage may be slow: no transaction is held meanwhile
    kept = storage(ON_A_PAGE)
    with _sending.place(person):
        size = kept.size(key)
    span = _span(request.headers.get("Range", ""), size)
    if span is None:
        return Response(status=416, headers={"Content-Range": f"bytes */{size}"})
    with ExitStack() as place:
        place.enter_context(_sending.place(person))
        sound = kept.read(key, span.start, span.end)
        _audit_playing(recording)
        return _reply(sound, place.pop_all(), span, size)


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


def _reply(sound: Iterator[bytes], place: ExitStack, span: Span, size: int) -> Response:
    """The sound, which keeps its place until it is sent, or nobody takes it any more."""
    reply = Response(_sent(sound, place), status=206 if span.part else 200)
    reply.call_on_close(place.close)  # also where nothing of it was sent
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


def _sent(sound: Iterator[bytes], place: ExitStack) -> Iterator[bytes]:
    with place:
        yield from sound


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

"""Publishes approved drafts, now or at a set time; cancels publications; rolls back.

Whoever decides for a script holds its row, so of two decisions at once one comes after the other.
A version and a run that has begun never change.
"""

from datetime import datetime, timedelta

from pydantic import ValidationError
from sqlalchemy import select

from core import audit, clock
from core.db import session
from core.tenants import Client
from workflows import library
from workflows.document import ScriptDocument
from workflows.drafting.errors import (
    BadEdit,
    NotApproved,
    NotNow,
    Overtaken,
    UnknownPublication,
    UnknownVersion,
)
from workflows.drafting.models import ScriptDraft
from workflows.drafting.reading import get, locked, locked_script
from workflows.drafting.reviewing import check_revision, checked_note, go
from workflows.drafting.states import OPEN, Event, State
from workflows.linting.review import review
from workflows.models import Publication, Script, ScriptVersion

LATEST = timedelta(days=366)


def publish(
    draft_id: str,
    by: str | None,
    *,
    starts_at: datetime | None = None,
    note: str = "",
    revision_seen: int | None = None,
) -> Publication:
    """Make an approved draft a version, in force from `starts_at` on (a past time is now).

    A second request gives the same publication. `revision_seen` is the revision that the person
    saw, as in `approve`. Raises `UnknownDraft`, `NotApproved`, `NotNow`, `Unpublishable` with the
    findings, and `BadEdit` for a time that is over a year ahead.
    """
    script = locked_script(get(draft_id).script_id)
    draft = locked(draft_id)
    if draft.state == State.PUBLISHED and draft.version_id:
        return _first_of(draft.version_id)
    _check_approved(draft)
    check_revision(draft, revision_seen)
    begins, note = _begin(starts_at), checked_note(note)
    version = library.add_version(
        script,
        _sound(draft),
        by=draft.submitted_by,
        reviewed_by=draft.reviewed_by,
        note=note or draft.review_note,
    )
    publication = library.put_in_force(version, by, starts_at=begins, note=note)
    draft.version_id = version.id
    go(draft, Event.PUBLISH, by, note, version=version.number, starts_at=begins.isoformat())
    _audit("published", script, publication, by, {"version": version.number})
    return publication


def _first_of(version_id: str) -> Publication:
    publications = select(Publication).where(Publication.version_id == version_id)
    return session.scalars(publications.order_by(Publication.id).limit(1)).one()


def _check_approved(draft: ScriptDraft) -> None:
    state = State(draft.state)
    if state is not State.APPROVED and state in OPEN:
        raise NotApproved("not-approved")
    since = select(Publication.id).where(
        Publication.script_id == draft.script_id,
        Publication.published_at > draft.reviewed_at,
        Publication.cancelled_at.is_(None),
    )
    if draft.reviewed_at is not None and session.scalar(since.limit(1)) is not None:
        raise Overtaken("overtaken")


def _begin(starts_at: datetime | None) -> datetime:
    at = clock.now()
    if starts_at is None:
        return at
    if starts_at.tzinfo is None:
        raise BadEdit("no-time-zone")
    if starts_at > at + LATEST:
        raise BadEdit("too-far-ahead")
    return max(starts_at, at)


def _sound(draft: ScriptDraft) -> ScriptDocument:
    client = session.get(Client, draft.client_id)
    findings = review(draft.document, client.timezone if client else "")
    if any(finding.severity == "error" for finding in findings):
        raise library.Unpublishable(findings)
    try:
        return ScriptDocument.model_validate(draft.document)
    except ValidationError as error:
        raise library.Unpublishable(findings) from error


def read_by_another(version: ScriptVersion) -> bool:
    """Whether a second person approved the version before it was published."""
    return version.reviewed_by is not None and version.reviewed_by != version.created_by


def publications(script_id: str) -> list[Publication]:
    """Every decision about a script, the one that begins last first."""
    of_script = select(Publication).where(Publication.script_id == script_id)
    return list(
        session.scalars(of_script.order_by(Publication.starts_at.desc(), Publication.id.desc()))
    )


def cancel_publication(publication_id: int, by: str | None) -> Publication:
    """Cancel a publication before it begins; raises `UnknownPublication`, `NotNow`."""
    publication = session.get(Publication, publication_id)
    if publication is None:
        raise UnknownPublication(publication_id)
    script = locked_script(publication.script_id)
    session.refresh(publication)
    if publication.cancelled_at is not None:
        return publication
    if publication.starts_at <= clock.now():
        raise NotNow("in-force-already")
    publication.cancelled_at, publication.cancelled_by = clock.now(), by
    _audit("publication_cancelled", script, publication, by, {})
    return publication


def roll_back(script_id: str, version_id: str, by: str | None, note: str = "") -> Publication:
    """Put an earlier version in force now; does nothing where it is in force already.

    Raises `UnknownScript`, `UnknownVersion`. A publication that is set for later still begins at
    its time.
    """
    script = locked_script(script_id)
    version = session.get(ScriptVersion, version_id)
    if version is None or version.script_id != script_id:
        raise UnknownVersion(version_id)
    current = library.in_force(script_id)
    if current is not None and current.version_id == version_id:
        return current
    publication = library.put_in_force(version, by, note=checked_note(note))
    _audit("rolled_back", script, publication, by, {"version": version.number})
    return publication


def _audit(
    action: str, script: Script, publication: Publication, by: str | None, detail: dict[str, int]
) -> None:
    audit.record(
        f"script.{action}",
        actor_id=by,
        client_id=script.client_id,
        subject=script.id,
        detail={
            "publication": publication.id,
            "starts_at": publication.starts_at.isoformat(),
            **detail,
        },
    )

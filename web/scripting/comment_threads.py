"""What people wrote about scripts, and what agents proposed from a call, as pages show it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from core import db
from web.languages import page_language
from web.scripting import calls, summaries
from web.scripting.findings import title_of
from workflows import drafting, library
from workflows.drafting.models import ScriptComment
from workflows.models import Script, ScriptVersion


@dataclass(frozen=True)
class CommentView:
    """A comment for a page: who wrote what about which part, and the ticket it came up with."""

    id: str
    kind: str
    part: str
    title: str
    text: str
    author: str
    at: datetime
    version: int | None
    ticket: calls.TicketOfRun | None
    resolved_at: datetime | None
    resolved_by: str
    resolution: str

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "kind": self.kind,
            "part": self.part,
            "title": self.title,
            "text": self.text,
            "author": self.author,
            "at": self.at.isoformat(),
            "version": self.version,
            "ticket": vars(self.ticket) if self.ticket else None,
            "resolved_at": self.resolved_at.isoformat() if self.resolved_at else None,
            "resolved_by": self.resolved_by,
            "resolution": self.resolution,
        }


def of_script(script: Script, *, open_only: bool = False) -> list[CommentView]:
    """The comments of a script, proposals first, then those that wait longest."""
    rows = drafting.comments_of(script.id, open_only=open_only)
    return sorted(
        views(script, rows), key=lambda one: (one.resolved_at is not None, one.kind != "proposal")
    )


def views(script: Script, rows: list[ScriptComment]) -> list[CommentView]:
    people = {person for row in rows for person in (row.author_id, row.resolved_by)}
    names = summaries.names_of(people)
    tickets = calls.tickets_of_runs(row.run_id for row in rows)
    document, numbers = _document(script), _numbers(script)
    return [_view(row, names, tickets, document, numbers) for row in rows]


def _numbers(script: Script) -> dict[str, int]:
    """The numbers of the script's versions by their ids."""
    wanted = select(ScriptVersion.id, ScriptVersion.number).filter_by(script_id=script.id)
    return {row.id: row.number for row in db.session.execute(wanted)}


def _view(
    row: ScriptComment,
    names: dict[str, str],
    tickets: dict[str, calls.TicketOfRun],
    document: dict[str, Any],
    numbers: dict[str, int],
) -> CommentView:
    return CommentView(
        id=row.id,
        kind=row.kind,
        part=row.part,
        title=title_of(row.part, document, page_language()),
        text=row.text,
        author=names.get(row.author_id or "", ""),
        at=row.at,
        version=numbers.get(row.version_id or ""),
        ticket=tickets.get(row.run_id or ""),
        resolved_at=row.resolved_at,
        resolved_by=names.get(row.resolved_by or "", ""),
        resolution=row.resolution,
    )


def _document(script: Script) -> dict[str, Any]:
    """Where parts have their titles: the draft, else what is in force."""
    draft = drafting.open_of(script.id)
    if draft is not None:
        return draft.document
    version = library.latest(script.id)
    return version.document if version else {}

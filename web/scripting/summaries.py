"""What lists of scripts say about each: what is in force, what is set, and what is open."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import defer

from core import db
from core.clock import now
from core.languages import say
from core.tenants import Client, Line, User
from workflows import drafting, library
from workflows.drafting.models import OPEN_STATES, ScriptComment, ScriptDraft
from workflows.models import Publication, Script, ScriptVersion


@dataclass(frozen=True)
class Decision:
    """That a version is in force from a moment on; names are "" where nobody is known."""

    id: int
    number: int
    version_id: str
    starts_at: datetime
    published_at: datetime
    note: str
    by: str
    written_by: str
    reviewed_by: str
    read_by_another: bool
    cancelled: bool = False


@dataclass
class Summary:
    """One script in a list."""

    script: Script
    in_force: Decision | None = None
    scheduled: list[Decision] = field(default_factory=list)
    draft: ScriptDraft | None = None
    open: dict[str, int] = field(default_factory=dict)  # comments and proposals by kind


@dataclass(frozen=True)
class LineView:
    """A line of the client: what its calls begin with, for the page of one script.

    `leader` is None where no version of what leads it is in force: its calls have no script.
    """

    line: Line
    leader: library.PublishedScript | None
    leader_name: str
    is_led: bool  # by the script of the page

    @property
    def begins_with(self) -> str:
        return self.leader_name or self.line.script_key


def lines_for(script: Script, language: str) -> list[LineView]:
    """The lines of the script's client."""
    published = {one.key: one for one in library.scripts_of(script.client_id)}
    views = []
    for line in drafting.lines_of(script.client_id):
        leader = published.get(line.script_key)
        name = say(leader.name, language) if leader else ""
        views.append(LineView(line, leader, name, line.script_key == script.key))
    return views


def scripts_by_client(clients: Iterable[Client]) -> dict[str, list[Summary]]:
    """The scripts of these clients, each client's by their keys."""
    ids = [client.id for client in clients]
    wanted = select(Script).where(Script.client_id.in_(ids)).order_by(Script.key)
    summaries = {script.id: Summary(script) for script in db.session.scalars(wanted)}
    _add_decisions(summaries)
    for draft in db.session.scalars(
        select(ScriptDraft)
        .where(ScriptDraft.script_id.in_(summaries), ScriptDraft.state.in_(OPEN_STATES))
        .options(defer(ScriptDraft.document))
    ):
        summaries[draft.script_id].draft = draft
    _add_comments(summaries)
    by_client: dict[str, list[Summary]] = {client_id: [] for client_id in ids}
    for summary in summaries.values():
        by_client[summary.script.client_id].append(summary)
    return by_client


def _add_decisions(summaries: dict[str, Summary]) -> None:
    by_script = decisions(summaries)
    for script_id, summary in summaries.items():
        summary.in_force, summary.scheduled = now_and_later(by_script.get(script_id, []))


def _add_comments(summaries: dict[str, Summary]) -> None:
    counted = (
        select(ScriptComment.script_id, ScriptComment.kind, func.count())
        .where(ScriptComment.script_id.in_(summaries), ScriptComment.resolved_at.is_(None))
        .group_by(ScriptComment.script_id, ScriptComment.kind)
    )
    for script_id, kind, count in db.session.execute(counted):
        summaries[script_id].open[kind] = count


def decisions(script_ids: Iterable[str]) -> dict[str, list[Decision]]:
    """Every decision about these scripts, the one that begins last first, called off or not."""
    chosen = (
        select(Publication, ScriptVersion)
        .join(ScriptVersion, ScriptVersion.id == Publication.version_id)
        .where(Publication.script_id.in_(list(script_ids)))
        .options(defer(ScriptVersion.document))
        .order_by(Publication.starts_at.desc(), Publication.id.desc())
    )
    rows = db.session.execute(chosen).all()
    names = names_of(
        person
        for publication, version in rows
        for person in (publication.published_by, version.created_by, version.reviewed_by)
    )
    by_script: dict[str, list[Decision]] = {}
    for publication, version in rows:
        decision = _decision(publication, version, names)
        by_script.setdefault(publication.script_id, []).append(decision)
    return by_script


def _decision(publication: Publication, version: ScriptVersion, names: dict[str, str]) -> Decision:
    return Decision(
        id=publication.id,
        number=version.number,
        version_id=version.id,
        starts_at=publication.starts_at,
        published_at=publication.published_at,
        note=publication.note,
        by=names.get(publication.published_by or "", ""),
        written_by=names.get(version.created_by or "", ""),
        reviewed_by=names.get(version.reviewed_by or "", ""),
        read_by_another=drafting.read_by_another(version),
        cancelled=publication.cancelled_at is not None,
    )


def now_and_later(decided: list[Decision]) -> tuple[Decision | None, list[Decision]]:
    """What counts now, and what is set for later, the soonest first."""
    at = now()
    standing = [one for one in decided if not one.cancelled]
    begun = [one for one in standing if one.starts_at <= at]
    later = [one for one in standing if one.starts_at > at]
    return (begun[0] if begun else None), later[::-1]


def names_of(user_ids: Iterable[str | None]) -> dict[str, str]:
    """The names of people by their ids."""
    wanted = sorted({user_id for user_id in user_ids if user_id})
    if not wanted:
        return {}
    rows = db.session.execute(select(User.id, User.name).where(User.id.in_(wanted)))
    return {row[0]: row[1] for row in rows}

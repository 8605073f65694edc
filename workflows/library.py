"""The clients' scripts: publishes a version, and finds the one in force."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Select, bindparam, func, select

from core import db
from core.clock import now
from core.db import session
from core.tenants import Client
from workflows.document import ScriptDocument, of_version, plain
from workflows.engine import CompiledScript, compile_script, team_names
from workflows.linting import Finding, lint
from workflows.models import Publication, Script, ScriptVersion


class Unpublishable(ValueError):
    """A document with errors; `findings` are all findings of the linter."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        errors = [finding for finding in findings if finding.severity == "error"]
        super().__init__("; ".join(f"{finding.key}: {finding.fault}" for finding in errors))


def publish(
    client_id: str, key: str, document: ScriptDocument, by: str | None, note: str = ""
) -> ScriptVersion:
    """Make `document` the version in force; raises `Unpublishable`.

    Publishing the document in force again changes nothing and returns its version.
    """
    if document.key != key:
        raise ValueError(f"the document is “{document.key}”, not “{key}”")
    findings = lint(compile_script(document))
    if any(finding.severity == "error" for finding in findings):
        raise Unpublishable(findings)
    script = _script(client_id, document)
    current = published(client_id, key)
    if current is not None and current.document == plain(document):
        return current
    version = add_version(script, document, by=by, note=note)
    put_in_force(version, by, note=note)
    return version


def add_version(
    script: Script,
    document: ScriptDocument,
    *,
    by: str | None,
    reviewed_by: str | None = None,
    note: str = "",
) -> ScriptVersion:
    """The next version of a script whose row is locked; not in force yet."""
    version = ScriptVersion(
        script_id=script.id,
        number=_next_number(script),
        document=plain(document),
        created_by=by,
        reviewed_by=reviewed_by,
        note=note,
    )
    script.name = dict(document.name)
    session.add(version)
    session.flush()
    return version


def put_in_force(
    version: ScriptVersion, by: str | None, *, starts_at: datetime | None = None, note: str = ""
) -> Publication:
    """Decide that calls from `starts_at` on (from now on, if not given) use this version."""
    publication = Publication(
        script_id=version.script_id,
        version_id=version.id,
        starts_at=starts_at or now(),
        published_by=by,
        note=note,
    )
    session.add(publication)
    session.flush()
    _name_teams(version)
    return publication


def _name_teams(version: ScriptVersion) -> None:
    """The client's teams are called what the version that was published last calls them."""
    names = team_names(of_version(version.document).outcome)
    if names:
        script = session.get_one(Script, version.script_id)
        client = session.get_one(
            Client, script.client_id, with_for_update={"key_share": True}, populate_existing=True
        )
        client.teams = {**client.teams, **names}
        session.flush()


def _script(client_id: str, document: ScriptDocument) -> Script:
    """The script's row, locked so that two who publish get two numbers."""
    by_key = select(Script).where(Script.client_id == client_id, Script.key == document.key)
    script = session.scalars(by_key.with_for_update(key_share=True)).first()
    if script is None:
        script = Script(client_id=client_id, key=document.key, name=dict(document.name))
        session.add(script)
        session.flush()
    return script


def _next_number(script: Script) -> int:
    highest = select(func.max(ScriptVersion.number)).where(ScriptVersion.script_id == script.id)
    return (session.scalar(highest) or 0) + 1


def published(client_id: str, key: str, at: datetime | None = None) -> ScriptVersion | None:
    """The version in force at a time (now, if not given); None where there is no such script."""
    version_id = version_in_force(client_id, key, at)
    return session.get(ScriptVersion, version_id) if version_id else None


_IN_FORCE = (
    select(Publication.version_id)
    .join(Script, Script.id == Publication.script_id)
    .where(Script.client_id == bindparam("client_id"), Script.key == bindparam("key"))
    .where(Publication.starts_at <= bindparam("at"), Publication.cancelled_at.is_(None))
    .order_by(Publication.starts_at.desc(), Publication.id.desc())
    .limit(1)
)


def version_in_force(client_id: str, key: str, at: datetime | None = None) -> str | None:
    """The id of the same version; its large document is mostly cached already (`compiled`)."""
    script = {"client_id": client_id, "key": key, "at": at or now()}
    return db.columns(_IN_FORCE, script).scalar()


def in_force(script_id: str, at: datetime | None = None) -> Publication | None:
    """The publication that counts at a time (now, if not given)."""
    begun = _decisions(script_id).where(Publication.starts_at <= (at or now()))
    return session.scalars(begun).first()


def latest(script_id: str) -> ScriptVersion | None:
    """The version that is in force once all publications have begun."""
    decided = session.scalars(_decisions(script_id)).first()
    return session.get(ScriptVersion, decided.version_id) if decided else None


def _decisions(script_id: str) -> Select[Publication]:
    return (
        select(Publication)
        .where(Publication.script_id == script_id, Publication.cancelled_at.is_(None))
        .order_by(Publication.starts_at.desc(), Publication.id.desc())
        .limit(1)
    )


@dataclass(frozen=True)
class PublishedScript:
    """A script that agents can use in calls now."""

    key: str
    name: dict[str, str]
    script_id: str
    version_id: str


def scripts_of(client_id: str) -> list[PublishedScript]:
    """The client's scripts with a version in force, by their key."""
    decided = (
        select(Script.id, Script.key, Publication.version_id)
        .join(Publication, Publication.script_id == Script.id)
        .where(Script.client_id == client_id)
        .where(Publication.starts_at <= now(), Publication.cancelled_at.is_(None))
        .order_by(Script.key, Publication.starts_at, Publication.id)
    )
    in_force = {row.id: row for row in session.execute(decided)}
    return [
        PublishedScript(row.key, _name(row.version_id), row.id, row.version_id)
        for row in in_force.values()
    ]


def _name(version_id: str) -> dict[str, str]:
    return dict(compiled(version_id).document.name)


@lru_cache(maxsize=300)
def compiled(version_id: str) -> CompiledScript:
    """A version compiled for the engine; cached by its id, since a version never changes.

    Raises KeyError where there is none.
    """
    version = session.get(ScriptVersion, version_id)
    if version is None:
        raise KeyError(version_id)
    return compile_script(of_version(version.document))


@lru_cache(maxsize=300)
def number_of(version_id: str) -> int:
    """A version's number, which never changes; 0 where there is no such version."""
    return session.scalar(select(ScriptVersion.number).filter_by(id=version_id)) or 0

"""Fills a client's directory from a file: with all its entries or with none."""

from dataclasses import dataclass

from sqlalchemy import select

from core import audit
from core.db import session
from workflows.directory.entries import EntryFields, checked_kind, lock, write
from workflows.directory.files import LineProblem, read
from workflows.directory.models import DirectoryEntry

MOST_PROBLEMS = 100


@dataclass(frozen=True)
class Report:
    """The result of an import; with problems it changed nothing."""

    added: int = 0
    changed: int = 0
    same: int = 0
    removed: tuple[str, ...] = ()  # names of entries
    problems: tuple[LineProblem, ...] = ()


def import_csv(
    client_id: str, kind: str, source: str | bytes, *, by: str | None = None, whole: bool = False
) -> Report:
    """Add and change entries from a file with a header; the same file again changes nothing.

    Separators are `;`, `,` or tab; bytes are UTF-8, UTF-16 with a mark, or Windows' Latin letters.
    With `whole`, entries that the file lacks are deactivated. Raises `BadEntry` for a kind that
    does not exist.
    """
    checked_kind(kind)
    entries, problems = read(source)
    if problems:
        return Report(problems=tuple(problems[:MOST_PROBLEMS]))
    lock(client_id)
    report = _store(client_id, kind, entries, whole)
    counts = {"added": report.added, "changed": report.changed, "removed": len(report.removed)}
    if any(counts.values()):
        audit.record(
            "directory.imported",
            actor_id=by,
            client_id=client_id,
            subject=kind,
            detail=counts,
        )
    return report


def _store(client_id: str, kind: str, entries: list[EntryFields], whole: bool) -> Report:
    rows = session.scalars(select(DirectoryEntry).filter_by(client_id=client_id, kind=kind))
    rows_by_name = {entry.name: entry for entry in rows}
    added = changed = 0
    for fields in entries:
        entry = rows_by_name.pop(fields.name, None)
        if entry is None:
            entry = DirectoryEntry(client_id=client_id, kind=kind, name=fields.name)
            session.add(entry)
            write(entry, fields)
            added += 1
        else:
            changed += write(entry, fields)
    gone = [entry for entry in rows_by_name.values() if entry.active] if whole else []
    for entry in gone:
        entry.active = False
    session.flush()
    return Report(
        added, changed, len(entries) - added - changed, tuple(entry.name for entry in gone)
    )

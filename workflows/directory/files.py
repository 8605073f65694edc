"""Reads the entries of a CSV file from a spreadsheet, and finds all faults in it. Pure."""

from dataclasses import dataclass

from core.reading import csv_files
from workflows.directory.entries import BadEntry, EntryFields, checked

MOST_ROWS = 20_000
COLUMNS = {
    "name": ("name", "nom"),
    "aliases": ("aliases", "alias", "autres noms", "other names"),
    "detail": ("detail", "details", "description"),
    "reference": ("reference", "numero", "number", "code"),
    "site": ("site", "lieu", "place"),
}


@dataclass(frozen=True)
class LineProblem:
    """Why a line of the file (counted from 1) is refused."""

    line: int
    refusal: BadEntry


def read(source: str | bytes) -> tuple[list[EntryFields], list[LineProblem]]:
    """The entries of a file, and its faults by line."""
    entries: dict[str, EntryFields] = {}
    lines: dict[str, int] = {}
    problems: list[LineProblem] = []
    try:
        for line, row in csv_files.rows(source, COLUMNS, required=("name",), most=MOST_ROWS):
            try:
                entry = checked(_fields(row))
            except BadEntry as refusal:
                problems.append(LineProblem(line, refusal))
                continue
            if entry.name in entries:
                problems.append(_twice(line, entry.name, lines[entry.name]))
            entries[entry.name], lines[entry.name] = entry, line
    except csv_files.UnreadableFile as stop:
        problems.append(LineProblem(stop.line, BadEntry(stop.code, **stop.params)))
    return list(entries.values()), problems


def _twice(line: int, name: str, first: int) -> LineProblem:
    return LineProblem(line, BadEntry("entry-twice", name=name, line=first))


def _fields(row: dict[str, str]) -> EntryFields:
    aliases = tuple(row.get("aliases", "").split("|"))
    plain = {name: row.get(name, "") for name in COLUMNS if name != "aliases"}
    return EntryFields(aliases=aliases, **plain)

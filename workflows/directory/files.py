"""Reads the entries of a CSV file from a spreadsheet, and finds all faults in it. Pure."""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from core.folding import fold
from workflows.directory.entries import BadEntry, EntryFields, checked

MOST_BYTES = 5_000_000
MOST_ROWS = 20_000
COLUMNS = {
    "name": ("name", "nom"),
    "aliases": ("aliases", "alias", "autres noms", "other names"),
    "detail": ("detail", "details", "description"),
    "reference": ("reference", "numero", "number", "code"),
    "site": ("site", "lieu", "place"),
}
NAMED = {name: column for column, names in COLUMNS.items() for name in names}


@dataclass(frozen=True)
class LineProblem:
    """Why a line of the file (counted from 1) is refused."""

    line: int
    refusal: BadEntry


class _Stop(Exception):
    """Reading cannot go on; `problem` says why."""

    def __init__(self, line: int, refusal: BadEntry) -> None:
        super().__init__(str(refusal))
        self.problem = LineProblem(line, refusal)


def read(source: str | bytes) -> tuple[list[EntryFields], list[LineProblem]]:
    """The entries of a file, and its faults by line."""
    entries: dict[str, EntryFields] = {}
    lines: dict[str, int] = {}
    problems: list[LineProblem] = []
    try:
        for line, row in _rows(_decoded(source)):
            try:
                entry = checked(_fields(row))
            except BadEntry as refusal:
                problems.append(LineProblem(line, refusal))
                continue
            if entry.name in entries:
                problems.append(_twice(line, entry.name, lines[entry.name]))
            entries[entry.name], lines[entry.name] = entry, line
    except _Stop as stop:
        problems.append(stop.problem)
    return list(entries.values()), problems


def _twice(line: int, name: str, first: int) -> LineProblem:
    return LineProblem(line, BadEntry("entry-twice", name=name, line=first))


def _decoded(source: str | bytes) -> str:
    if len(source) > MOST_BYTES:
        raise _Stop(1, BadEntry("directory-too-large", megabytes=MOST_BYTES // 1_000_000))
    if source[:4] == b"PK\x03\x04":
        raise _Stop(1, BadEntry("spreadsheet"))
    if isinstance(source, str):
        return source.removeprefix("\ufeff")
    if source.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return source.decode("utf-16", "replace")
    try:
        return source.decode("utf-8-sig")
    except UnicodeDecodeError:
        return source.decode("cp1252", "replace")


def _rows(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row with the line on which it begins, by our names of columns."""
    lines = io.StringIO(text.replace("\x00", ""), newline="")
    reader = csv.reader(lines, delimiter=_separator(text), strict=True)
    try:
        header = _header(next(reader, []))
        begins = reader.line_num + 1
        for count, row in enumerate(reader):
            if count >= MOST_ROWS:
                raise _Stop(begins, BadEntry("lines-too-many", most=MOST_ROWS))
            if any(cell.strip() for cell in row):
                _check_width(begins, row, header)
                yield begins, dict(zip(header, row, strict=False))
            begins = reader.line_num + 1
    except csv.Error:
        raise _Stop(max(1, reader.line_num), BadEntry("line-unreadable")) from None


def _separator(text: str) -> str:
    """The most frequent separator in the header; a file of one column has none, so any will do."""
    first = text.lstrip("\r\n").partition("\n")[0]
    return max(";,\t", key=first.count)


def _header(cells: list[str]) -> list[str]:
    names = [NAMED.get(fold(cell), "") for cell in cells]
    for cell, name in zip(cells, names, strict=True):
        if cell.strip() and not name:
            columns = ", ".join(COLUMNS)
            raise _Stop(1, BadEntry("column-unknown", column=cell.strip()[:40], known=columns))
    if "name" not in names:
        raise _Stop(1, BadEntry("column-name-missing"))
    if twice := [name for name in COLUMNS if names.count(name) > 1]:
        raise _Stop(1, BadEntry("column-twice", column=twice[0]))
    return names


def _check_width(line: int, row: list[str], header: list[str]) -> None:
    if any(cell.strip() for cell in row[len(header) :]):
        raise _Stop(line, BadEntry("line-too-wide"))


def _fields(row: dict[str, str]) -> EntryFields:
    aliases = tuple(row.get("aliases", "").split("|"))
    plain = {name: row.get(name, "") for name in COLUMNS if name != "aliases"}
    return EntryFields(aliases=aliases, **plain)

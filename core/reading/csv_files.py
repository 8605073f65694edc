"""Reads CSV files as spreadsheets write them, strictly: on a doubt nothing of a file is taken."""

import codecs
import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from core.folding import fold

MOST_BYTES = 5_000_000
Columns = Mapping[str, tuple[str, ...]]  # our name of a column, and the names that people give it


class UnreadableFile(ValueError):
    """Why reading cannot go on after a line (counted from 1): a code, and what its sentence needs.

    Codes: table-too-large, spreadsheet, lines-too-many, line-unreadable, line-too-wide,
    column-unknown, column-twice, column-missing, file-without-rows.
    """

    def __init__(self, line: int, code: str, **params: Any) -> None:
        super().__init__(f"line {line}: {code}")
        self.line = line
        self.code = code
        self.params = params


def rows(
    source: str | bytes, columns: Columns, *, required: tuple[str, ...], most: int
) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row by our names of columns, with the line on which it begins.

    Separators are `;`, `,` or tab; bytes are UTF-8, UTF-16 with a mark, or Windows' Latin letters.
    Raises `UnreadableFile`, also for a file without a row.
    """
    text = _decoded(source)
    lines = io.StringIO(text.replace("\x00", ""), newline="")
    reader = csv.reader(lines, delimiter=_separator(text), strict=True)
    begins, count = 1, 0
    try:
        header = _header(next(reader, []), columns, required)
        begins = reader.line_num + 1
        for row in reader:
            if any(cell.strip() for cell in row):
                count += 1
                if count > most:
                    raise UnreadableFile(begins, "lines-too-many", most=most)
                if any(cell.strip() for cell in row[len(header) :]):
                    raise UnreadableFile(begins, "line-too-wide")
                yield begins, dict(zip(header, row, strict=False))
            begins = reader.line_num + 1
    except csv.Error:
        raise UnreadableFile(begins, "line-unreadable") from None
    if not count:
        raise UnreadableFile(1, "file-without-rows")


def _decoded(source: str | bytes) -> str:
    if len(source) > MOST_BYTES:
        raise UnreadableFile(1, "table-too-large", megabytes=MOST_BYTES // 1_000_000)
    if source[:4] == b"PK\x03\x04":
        raise UnreadableFile(1, "spreadsheet")
    if isinstance(source, str):
        return source.removeprefix("\ufeff")
    if source.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return source.decode("utf-16", "replace")
    try:
        return source.decode("utf-8-sig")
    except UnicodeDecodeError:
        return source.decode("cp1252", "replace")


def _separator(text: str) -> str:
    """The most frequent separator in the header; a file of one column has none, so any will do."""
    first = text.lstrip("\r\n").partition("\n")[0]
    return max(";,\t", key=first.count)


def _header(cells: list[str], columns: Columns, required: tuple[str, ...]) -> list[str]:
    named = {fold(name): column for column, names in columns.items() for name in names}
    header = [named.get(fold(cell), "") for cell in cells]
    for cell, name in zip(cells, header, strict=True):
        if cell.strip() and not name:
            known = ", ".join(columns)
            raise UnreadableFile(1, "column-unknown", column=cell.strip()[:40], known=known)
    if missing := [name for name in required if name not in header]:
        raise UnreadableFile(1, "column-missing", column=missing[0])
    if twice := [name for name in columns if header.count(name) > 1]:
        raise UnreadableFile(1, "column-twice", column=twice[0])
    return header

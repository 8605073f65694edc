"""New rows, written at once: what comes with every call must not wait for one row after another."""

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import Column, Table, TextClause, insert, text
from sqlalchemy import inspect as look_at
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value

from core.db import Base, session, utc

Kind = type[Base]


def write(rows: Iterable[Base]) -> None:
    """Write new rows, which may name one another in any order, and know them from now on.

    One statement on PostgreSQL, one for each table on SQLite. What a column gives by default is
    filled in; a row whose key the database gives is not known afterwards.
    """
    session.flush()
    values: dict[Kind, list[dict[str, Any]]] = {}
    for row in rows:
        values.setdefault(type(row), []).append(_values(row))
        if _counted(type(row)) is None:
            make_transient_to_detached(row)
            session.add(row)
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        given = {_table(kind): _JSON.encode(each) for kind, each in values.items()}
        connection.execute(_at_once(tuple(values)), given)
        return
    if len(values) > 1:
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")  # until the commit
    for kind, each in values.items():
        connection.execute(insert(kind), each)


def _values(row: Base) -> dict[str, Any]:
    """By column, also for what was not given; a key that the database gives is left out."""
    for name, column in _columns(type(row)).items():
        if name not in row.__dict__:
            set_committed_value(row, name, _default(column))
    return {column.name: row.__dict__[name] for name, column in _columns(type(row)).items()}


@lru_cache(maxsize=100)
def _columns(kind: Kind) -> dict[str, "Column[Any]"]:
    """By attribute, but for a key that the database gives."""
    columns = {
        each.key: cast("Column[Any]", each.columns[0]) for each in look_at(kind).column_attrs
    }
    return {name: each for name, each in columns.items() if each is not _counted(kind)}


def _counted(kind: Kind) -> "Column[Any] | None":
    """The key that the database gives."""
    return cast(Table, kind.__table__).autoincrement_column


def _default(column: "Column[Any]") -> Any:
    default: Any = column.default
    if default is None:
        return None
    return default.arg(None) if default.is_callable else default.arg


@lru_cache(maxsize=100)
def _at_once(kinds: tuple[Kind, ...]) -> TextClause:
    """A statement that inserts rows of these kinds, those of a kind as one JSON text.

    However many rows there are, it stays the same, and so short that the driver keeps it parsed.
    """
    return text(f"WITH {', '.join(_insertion(kind) for kind in kinds)} SELECT 1")


def _insertion(kind: Kind) -> str:
    table = _table(kind)
    columns = ", ".join(f'"{each.name}"' for each in _columns(kind).values())
    return (
        f"{table}_written AS (INSERT INTO {table} ({columns}) SELECT {columns} "  # noqa: S608
        f"FROM json_populate_recordset(NULL::{table}, CAST(:{table} AS json)))"
    )


def _table(kind: Kind) -> str:
    return cast(Table, kind.__table__).name


def _as_text(value: Any) -> str:
    """A time, which JSON does not know."""
    return utc(value).isoformat()


_JSON = json.JSONEncoder(default=_as_text)

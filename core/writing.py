"""New rows, written at once: what comes with every call must not wait for one row after another."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import Column, Select, Table, bindparam, insert, literal, select
from sqlalchemy import inspect as look_at
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value

from core.db import Base, session

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
    if len(values) > 1 and connection.dialect.name == "postgresql":
        counts = tuple((kind, len(each)) for kind, each in values.items())
        connection.execute(_at_once(counts), _named(values))
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
def _at_once(counts: tuple[tuple[Kind, int], ...]) -> Select[int]:
    """A statement that inserts so many rows of each kind, from values by their names."""
    statement = select(literal(1))
    for kind, count in counts:
        for place in range(count):  # SQLAlchemy would compile VALUES of many rows each time anew
            row = {
                each: bindparam(_name(kind, place, each.name), type_=each.type)
                for each in _columns(kind).values()
            }
            written = insert(kind).values(row).cte(f"{kind.__tablename__}_{place}")
            statement = statement.add_cte(written)
    return statement


def _named(values: dict[Kind, list[dict[str, Any]]]) -> dict[str, Any]:
    return {
        _name(kind, place, name): value
        for kind, rows in values.items()
        for place, row in enumerate(rows)
        for name, value in row.items()
    }


def _name(kind: Kind, place: int, column: str) -> str:
    return f"{kind.__tablename__}_{place}_{column}"

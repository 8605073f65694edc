"""Conditions as rows that people choose from, and back to text.

Rows say what a list of terms joined by one `and` or one `or` can say; whatever else is valid has
no rows and stays text.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from typing import Literal as OneOf

from workflows.expressions.reader import KEYWORDS, MOST_ITEMS, ConditionError, parse
from workflows.expressions.tree import (
    Answered,
    Both,
    Comparison,
    Either,
    Literal,
    Name,
    Node,
    Not,
    Scalar,
)

Join = OneOf["and", "or"]
RowScalar = str | int | float | bool
RowValue = RowScalar | tuple[RowScalar, ...] | None

WITH_LIST = frozenset({"in", "not in"})
WITH_VALUE = frozenset({"==", "!=", "<", "<=", ">", ">=", "contains", "not contains"})
WITHOUT = frozenset({"answered", "not answered", "is true", "is false"})
SIGNS = WITH_VALUE | WITH_LIST | WITHOUT

OPPOSITE = {
    "==": "!=",
    "<": ">=",
    ">": "<=",
    "in": "not in",
    "contains": "not contains",
    "answered": "not answered",
    "is true": "is false",
}
OPPOSITE |= {other: sign for sign, other in OPPOSITE.items()}
MIRRORED = {"==": "==", "!=": "!=", "in": "contains", "contains": "in"}
MIRRORED |= {"<": ">", "<=": ">=", ">": "<", ">=": "<="}

NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?")
NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,9})?")
MOST_ROWS = 100
MOST_NUMBER = 10**15


@dataclass(frozen=True)
class Row:
    """One term. `name` is "step", "step.part" or "facts.x"; `value` is a tuple for "in" and
    "not in", None for the signs that need none."""

    name: str
    sign: str
    value: RowValue = None


@dataclass(frozen=True)
class Rows:
    """Terms that must all hold ("and"), or of which one must ("or"). No terms: no condition."""

    join: Join
    rows: tuple[Row, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain data: {"join", "rows": [{"name", "sign", "value"}]}."""
        return {"join": self.join, "rows": [_row_to_json(row) for row in self.rows]}


def _row_to_json(row: Row) -> dict[str, Any]:
    value = list(row.value) if isinstance(row.value, tuple) else row.value
    return {"name": row.name, "sign": row.sign, "value": value}


def rows_of(text: str) -> Rows | None:
    """The rows of a condition; None where it is valid but says more than rows can.

    Raises `ConditionError` where it cannot be read. A blank text has no rows.
    """
    if not text.strip():
        return Rows("and", ())
    return _gather(parse(text), denied=False)


def _gather(node: Node, *, denied: bool) -> Rows | None:
    """De Morgan's laws hold for the three values too, so a `not` moves down to the terms."""
    match node:
        case Not(term):
            return _gather(term, denied=not denied)
        case Both(terms) | Either(terms):
            join: Join = "and" if isinstance(node, Both) is not denied else "or"
            return _joined(join, [_gather(term, denied=denied) for term in terms])
    row = _row(node)
    if row is None:
        return None
    return Rows("and", (Row(row.name, OPPOSITE[row.sign], row.value) if denied else row,))


def _joined(join: Join, parts: list[Rows | None]) -> Rows | None:
    rows: list[Row] = []
    for part in parts:
        if part is None or (part.join != join and len(part.rows) > 1):
            return None
        rows.extend(part.rows)
    return Rows(join, tuple(rows))


def _row(node: Node) -> Row | None:
    match node:
        case Answered(step):
            return Row(step, "answered")
        case Name():
            return Row(_named(node), "is true")
        case Comparison(Name() as name, sign, Literal(value)):
            return _compared(name, sign, value)
        case Comparison(Literal(value), sign, Name() as name):
            return _compared(name, MIRRORED[sign], value)
    return None


def _compared(name: Name, sign: str, value: Scalar | tuple[Scalar, ...]) -> Row | None:
    values = value if isinstance(value, tuple) else (value,)
    shown = tuple(float(one) if isinstance(one, Decimal) else one for one in values)
    # The page of the form would change a number whose digits no double holds.
    if isinstance(value, tuple) != (sign in WITH_LIST) or [*map(str, shown)] != [*map(str, values)]:
        return None
    return Row(_named(name), sign, shown if isinstance(value, tuple) else shown[0])


def _named(name: Name) -> str:
    return name.step if name.part is None else f"{name.step}.{name.part}"


def text_of(rows: Rows) -> str:
    """The condition that the rows say; "" for none. `rows_of` reads the same rows from it.

    Raises `ConditionError` for what a condition cannot say.
    """
    text = f" {rows.join} ".join(_term(row) for row in rows.rows)
    if text:
        parse(text)
    return text


def _refuse(code: str, **params: Any) -> ConditionError:
    return ConditionError(code, 0, **params)


def _term(row: Row) -> str:
    if not NAME.fullmatch(row.name) or row.name in KEYWORDS:
        raise _refuse("row-name", name=row.name[:60])
    match row.sign:
        case "answered" | "not answered":
            return f"{row.sign}({row.name})"
        case "is true":
            return row.name
        case "is false":
            return f"not {row.name}"
        case "in":
            return f"{row.name} in {_listed(row.value)}"
        case "not in":
            return f"not {row.name} in {_listed(row.value)}"
        case "not contains":
            return f"not {row.name} contains {_single(row.value)}"
    return f"{row.name} {row.sign} {_single(row.value)}"


def _listed(value: RowValue) -> str:
    if not isinstance(value, tuple) or len(value) > MOST_ITEMS:
        raise _refuse("row-values", most=MOST_ITEMS)
    return "[" + ", ".join(_scalar(item) for item in value) + "]"


def _single(value: RowValue) -> str:
    if value is None or isinstance(value, tuple):
        raise _refuse("row-value")
    return _scalar(value)


def _scalar(value: RowScalar) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return _number(value)


def _number(value: float) -> str:
    # Python refuses to write very long integers at all, so their size is looked at first.
    value = value if abs(value) < MOST_NUMBER else float("inf")
    text = str(value) if isinstance(value, int) else f"{value:.9f}".rstrip("0")
    text = text + "0" if text.endswith(".") else text
    if not NUMBER.fullmatch(text) or float(text) != value:
        raise _refuse("row-number")
    return text


def from_json(data: Any) -> Rows:
    """The rows of plain data; raises `ConditionError` for anything else."""
    if not isinstance(data, Mapping) or data.get("join") not in ("and", "or"):
        raise _refuse("rows-shape")
    rows = data.get("rows")
    if not isinstance(rows, list) or len(rows) > MOST_ROWS:
        raise _refuse("rows-too-many", most=MOST_ROWS)
    return Rows(data["join"], tuple(_row_from_json(row) for row in rows))


def _row_from_json(data: Any) -> Row:
    if not isinstance(data, Mapping) or not isinstance(data.get("name"), str):
        raise _refuse("row-without-name")
    sign = data.get("sign")
    if not isinstance(sign, str) or sign not in SIGNS:
        raise _refuse("row-comparison")
    return Row(data["name"], sign, None if sign in WITHOUT else _value_from_json(data.get("value")))


def _value_from_json(value: Any) -> RowValue:
    if isinstance(value, list) and len(value) <= MOST_ITEMS:
        return tuple(_scalar_from_json(item) for item in value)
    return _scalar_from_json(value)


def _scalar_from_json(value: Any) -> RowScalar:
    if isinstance(value, str | int | float):
        return value
    raise _refuse("row-text-or-number")

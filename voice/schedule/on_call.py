"""The people on call for a client, whom an agent may have to reach out of hours."""

import csv
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO
from zoneinfo import ZoneInfo

from sqlalchemy import ForeignKey, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from core import phone_numbers
from core.db import Base, UtcDateTime, session
from core.tenants import Client

COLUMNS = ("from", "until", "name", "phone", "note")
MOST_ROWS = 5000


class OnCallShift(Base):
    """A person reachable for a client from `starts_at` until `ends_at`."""

    __tablename__ = "on_call_shifts"

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("clients.id"), index=True)
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    name: Mapped[str] = mapped_column(String(120))
    phone: Mapped[str] = mapped_column(String(64), default="")
    note: Mapped[str] = mapped_column(String(300), default="")


@dataclass(frozen=True)
class BadLine:
    """A fault in a line of a file; lines count from 1, the heading is the first."""

    line: int
    message: str


class BadFile(ValueError):
    """A file with faults; nothing of it was taken over."""

    def __init__(self, lines: list[BadLine]) -> None:
        self.lines = tuple(lines)
        super().__init__("; ".join(f"line {one.line}: {one.message}" for one in lines))


def at(client_id: str, moment: datetime) -> list[OnCallShift]:
    """The people on call at a moment, in the order of the file."""
    chosen = select(OnCallShift).where(OnCallShift.client_id == client_id)
    now = chosen.where(OnCallShift.starts_at <= moment, OnCallShift.ends_at > moment)
    return list(session.scalars(now.order_by(OnCallShift.id)))


def replace(client: Client, text: str) -> int:
    """Replace all shifts of the client by those of a CSV file; returns how many there are.

    Columns: from, until, name, phone, note; times like 2026-12-24 18:00 on the client's clock.
    Raises BadFile, and then changes nothing.
    """
    shifts = _read(client, text)
    session.execute(delete(OnCallShift).where(OnCallShift.client_id == client.id))
    session.add_all(shifts)
    session.flush()
    return len(shifts)


def _read(client: Client, text: str) -> list[OnCallShift]:
    rows = csv.DictReader(StringIO(text.lstrip("\ufeff")), delimiter=_separator(text))
    missing = [name for name in COLUMNS[:3] if name not in (rows.fieldnames or ())]
    if missing:
        raise BadFile([BadLine(1, f"there is no column {', '.join(missing)}")])
    shifts: list[OnCallShift] = []
    bad: list[BadLine] = []
    for row in rows:
        if len(shifts) >= MOST_ROWS:
            raise BadFile([BadLine(rows.line_num, f"a file has at most {MOST_ROWS} shifts")])
        try:
            shifts.append(_shift(client, {name: (row.get(name) or "").strip() for name in COLUMNS}))
        except ValueError as wrong:
            bad.append(BadLine(rows.line_num, str(wrong)))
    if bad:
        raise BadFile(bad)
    return shifts


def _separator(text: str) -> str:
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _shift(client: Client, row: dict[str, str]) -> OnCallShift:
    starts, ends = (_moment(row[name], client.timezone) for name in ("from", "until"))
    if starts >= ends:
        raise ValueError("it ends before it begins")
    if not row["name"] or len(row["name"]) > 120 or len(row["note"]) > 300:
        raise ValueError("a name has 1 to 120 characters, a note at most 300")
    phone = _phone(row["phone"])
    name, note = row["name"], row["note"]
    return OnCallShift(
        client_id=client.id, starts_at=starts, ends_at=ends, name=name, phone=phone, note=note
    )


def _moment(text: str, timezone: str) -> datetime:
    try:
        local = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text[:40]!r} is not a time like 2026-12-24 18:00") from None
    moment = local if local.tzinfo else local.replace(tzinfo=ZoneInfo(timezone))
    return moment.astimezone(UTC)


def _phone(text: str) -> str:
    if not text:
        return ""
    number = phone_numbers.read(text)
    if not number:
        raise ValueError(f"{text[:40]!r} is not a whole phone number")
    return number

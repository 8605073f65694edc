"""The people on call for a client, whom an agent may have to reach out of hours."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ForeignKey, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, UtcDateTime, session
from core.reading import csv_files, phone_numbers
from core.tenants import Client
from workflows.texts import CONTROL, Refusal

COLUMNS = {
    "from": ("from", "de", "debut"),
    "until": ("until", "jusqu'a", "fin"),
    "name": ("name", "nom"),
    "phone": ("phone", "telephone"),
    "note": ("note", "remarque"),
}
REQUIRED = ("from", "until", "name")
MOST_ROWS = 5000
LONGEST = {"name": 120, "note": 300}


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
class Shift:
    """A line of a file; times are aware."""

    starts_at: datetime
    ends_at: datetime
    name: str
    phone: str
    note: str


@dataclass(frozen=True)
class Comparison:
    """What a file changes about the shifts that are known."""

    added: tuple[Shift, ...]
    removed: tuple[Shift, ...]
    same: int


@dataclass(frozen=True)
class BadLine:
    """A fault in a line of a file; lines count from 1, the heading is the first."""

    line: int
    refusal: Refusal


class BadFile(ValueError):
    """A file with faults; nothing of it was taken over."""

    def __init__(self, lines: list[BadLine]) -> None:
        self.lines = tuple(lines)
        super().__init__("; ".join(f"line {one.line}: {one.refusal}" for one in lines))


def at(client_id: str, moment: datetime) -> list[OnCallShift]:
    """The people on call at a moment, in the order of the file."""
    chosen = select(OnCallShift).where(OnCallShift.client_id == client_id)
    now = chosen.where(OnCallShift.starts_at <= moment, OnCallShift.ends_at > moment)
    return list(session.scalars(now.order_by(OnCallShift.id)))


def read(client: Client, source: str | bytes) -> list[Shift]:
    """The shifts of a CSV file with the columns from, until, name, phone, note.

    Times are like 2026-12-24 18:00 on the client's clock; a date alone is all of that day, as in
    scripts. Raises BadFile with every fault.
    """
    lines: dict[Shift, int] = {}
    bad: list[BadLine] = []
    try:
        for line, row in csv_files.rows(source, COLUMNS, required=REQUIRED, most=MOST_ROWS):
            try:
                shift = _shift(row, ZoneInfo(client.timezone))
            except Refusal as refusal:
                bad.append(BadLine(line, refusal))
                continue
            if shift in lines:
                bad.append(BadLine(line, Refusal("shift-twice", line=lines[shift])))
            lines.setdefault(shift, line)
    except csv_files.UnreadableFile as stop:
        bad.append(BadLine(stop.line, Refusal(stop.code, **stop.params)))
    if bad:
        raise BadFile(bad)
    return list(lines)


def compare(client: Client, shifts: list[Shift]) -> Comparison:
    """What `replace` would change."""
    rows = session.scalars(select(OnCallShift).where(OnCallShift.client_id == client.id))
    known = {
        Shift(row.starts_at, row.ends_at, row.name, row.phone, row.note): None for row in rows.all()
    }
    wanted = dict.fromkeys(shifts)
    added = tuple(shift for shift in wanted if shift not in known)
    removed = tuple(shift for shift in known if shift not in wanted)
    return Comparison(added, removed, len(known) - len(removed))


def replace(client: Client, shifts: list[Shift]) -> None:
    """Put these shifts in the place of all that the client has."""
    session.execute(select(Client.id).where(Client.id == client.id).with_for_update())
    session.execute(delete(OnCallShift).where(OnCallShift.client_id == client.id))
    session.add_all(OnCallShift(client_id=client.id, **vars(shift)) for shift in shifts)
    session.flush()


def _shift(row: dict[str, str], zone: ZoneInfo) -> Shift:
    cells = {name: " ".join(row.get(name, "").split()) for name in COLUMNS}
    if any(CONTROL.search(cell) for cell in row.values()):
        raise Refusal("control-characters")
    starts = _moment(cells["from"], zone)
    ends = _moment(cells["until"], zone, is_end=True)
    if starts >= ends:
        raise Refusal("shift-ends-first")
    for name, most in LONGEST.items():
        if len(cells[name]) > most:
            raise Refusal("entry-too-long", text=f"{cells[name][:30]}…", most=most)
    if not cells["name"]:
        raise Refusal("entry-without-name")
    return Shift(starts, ends, cells["name"], _phone(cells["phone"]), cells["note"])


def _moment(text: str, zone: ZoneInfo, *, is_end: bool = False) -> datetime:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        pass
    else:
        local = datetime.combine(day + timedelta(days=is_end), time())
        return local.replace(tzinfo=zone).astimezone(UTC)
    try:
        local = datetime.fromisoformat(text)
    except ValueError:
        raise Refusal("shift-time", text=text[:40]) from None
    return (local if local.tzinfo else local.replace(tzinfo=zone)).astimezone(UTC)


def _phone(text: str) -> str:
    number = phone_numbers.read(text)
    if text and not number:
        raise Refusal("shift-phone", text=text[:40])
    return number

"""When a client is open, on the client's own clock.

Hours are wall-clock times, like the windows of instructions: when the clocks change, a day still
opens at 08:00, and an hour that comes twice counts twice.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from core.tenants import Client

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)")
LOOK_AHEAD = 15  # days; a later opening is not announced


class BadHours(ValueError):
    """Hours that cannot be read; the text says what is wrong."""


@dataclass(frozen=True)
class Opening:
    """`open` is None where the client's hours are not known; `changes_at` is the next opening or
    closing (aware), None where there is none within two weeks."""

    open: bool | None
    today: tuple[str, ...] = ()
    changes_at: datetime | None = None


def opening(client: Client, at: datetime) -> Opening:
    """Whether the client is open at a moment (aware), today's hours, and when that changes."""
    if not client.opening_hours:
        return Opening(None)
    zone = ZoneInfo(client.timezone)
    local = at.astimezone(zone)
    wall = local.replace(tzinfo=None)
    today = wall.date()
    around = [*_spans(client, today - timedelta(days=1)), *_spans(client, today)]
    is_open = any(start <= wall < end for start, end in around)
    change = _change(client, wall)
    moment = change.replace(tzinfo=zone, fold=local.fold) if change else None
    return Opening(is_open, tuple(_hours_of(client, today)), moment)


def _hours_of(client: Client, day: date) -> list[str]:
    if day.isoformat() in client.closed_days:
        return []
    return list(client.opening_hours.get(DAYS[day.weekday()], []))


def _spans(client: Client, day: date) -> list[tuple[datetime, datetime]]:
    return [_span(text, day) for text in _hours_of(client, day)]


def _span(text: str, day: date) -> tuple[datetime, datetime]:
    """First moment inside and first after, as wall-clock times."""
    opens, closes = minutes(text)
    midnight = datetime.combine(day, time())
    if closes < opens:
        closes += 24 * 60
    return midnight + timedelta(minutes=opens), midnight + timedelta(minutes=closes)


def _change(client: Client, wall: datetime) -> datetime | None:
    horizon = datetime.combine(wall.date() + timedelta(days=LOOK_AHEAD), time())
    edges: list[datetime] = []
    for ahead in range(-1, LOOK_AHEAD + 1):
        for start, end in _spans(client, wall.date() + timedelta(days=ahead)):
            edges += [start, end]
    # 24:00 of one day and 00:00 of the next are no change.
    changes = {edge for edge in edges if edges.count(edge) == 1 and wall < edge < horizon}
    return min(changes, default=None)


def minutes(text: str) -> tuple[int, int]:
    """Opening and closing minute of the day of a text like "08:00-18:00"; raises BadHours."""
    read = SPAN.fullmatch(text)
    if read is None:
        raise BadHours(f"{text!r} is not like 08:00-18:00")
    opens, closes = int(read[1]) * 60 + int(read[2]), int(read[3]) * 60 + int(read[4])
    if closes > 24 * 60 or opens == closes:
        raise BadHours(f"{text!r} ends after midnight (24:00), or as it begins")
    return opens, closes


def read_week(text: str) -> dict[str, list[str]]:
    """Hours of a week from "mon-fri 08:00-12:00 14:00-18:00; sat 09:00-12:00"; raises BadHours."""
    week: dict[str, list[str]] = {}
    for part in filter(None, (piece.strip() for piece in text.split(";"))):
        days, *spans = part.split()
        if not spans:
            raise BadHours(f"{part!r} names no hours")
        for day in _days(days):
            if day in week:
                raise BadHours(f"{day} is given twice")
            week[day] = sorted(spans)
            _check_day(week[day])
    return week


def _days(text: str) -> tuple[str, ...]:
    first, _, last = text.lower().partition("-")
    last = last or first
    if first not in DAYS or last not in DAYS or DAYS.index(first) > DAYS.index(last):
        raise BadHours(f"{text!r} is not a day or days like mon-fri ({', '.join(DAYS)})")
    return DAYS[DAYS.index(first) : DAYS.index(last) + 1]


def _check_day(spans: list[str]) -> None:
    """Only the last span of a day may pass midnight, and spans must not overlap."""
    read = [minutes(span) for span in spans]
    for (opens, closes), (following, _) in pairwise(read):
        if closes < opens or following < closes:
            raise BadHours(f"{' '.join(spans)} overlap")

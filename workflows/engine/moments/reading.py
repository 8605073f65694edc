"""Reads a moment from a text, and refuses one that nobody can mean.

Times are compared in UTC: Python compares two times of one zone by their clocks alone, and in the
night when the clocks go back, half past two comes before a quarter past two.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.folding import fold
from workflows.engine.moments.days import day_of
from workflows.engine.moments.words import (
    AGO,
    AHEAD,
    CLOCK,
    HOUR_WORDS,
    JOIN,
    PRESENT,
    UNIT,
    UNITS,
    WORDS,
)

TOLERANCE = timedelta(minutes=5)
FARTHEST = timedelta(days=366 * 20)


@dataclass(frozen=True)
class Moment:
    """`at` is an ISO time with its offset, or None; `precision` is minute, day or none."""

    at: str | None
    precision: str


@dataclass(frozen=True)
class Unfit:
    """Why nobody can mean a moment; `params` may hold the moment as "at"."""

    code: str
    params: dict[str, str] = field(default_factory=dict)


UNCLEAR = Moment(None, "none")


def _fold(text: str) -> str:
    return fold(text).rstrip(" .!")


def read_moment(
    raw: str, *, now: datetime, timezone: str, language: str, tense: str
) -> Moment | Unfit:
    """What `raw` means at `now` on the clock of `timezone`; `tense` is past, future or any."""
    zone = ZoneInfo(timezone)
    local = now.astimezone(zone)
    text = _fold(raw)
    if text in PRESENT:
        return Moment(local.isoformat(timespec="minutes"), "minute")
    distance = _distance(text)
    if distance is not None:
        return _from_distance(local, distance, tense)
    return _on_calendar(text, local, zone, language, tense)


def _distance(text: str) -> timedelta | None:
    for patterns, sign in ((AGO, -1), (AHEAD, 1)):
        for pattern in patterns:
            match = pattern.fullmatch(text)
            if match:
                amount = match["amount"]
                count = int(amount) if amount.isdigit() else WORDS[amount]
                return sign * timedelta(**{UNIT[match["unit"]]: count})
    return None


def _from_distance(local: datetime, distance: timedelta, tense: str) -> Moment | Unfit:
    # Real time passes over a change of clocks, so the sum is made in UTC.
    moment = (local.astimezone(UTC) + distance).astimezone(local.tzinfo)
    precision = "minute" if abs(distance) < timedelta(days=1) else "day"
    return _checked(moment, precision, local, tense)


def _on_calendar(
    text: str, local: datetime, zone: ZoneInfo, language: str, tense: str
) -> Moment | Unfit:
    clock = CLOCK.search(text)
    rest = JOIN.sub("", JOIN.sub("", text[: clock.start()] if clock else text)).strip()
    span = (0, 24)
    if rest:
        day_and_span = day_of(rest, local.date(), language, tense)
        if day_and_span is None:
            return UNCLEAR
        day, span = day_and_span
    elif clock and _is_spoken_duration(text):
        return UNCLEAR
    else:
        day = local.date()
    if clock is None:
        return _whole_day(day, span, local, zone, tense) if rest else UNCLEAR
    hour = _clock(clock, span)
    return UNCLEAR if hour is None else _at(day, hour, local, zone, tense)


def _is_spoken_duration(text: str) -> bool:
    """“depuis 2h” can mean the hour or the length; nobody but the caller knows."""
    return bool(re.fullmatch(r"(?:depuis|for|since) \d{1,2} ?(?:h|heures?)", text))


def _clock(match: re.Match[str], span: tuple[int, int]) -> time | None:
    if match["word"]:
        return time(12) if match["word"] in ("midi", "noon") else time(0)
    half = (match["half"] or match["half2"] or "").replace(".", "")
    hour = int(match["hour"] or match["bare"])
    if half in ("am", "pm"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    first, after = span
    if hour < first <= hour + 12 < after:
        hour += 12
    return time(hour, int(match["minute"] or 0)) if first <= hour < after else None


def _whole_day(
    day: date, span: tuple[int, int], local: datetime, zone: ZoneInfo, tense: str
) -> Moment | Unfit:
    if day == local.date():
        part_begins = datetime.combine(day, time(span[0]), zone)
        if tense == "past" and _ahead(part_begins, local) > timedelta():
            return Unfit("future", _stamp(part_begins))
        return Moment(datetime.combine(day, time(), zone).isoformat(timespec="minutes"), "day")
    return _checked(datetime.combine(day, time(), zone), "day", local, tense)


def _at(day: date, clock: time, local: datetime, zone: ZoneInfo, tense: str) -> Moment | Unfit:
    moment = datetime.combine(day, clock, zone)
    if moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != datetime.combine(day, clock):
        return Unfit("no_such_hour")
    # Of an hour that comes twice the nearest on the side that is meant.
    again = moment.replace(fold=1)
    if (tense == "past" and _ahead(again, local) <= TOLERANCE) or (
        tense == "future" and _ahead(moment, local) < -TOLERANCE
    ):
        moment = again
    return _checked(moment, "minute", local, tense)


def _ahead(moment: datetime, local: datetime) -> timedelta:
    return moment.astimezone(UTC) - local.astimezone(UTC)


def _checked(moment: datetime, precision: str, local: datetime, tense: str) -> Moment | Unfit:
    ahead = _ahead(moment, local)
    if abs(ahead) > FARTHEST:
        return UNCLEAR
    if tense == "past" and ahead > TOLERANCE:
        return Unfit("future", _stamp(moment))
    ends = moment + timedelta(days=1) if precision == "day" else moment
    if tense == "future" and _ahead(ends, local) < -TOLERANCE:
        return Unfit("past", _stamp(moment))
    return Moment(moment.isoformat(timespec="minutes"), precision)


def _stamp(moment: datetime) -> dict[str, str]:
    return {"at": moment.isoformat(timespec="minutes")}


def spoken_parts(value: dict[str, str | None]) -> list[tuple[int, tuple[str, ...]]]:
    """The numbers by which a moment is recognised in speech, each with the words that follow it.

    “10 minutes ago” is 10 with minutes; “this morning at 8” is 8 with the words of hours.
    """
    text = _fold(value["text"] or "")
    for pattern in (*AGO, *AHEAD):
        match = pattern.fullmatch(text)
        if match:
            amount = match["amount"]
            count = int(amount) if amount.isdigit() else WORDS[amount]
            return [(count, UNITS[UNIT[match["unit"]]])]
    if not value.get("at") or value.get("precision") != "minute":
        return []
    hour = datetime.fromisoformat(value["at"] or "").hour
    return [(spoken, HOUR_WORDS) for spoken in {hour, (hour - 1) % 12 + 1}]

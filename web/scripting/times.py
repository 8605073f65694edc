"""Moments that people choose on a client's own clock, also where that clock is changed."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask_babel import format_datetime, gettext


class NoSuchTime(ValueError):
    """What was chosen is no moment; the text says so to the person who chose it."""


@dataclass(frozen=True)
class Chosen:
    """A moment (UTC); `twice` if the client's clock shows that time twice, and it is the first."""

    at: datetime
    twice: bool


def chosen_moment(text: str, timezone: str) -> Chosen:
    """What `text` (“2026-03-29T02:30”) is on the clock of `timezone`; raises `NoSuchTime`."""
    try:
        wall = datetime.fromisoformat(text.strip())
    except ValueError:
        raise NoSuchTime(gettext("This is no date and time. Choose a day and an hour.")) from None
    if wall.tzinfo is not None or not 2000 <= wall.year < 2200:
        raise NoSuchTime(gettext("This is no date and time. Choose a day and an hour."))
    zone = ZoneInfo(timezone)
    first = wall.replace(tzinfo=zone, fold=0)
    at = first.astimezone(UTC)
    if at.astimezone(zone).replace(tzinfo=None) != wall:
        raise NoSuchTime(_skipped(wall, zone))
    twice = wall.replace(tzinfo=zone, fold=1).utcoffset() != first.utcoffset()
    return Chosen(at, twice)


def _skipped(wall: datetime, zone: ZoneInfo) -> str:
    """The hour that is left out when the clocks go forward, and the first one after it."""
    after = wall.replace(tzinfo=zone, fold=0).astimezone(UTC).astimezone(zone)
    return gettext(
        "%(time)s does not exist that day in %(zone)s: the clocks go forward. Choose %(after)s "
        "or later, for example.",
        time=f"{wall:%H:%M}",
        zone=zone.key,
        after=f"{after:%H:%M}",
    )


def is_twice(moment: datetime, zone: ZoneInfo) -> bool:
    """Whether the clock of the zone shows the time of this moment a second time."""
    local = moment.astimezone(zone)
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def shown_moment(moment: datetime, timezone: str) -> str:
    """A moment on the client's clock, to the minute; of two equal times it says which is meant."""
    zone = ZoneInfo(timezone)
    local = moment.astimezone(zone)
    text = str(format_datetime(local, "d MMM y HH:mm", rebase=False))
    if not is_twice(moment, zone):
        return text
    if local.fold:
        return gettext("%(time)s (the second of two, after the clocks went back)", time=text)
    return gettext("%(time)s (the first of two, before the clocks go back)", time=text)

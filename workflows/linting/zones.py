"""Times of the client's clock that do not exist, because the clocks go forward over them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from workflows.document import Instruction
from workflows.engine.windows import bounds, hours, is_skipped
from workflows.linting.finding import Fault, Finding, warning

# Rules of summer time come back each year, so a few years show all that a usual window can meet.
YEARS = range(2026, 2031)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class _Gap:
    """The wall clock goes from `begins` to `ends` at once."""

    begins: datetime
    ends: datetime


def zone_findings(numbered: list[tuple[int, Instruction]], timezone: str) -> Iterator[Finding]:
    """Moments and hours that the clocks of `timezone` leave out; nothing for an unknown zone."""
    try:
        zone = ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return
    for place, instruction in numbered:
        yield from _moments(place, instruction, zone)
        yield from _hours(place, instruction, timezone)


def _moments(place: int, instruction: Instruction, zone: ZoneInfo) -> Iterator[Finding]:
    for name, moment in (("from", instruction.starts), ("until", instruction.until)):
        if isinstance(moment, datetime) and is_skipped(moment, zone):
            where = ("instructions", place, name)
            day, time = moment.date(), moment.time()
            yield warning(Fault.SKIPPED_MOMENT, where, instruction.key, day=day, time=time)


def _hours(place: int, instruction: Instruction, timezone: str) -> Iterator[Finding]:
    """Hours that fall wholly into a gap: on that day the instruction is not shown at all."""
    if instruction.hours is None:
        return
    for gap in _gaps_within(instruction, timezone):
        if _swallows(gap, instruction):
            yield warning(
                Fault.SKIPPED_HOURS,
                ("instructions", place, "hours"),
                instruction.key,
                day=gap.begins.date(),
                begins=gap.begins.time(),
                ends=gap.ends.time(),
            )
            return


def _swallows(gap: _Gap, instruction: Instruction) -> bool:
    opens, closes = hours(instruction)
    midnight = datetime.combine(gap.begins, datetime.min.time())
    first, last = midnight + opens * MINUTE, midnight + closes * MINUTE
    on_day = not instruction.weekdays or gap.begins.weekday() in _days(instruction)
    return on_day and opens < closes and gap.begins <= first and last <= gap.ends


def _days(instruction: Instruction) -> set[int]:
    return {list(type(day)).index(day) for day in instruction.weekdays}


def _gaps_within(instruction: Instruction, timezone: str) -> Iterator[_Gap]:
    starts, ends = bounds(instruction)
    years = YEARS if starts is None else range(starts.year, starts.year + len(YEARS))
    for gap in (gap for year in years for gap in _gaps(timezone, year)):
        if (starts is None or gap.ends > starts) and (ends is None or gap.begins < ends):
            yield gap


@lru_cache(maxsize=500)
def _gaps(timezone: str, year: int) -> tuple[_Gap, ...]:
    zone = ZoneInfo(timezone)
    first = datetime(year, 1, 1, tzinfo=UTC)
    days = (date(year + 1, 1, 1) - date(year, 1, 1)).days
    moments = [first + timedelta(days=day) for day in range(days + 1)]
    gaps = (_gap(before, after, zone) for before, after in pairwise(moments))
    return tuple(gap for gap in gaps if gap)


def _gap(before: datetime, after: datetime, zone: ZoneInfo) -> _Gap | None:
    """The gap between two moments a day apart; the minute of the change is found by halving."""
    old, new = before.astimezone(zone).utcoffset(), after.astimezone(zone).utcoffset()
    assert old is not None
    assert new is not None
    if new <= old:
        return None
    while after - before > MINUTE:
        middle = before + (after - before) // 2
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    change = after.replace(second=0, microsecond=0, tzinfo=None)
    return _Gap(change + old, change + new)

"""When an instruction is active, and which of several is the most specific in time.

Hours and weekdays are compared on the client's own wall clock, so that a night of 18:00-08:00 is
the same night when the clocks change: the hour that comes twice is inside twice, the one that is
skipped is simply never there. A `from` or `until` that comes twice means the first time, and one
that is skipped the moment of the change: of two windows in a row, one and only one ever holds.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from workflows.document import Instruction, Weekday

DAYS = tuple(Weekday)
MINUTES_A_DAY = 24 * 60
ENDLESS = timedelta(days=365_000)
HALF_ENDLESS = timedelta(days=182_500)


def is_active(instruction: Instruction, now: datetime, timezone: str) -> bool:
    """Whether `now` (aware) lies in the instruction's window, on the clock of `timezone`."""
    zone = ZoneInfo(timezone)
    local = now.astimezone(zone)
    return _within_dates(instruction, local, zone) and _within_hours(
        instruction, local.replace(tzinfo=None)
    )


def _within_dates(instruction: Instruction, local: datetime, zone: ZoneInfo) -> bool:
    starts, ends = bounds(instruction)
    if starts is not None and not _is_reached(starts, local, zone):
        return False
    return ends is None or not _is_reached(ends, local, zone)


def _is_reached(moment: datetime, local: datetime, zone: ZoneInfo) -> bool:
    """Whether the wall clock has reached `moment`; of a time that comes twice, the first counts."""
    if is_skipped(moment, zone):
        return local.replace(tzinfo=None) >= moment
    return local.astimezone(UTC) >= moment.replace(tzinfo=zone, fold=0).astimezone(UTC)


def is_skipped(moment: datetime, zone: ZoneInfo) -> bool:
    """Whether a wall-clock time does not exist in `zone`, since the clocks go forward over it."""
    there = moment.replace(tzinfo=zone, fold=0).astimezone(UTC)
    return there.astimezone(zone).replace(tzinfo=None, fold=0) != moment


def bounds(instruction: Instruction) -> tuple[datetime | None, datetime | None]:
    """First moment inside and first moment after, as wall-clock times; None is open."""
    starts, until = instruction.starts, instruction.until
    first = None if starts is None else _midnight(starts)
    if until is None or isinstance(until, datetime):
        return first, until
    return first, _midnight(until) + timedelta(days=1)


def _midnight(day: date) -> datetime:
    return day if isinstance(day, datetime) else datetime.combine(day, time())


def _within_hours(instruction: Instruction, local: datetime) -> bool:
    opens, closes = hours(instruction)
    minute = local.hour * 60 + local.minute
    if opens < closes:
        return opens <= minute < closes and _on_day(instruction, local)
    # The hours pass midnight: what is after it belongs to the day before.
    if minute >= opens:
        return _on_day(instruction, local)
    return minute < closes and _on_day(instruction, local - timedelta(days=1))


def hours(instruction: Instruction) -> tuple[int, int]:
    """Opening and closing minute of the day; without hours, the whole day."""
    if instruction.hours is None:
        return 0, MINUTES_A_DAY
    opens, closes = instruction.hours.split("-")
    return _minute(opens), _minute(closes)


def _minute(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def _on_day(instruction: Instruction, local: datetime) -> bool:
    return not instruction.weekdays or DAYS[local.weekday()] in instruction.weekdays


def reach(instruction: Instruction) -> float:
    """How much time the window covers, in seconds; the smaller, the more specific."""
    opens, closes = hours(instruction)
    minutes = closes - opens if closes > opens else MINUTES_A_DAY - opens + closes
    days = len(set(instruction.weekdays)) or 7
    return _length(instruction).total_seconds() * minutes / MINUTES_A_DAY * days / 7


def _length(instruction: Instruction) -> timedelta:
    starts, ends = bounds(instruction)
    if starts is not None and ends is not None:
        return ends - starts
    return ENDLESS if starts is None and ends is None else HALF_ENDLESS


def most_specific(active: list[Instruction]) -> tuple[Instruction, ...]:
    """Of each topic the one with the smallest reach, in the order of the document.

    Two of one topic with the same reach contradict each other: both are shown, people decide.
    """
    least: dict[str, float] = {}
    for instruction in active:
        if instruction.topic:
            least[instruction.topic] = min(
                reach(instruction), least.get(instruction.topic, float("inf"))
            )
    return tuple(
        instruction
        for instruction in active
        if not instruction.topic or reach(instruction) == least[instruction.topic]
    )

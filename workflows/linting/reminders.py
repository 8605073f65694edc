"""Instructions that can contradict each other, or that no moment can show."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import combinations

from workflows.document import Instruction
from workflows.engine import CompiledScript
from workflows.engine.windows import DAYS, MINUTES_A_DAY, bounds, hours, reach
from workflows.linting.finding import Fault, Finding, error, warning
from workflows.linting.truths import Possible
from workflows.linting.zones import zone_findings

# Wall-clock bounds, without a zone like the windows themselves.
EARLIEST = datetime.fromisoformat("1900-01-01")
LATEST = datetime.fromisoformat("2900-01-01")
WEEK = 7 * MINUTES_A_DAY
# A hostile script with very many instructions is only looked at in part.
MOST_PAIRS = 3000

Numbered = list[tuple[int, Instruction]]


def instruction_findings(
    script: CompiledScript, possible: Possible, timezone: str
) -> Iterator[Finding]:
    """Windows that are over before they begin, two equal ones of one topic at one time, and hours
    that the client's clocks leave out."""
    numbered = list(enumerate(script.document.instructions))
    yield from _empty(numbered)
    yield from _conflicts(numbered, possible)
    if timezone:
        yield from zone_findings(numbered, timezone)


def _empty(numbered: Numbered) -> Iterator[Finding]:
    for place, instruction in numbered:
        starts, ends = bounds(instruction)
        if starts and ends and starts >= ends:
            yield error(Fault.ENDS_TOO_EARLY, ("instructions", place, "until"), instruction.key)
        elif not _overlap(instruction, instruction):
            field = "weekdays" if instruction.weekdays else "hours"
            yield error(Fault.NEVER_COMES, ("instructions", place, field), instruction.key)


def _conflicts(numbered: Numbered, possible: Possible) -> Iterator[Finding]:
    by_topic: dict[str, Numbered] = {}
    for place, instruction in numbered:
        if instruction.topic:
            by_topic.setdefault(instruction.topic, []).append((place, instruction))
    pairs = [pair for group in by_topic.values() for pair in combinations(group, 2)]
    for (_, one), (place, other) in pairs[:MOST_PAIRS]:
        if reach(one) == reach(other) and _may_meet(one, other, possible) and _overlap(one, other):
            yield warning(
                Fault.CONFLICTING_INSTRUCTIONS,
                ("instructions", place, _window_field(other)),
                other.key,
                other=one.key,
            )


def _window_field(instruction: Instruction) -> str:
    """Where its window can be narrowed."""
    values = {
        "hours": instruction.hours,
        "weekdays": instruction.weekdays,
        "until": instruction.until,
        "from": instruction.starts,
    }
    return next((name for name, value in values.items() if value), "hours")


def _may_meet(one: Instruction, other: Instruction, possible: Possible) -> bool:
    """Whether both conditions can hold in one call; where that cannot be told, they are trusted
    to exclude each other."""
    if one.when is None or other.when is None or one.when == other.when:
        return True
    return True in (possible.together(one.when, other.when) or ())


def _overlap(one: Instruction, other: Instruction) -> bool:
    first = max(bounds(one)[0] or EARLIEST, bounds(other)[0] or EARLIEST)
    after = min(bounds(one)[1] or LATEST, bounds(other)[1] or LATEST)
    if first >= after:
        return False
    shared = _minutes(one) & _minutes(other)
    length = (after - first) // timedelta(minutes=1)
    if length >= WEEK:
        return bool(shared)
    begin = first.weekday() * MINUTES_A_DAY + first.hour * 60 + first.minute
    return bool(shared & _span(begin, max(1, length)))


def _minutes(instruction: Instruction) -> int:
    """The minutes of the week, from Monday 00:00, in which it is active: one bit for each."""
    opens, closes = hours(instruction)
    length = closes - opens if closes > opens else MINUTES_A_DAY - opens + closes
    week = 0
    for day in instruction.weekdays or DAYS:
        week |= _span(DAYS.index(day) * MINUTES_A_DAY + opens, length)
    return week


def _span(begin: int, length: int) -> int:
    """`length` minutes from `begin`; what passes the end of the week comes at its beginning."""
    bits = ((1 << length) - 1) << begin
    return (bits | bits >> WEEK) & ((1 << WEEK) - 1)

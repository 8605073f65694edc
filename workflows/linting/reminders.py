"""Instructions that can contradict each other, or that no moment can show."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import combinations

from workflows.document import Instruction
from workflows.linting.finding import Finding, error, warning
from workflows.walking import CompiledScript
from workflows.windows import DAYS, MINUTES_A_DAY, bounds, hours, reach

# Wall-clock bounds, without a zone like the windows themselves.
EARLIEST = datetime.fromisoformat("1900-01-01")
LATEST = datetime.fromisoformat("2900-01-01")


def instruction_findings(script: CompiledScript, timezone: str) -> Iterator[Finding]:
    """Windows that are over before they begin, and two equal ones of one topic at one time."""
    instructions = list(enumerate(script.document.instructions))
    for place, instruction in instructions:
        if _is_empty(instruction):
            yield error(
                "empty-window",
                ("instructions", place),
                instruction.key,
                ("Cette consigne ne s’affiche jamais.", "This instruction is never shown."),
                ("Corrigez from, until et weekdays.", "Mend from, until and weekdays."),
            )
    for (_, one), (place, other) in combinations(instructions, 2):
        if one.topic and one.topic == other.topic and _conflict(one, other):
            yield warning(
                "conflicting-instructions",
                ("instructions", place),
                other.key,
                (
                    f"« {one.key} » et « {other.key} » valent en même temps, à précision égale.",
                    f"“{one.key}” and “{other.key}” hold at the same time, equally specific.",
                ),
                (
                    "Rétrécissez la fenêtre de celle qui doit l’emporter.",
                    "Narrow the window of the one that should win.",
                ),
            )


def _is_empty(instruction: Instruction) -> bool:
    starts, ends = bounds(instruction)
    if starts and ends and starts >= ends:
        return True
    return not _overlap(instruction, instruction)


def _conflict(one: Instruction, other: Instruction) -> bool:
    if one.when != other.when and one.when and other.when:
        return False
    return reach(one) == reach(other) and _overlap(one, other)


def _overlap(one: Instruction, other: Instruction) -> bool:
    first = max(bounds(one)[0] or EARLIEST, bounds(other)[0] or EARLIEST)
    after = min(bounds(one)[1] or LATEST, bounds(other)[1] or LATEST)
    if first >= after:
        return False
    shared = _minutes(one) & _minutes(other)
    if after - first >= timedelta(days=7):
        return bool(shared)
    begin = first.weekday() * MINUTES_A_DAY + first.hour * 60 + first.minute
    length = int((after - first).total_seconds() // 60)
    return any((begin + minute) % (7 * MINUTES_A_DAY) in shared for minute in range(length))


def _minutes(instruction: Instruction) -> set[int]:
    """The minutes of the week, from Monday 00:00, in which the instruction is active."""
    opens, closes = hours(instruction)
    length = closes - opens if closes > opens else MINUTES_A_DAY - opens + closes
    days = instruction.weekdays or DAYS
    week = 7 * MINUTES_A_DAY
    starts = (DAYS.index(day) * MINUTES_A_DAY + opens for day in days)
    return {(start + minute) % week for start in starts for minute in range(length)}

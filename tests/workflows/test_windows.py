from datetime import UTC, datetime
from typing import Any

import pytest

from workflows.document import Instruction
from workflows.windows import is_active, most_specific, reach

PARIS = "Europe/Paris"


def window(**fields: Any) -> Instruction:
    return Instruction.model_validate({"key": "one", "text": {"fr": "a"}, **fields})


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        # Friday night belongs to Friday, until Saturday morning.
        (datetime(2026, 11, 27, 17, 30, tzinfo=UTC), True),
        (datetime(2026, 11, 28, 1, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 28, 7, 0, tzinfo=UTC), False),
        (datetime(2026, 11, 27, 1, 0, tzinfo=UTC), False),
        (datetime(2026, 11, 28, 18, 0, tzinfo=UTC), False),
    ],
)
def test_a_night_belongs_to_the_day_it_begins(moment: datetime, expected: bool) -> None:
    assert is_active(window(weekdays=["fri"], hours="18:00-08:00"), moment, PARIS) is expected


def test_hours_follow_the_wall_clock_over_both_changes() -> None:
    night = window(hours="02:00-03:00")
    # 25 October 2026: 02:00-03:00 comes twice in Paris (00:00-02:00 UTC).
    inside = [is_active(night, datetime(2026, 10, 25, h, 30, tzinfo=UTC), PARIS) for h in range(3)]
    assert inside == [True, True, False]
    # 29 March 2026: it never comes.
    whole_day = (datetime(2026, 3, 29, h, m, tzinfo=UTC) for h in range(22) for m in (0, 30))
    assert not any(is_active(night, moment, PARIS) for moment in whole_day)


def test_until_a_date_is_included_until_a_moment_is_not() -> None:
    by_day = window(**{"from": "2026-12-24", "until": "2026-12-24"})
    assert is_active(by_day, datetime(2026, 12, 24, 22, 59, tzinfo=UTC), PARIS)
    assert not is_active(by_day, datetime(2026, 12, 24, 23, 0, tzinfo=UTC), PARIS)
    by_hour = window(until="2026-12-24T18:00")
    assert is_active(by_hour, datetime(2026, 12, 24, 16, 59, tzinfo=UTC), PARIS)
    assert not is_active(by_hour, datetime(2026, 12, 24, 17, 0, tzinfo=UTC), PARIS)


def test_specificity_is_the_time_that_is_covered() -> None:
    ordered = [
        window(**{"from": "2026-12-24", "until": "2026-12-24", "hours": "08:00-12:00"}),
        window(**{"from": "2026-12-24", "until": "2026-12-26"}),
        window(**{"from": "2026-12-01"}),
        window(weekdays=["mon"], hours="08:00-12:00"),
        window(hours="18:00-08:00"),
        window(),
    ]
    reaches = [reach(one) for one in ordered]
    assert reaches[:2] == sorted(reaches[:2])
    assert reaches[3:] == sorted(reaches[3:])
    assert reaches[1] < reaches[2]


def test_two_equal_ones_of_a_topic_are_both_shown() -> None:
    one = window(key="one", topic="t", hours="08:00-12:00")
    two = window(key="two", topic="t", hours="09:00-13:00")
    wide = window(key="wide", topic="t")
    free = window(key="free")
    assert [i.key for i in most_specific([one, two, wide, free])] == ["one", "two", "free"]


def test_an_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="local time"):
        window(until="2026-12-24T18:00+01:00")

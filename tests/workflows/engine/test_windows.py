from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from workflows.document import Instruction
from workflows.engine.windows import is_active, most_specific, reach

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


def test_two_equal_instructions_of_a_topic_are_both_active() -> None:
    one = window(key="one", topic="t", hours="08:00-12:00")
    two = window(key="two", topic="t", hours="09:00-13:00")
    wide = window(key="wide", topic="t")
    free = window(key="free")
    assert [i.key for i in most_specific([one, two, wide, free])] == ["one", "two", "free"]


def test_an_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="offset-not-accepted"):
        window(until="2026-12-24T18:00+01:00")


def active(instruction: Instruction, moment: str) -> bool:
    return is_active(instruction, datetime.fromisoformat(moment), PARIS)


def test_a_moment_that_comes_twice_is_the_first_one() -> None:
    # 25 October 2026: 02:00-03:00 comes twice in Paris; 02:30 is 00:30 and again 01:30 UTC.
    before, after = window(until="2026-10-25T02:30"), window(**{"from": "2026-10-25T02:30"})
    expected = {"00:29": True, "00:30": False, "00:59": False, "01:15": False, "01:45": False}
    for clock, is_before in expected.items():
        assert active(before, f"2026-10-25T{clock}Z") is is_before
        assert active(after, f"2026-10-25T{clock}Z") is not is_before


def test_a_moment_that_is_skipped_is_that_of_the_change() -> None:
    # 29 March 2026: the clocks of Paris go from 02:00 to 03:00 at 01:00 UTC.
    before, after = window(until="2026-03-29T02:30"), window(**{"from": "2026-03-29T02:30"})
    for clock, is_before in {"00:59": True, "01:00": False, "01:31": False}.items():
        assert active(before, f"2026-03-29T{clock}Z") is is_before
        assert active(after, f"2026-03-29T{clock}Z") is not is_before


def test_a_night_keeps_its_hours_over_both_changes() -> None:
    night = window(hours="22:00-06:00", weekdays=["sat"])
    for opens, closes in (
        ("2026-10-24T20:00Z", "2026-10-25T05:00Z"),  # one hour longer
        ("2026-03-28T21:00Z", "2026-03-29T04:00Z"),  # one hour shorter
    ):
        first, after = datetime.fromisoformat(opens), datetime.fromisoformat(closes)
        minutes = int((after - first).total_seconds() // 60)
        inside = (first + timedelta(minutes=minute) for minute in range(0, minutes, 7))
        assert all(is_active(night, moment, PARIS) for moment in inside)
        for moment in (first - timedelta(minutes=1), after):
            assert not is_active(night, moment, PARIS)


@pytest.mark.parametrize("zone", [PARIS, "America/New_York", "Australia/Lord_Howe", "Africa/Cairo"])
def test_of_two_windows_in_a_row_one_and_only_one_holds(zone: str) -> None:
    """Each quarter of an hour of a year, around moments that may come twice or never."""
    zones = ZoneInfo(zone)
    start = datetime(2026, 1, 1, tzinfo=UTC)
    times = [start + timedelta(minutes=15 * n) for n in range(4 * 24 * 365)]
    changes = [b for a, b in pairwise(times) if shift(a, zones) != shift(b, zones)]
    assert changes
    for change in changes:
        local = change.astimezone(zones).replace(tzinfo=None)
        for minutes in range(-120, 121, 15):
            moment = (local + timedelta(minutes=minutes)).isoformat(timespec="minutes")
            before, after = window(until=moment), window(**{"from": moment})
            states = [
                (is_active(before, one, zone), is_active(after, one, zone))
                for one in (change + timedelta(minutes=15 * n) for n in range(-14, 15))
            ]
            assert all(one != other for one, other in states)
            assert states == sorted(states, reverse=True)  # each begins and ends once


def shift(moment: datetime, zone: ZoneInfo) -> timedelta | None:
    return moment.astimezone(zone).utcoffset()


@pytest.mark.parametrize("moment", ["0001-01-01", "9999-12-31", "9999-12-31T23:59"])
def test_a_year_that_no_calendar_needs_is_refused(moment: str) -> None:
    with pytest.raises(ValueError, match="year-out-of-range"):
        window(until=moment)


def test_a_moment_at_midnight_is_no_whole_day() -> None:
    assert not is_active(
        window(until="2026-12-24T00:00"), datetime(2026, 12, 24, tzinfo=UTC), PARIS
    )
    assert is_active(window(until="2026-12-24"), datetime(2026, 12, 24, tzinfo=UTC), PARIS)
    until = window(until="2026-12-24T00:00").model_dump(mode="json")["until"]
    assert window(until=until) == window(until="2026-12-24T00:00")


@pytest.mark.parametrize("odd", ["20261224", "2026-W01-1", "1735689600", 1735689600, True, "soon"])
def test_what_is_neither_a_day_nor_a_moment_is_refused(odd: Any) -> None:
    with pytest.raises(ValueError, match="date-expected"):
        window(until=odd)

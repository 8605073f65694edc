"""Opening hours on the client's own clock."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from core.tenants import Client
from voice.schedule.hours import BadHours, opening, read_week

PARIS = ZoneInfo("Europe/Paris")


def client(week: str, closed: tuple[str, ...] = ()) -> Client:
    return Client(timezone="Europe/Paris", opening_hours=read_week(week), closed_days=list(closed))


def paris(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS).astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "is_open", "changes"),
    [
        ("2026-11-26 07:59", False, "2026-11-26 08:00"),
        ("2026-11-26 08:00", True, "2026-11-26 12:00"),
        ("2026-11-26 12:00", False, "2026-11-26 14:00"),
        ("2026-11-27 18:00", False, "2026-11-30 08:00"),
        ("2026-11-29 10:00", False, "2026-11-30 08:00"),
    ],
)
def test_open_closed_and_until_when(moment: str, is_open: bool, changes: str) -> None:
    hours = opening(client("mon-fri 08:00-12:00 14:00-18:00"), paris(moment))
    assert hours.open is is_open
    assert hours.changes_at == paris(changes)


def test_a_night_passes_midnight_and_belongs_to_the_day_it_began_on() -> None:
    night = client("fri 20:00-06:00")
    hours = opening(night, paris("2026-11-28 05:59"))
    assert (hours.open, hours.changes_at) == (True, paris("2026-11-28 06:00"))
    assert opening(night, paris("2026-11-28 06:00")).open is False
    assert opening(night, paris("2026-11-28 20:30")).open is False


def test_a_closed_day_has_no_hours() -> None:
    hours = opening(client("mon-fri 08:00-18:00", ("2026-12-25",)), paris("2026-12-25 10:00"))
    assert hours.open is False
    assert hours.today == ()
    assert hours.changes_at == paris("2026-12-28 08:00")


def test_open_round_the_clock_never_changes() -> None:
    hours = opening(client("mon-sun 00:00-24:00"), paris("2026-11-26 23:59"))
    assert hours.open is True
    assert hours.changes_at is None


def test_unknown_hours_are_neither_open_nor_closed() -> None:
    assert opening(client(""), paris("2026-11-26 10:00")).open is None


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25"])
def test_a_day_opens_at_its_hour_though_the_clocks_change(day: str) -> None:
    sunday = client("sun 08:00-18:00")
    assert opening(sunday, paris(f"{day} 07:59")).open is False
    assert opening(sunday, paris(f"{day} 08:00")).open is True
    assert opening(sunday, paris(f"{day} 17:59")).open is True
    assert opening(sunday, paris(f"{day} 18:00")).open is False


def test_the_hour_that_comes_twice_is_inside_twice() -> None:
    early = client("sun 01:00-02:30")
    for moment in ("2026-10-25T00:15+00:00", "2026-10-25T01:15+00:00"):
        assert opening(early, datetime.fromisoformat(moment)).open is True
    for moment in ("2026-10-25T00:45+00:00", "2026-10-25T01:45+00:00"):
        assert opening(early, datetime.fromisoformat(moment)).open is False


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("mon", "names no hours"),
        ("mon 8-18", "not like 08:00-18:00"),
        ("lundi 08:00-18:00", "not a day"),
        ("fri-mon 08:00-18:00", "not a day"),
        ("mon 08:00-18:00; mon-fri 09:00-10:00", "given twice"),
        ("mon 08:00-12:00 11:00-18:00", "overlap"),
        ("mon 22:00-06:00 23:00-24:00", "overlap"),
        ("mon 10:00-10:00", "as it begins"),
        ("mon 10:00-24:30", "after midnight"),
    ],
)
def test_what_is_wrong_is_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(BadHours, match=sentence):
        read_week(text)

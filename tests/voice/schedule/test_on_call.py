"""Who is on call, from a file of the client."""

from datetime import datetime

import pytest

from core.db import session
from tests.conftest import World
from voice.schedule import on_call

FILE = """from;until;name;phone;note
2026-12-24 18:00;2026-12-25 08:00;Nadia Perrot;06 39 98 00 41;entrée B
2026-12-25 08:00;2026-12-26 08:00;Luc Hamon;;
"""


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_the_person_of_the_moment_on_the_clients_clock(world: World) -> None:
    assert on_call.replace(world.acme, FILE) == 2
    shifts = on_call.at(world.acme.id, at("2026-12-24T17:30+00:00"))
    assert [(one.name, one.phone) for one in shifts] == [("Nadia Perrot", "+33639980041")]
    assert on_call.at(world.acme.id, at("2026-12-24T16:30+00:00")) == []
    assert [one.name for one in on_call.at(world.acme.id, at("2026-12-25T07:00+00:00"))] == [
        "Luc Hamon"
    ]
    assert on_call.at(world.globex.id, at("2026-12-24T17:30+00:00")) == []


def test_a_new_file_takes_the_place_of_the_old_one(world: World) -> None:
    on_call.replace(world.acme, FILE)
    on_call.replace(world.acme, "from,until,name\n2027-01-01 00:00,2027-01-02 00:00,Ida Roux\n")
    assert on_call.at(world.acme.id, at("2026-12-24T17:30+00:00")) == []
    assert len(on_call.at(world.acme.id, at("2027-01-01T12:00+00:00"))) == 1


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("soon;2026-12-25 08:00;Ida;;", "line 2: 'soon' is not a time"),
        ("2026-12-25 08:00;2026-12-25 08:00;Ida;;", "ends before it begins"),
        ("2026-12-24 18:00;2026-12-25 08:00;;;", "a name has"),
        ("2026-12-24 18:00;2026-12-25 08:00;Ida;call me;", "not a whole phone number"),
        ("2026-12-24 18:00;2026-12-25 08:00;Ida;06 39 98 00 4;", "not a whole phone number"),
    ],
)
def test_a_bad_line_is_named_and_changes_nothing(world: World, row: str, message: str) -> None:
    on_call.replace(world.acme, FILE)
    with pytest.raises(on_call.BadFile, match=message):
        on_call.replace(world.acme, f"from;until;name;phone;note\n{row}\n")
    session.flush()
    assert len(on_call.at(world.acme.id, at("2026-12-24T17:30+00:00"))) == 1


def test_a_file_without_its_columns_is_refused(world: World) -> None:
    with pytest.raises(on_call.BadFile, match="no column until"):
        on_call.replace(world.acme, "from;name\n")

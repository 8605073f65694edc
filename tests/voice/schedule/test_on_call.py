"""Who is on call, from a file of the client."""

from datetime import datetime

import pytest

from core.db import session
from tests.conftest import World, on_sqlite
from voice.schedule import on_call
from voice.schedule.on_call import BadFile

FILE = """from;until;name;phone;note
2026-12-24 18:00;2026-12-25 08:00;Nadia Perrot;06 39 98 00 41;entrée B
2026-12-25 08:00;2026-12-26 08:00;Luc Hamon;;
"""
HEADING = "from;until;name;phone;note\n"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def take(world: World, source: str | bytes) -> on_call.Comparison:
    shifts = on_call.read(world.acme, source)
    change = on_call.compare(world.acme, shifts)
    on_call.replace(world.acme, shifts)
    return change


def names(world: World, moment: str) -> list[str]:
    return [one.name for one in on_call.at(world.acme.id, at(moment))]


def test_the_person_of_the_moment_on_the_clients_clock(world: World) -> None:
    assert len(take(world, FILE).added) == 2
    shifts = on_call.at(world.acme.id, at("2026-12-24T17:30+00:00"))
    assert [(one.name, one.phone) for one in shifts] == [("Nadia Perrot", "+33639980041")]
    assert names(world, "2026-12-24T16:30+00:00") == []
    assert names(world, "2026-12-25T07:00+00:00") == ["Luc Hamon"]
    assert on_call.at(world.globex.id, at("2026-12-24T17:30+00:00")) == []


@on_sqlite
def test_a_new_file_takes_the_place_of_the_old_one(world: World) -> None:
    take(world, FILE)
    kept, begun = FILE.splitlines()[2], "2027-01-01 00:00;2027-01-02 00:00;Ida Roux;;"
    change = take(world, f"{HEADING}{kept}\n{begun}\n")
    assert [one.name for one in change.added] == ["Ida Roux"]
    assert [one.name for one in change.removed] == ["Nadia Perrot"]
    assert change.same == 1
    assert names(world, "2026-12-24T17:30+00:00") == []
    assert names(world, "2027-01-01T12:00+00:00") == ["Ida Roux"]


def test_a_day_alone_is_all_of_that_day(world: World) -> None:
    take(world, f"{HEADING}2026-12-24;2026-12-25;Ida Roux;;\n")
    assert names(world, "2026-12-23T22:59+00:00") == []
    assert names(world, "2026-12-23T23:00+00:00") == ["Ida Roux"]
    assert names(world, "2026-12-25T22:59+00:00") == ["Ida Roux"]
    assert names(world, "2026-12-25T23:00+00:00") == []


def test_files_of_spreadsheets_are_read(world: World) -> None:
    text = 'De,Fin,Nom,Téléphone\r\n2026-12-24 18:00,2026-12-25 08:00,"Roux, Ida",0639980041\r\n'
    (shift,) = on_call.read(world.acme, text.encode("cp1252"))
    assert (shift.name, shift.phone, shift.note) == ("Roux, Ida", "+33639980041", "")


GOOD = "2026-12-24 18:00;2026-12-25 08:00;Ida;;"


@on_sqlite
@pytest.mark.parametrize(
    ("text", "faults"),
    [
        (f"{HEADING}soon;2026-12-25 08:00;Ida;;", [(2, "shift-time")]),
        (f"{HEADING}2026-12-25;2026-12-24;Ida;;", [(2, "shift-ends-first")]),
        (f"{HEADING}2026-12-25 08:00;2026-12-25 08:00;Ida;;", [(2, "shift-ends-first")]),
        (f"{HEADING}{GOOD}\n2026-12-24 18:00;2026-12-25 08:00;;;", [(3, "entry-without-name")]),
        (f"{HEADING}2026-12-24;2026-12-25;{'x' * 121};;", [(2, "entry-too-long")]),
        (f"{HEADING}2026-12-24;2026-12-25;Ida;call me;", [(2, "shift-phone")]),
        (f"{HEADING}2026-12-24;2026-12-25;Ida;06 39 98 00 4;", [(2, "shift-phone")]),
        (f"{HEADING}2026-12-24;2026-12-25;I\x1bda;;", [(2, "control-characters")]),
        (f"{HEADING}{GOOD}\n{GOOD}", [(3, "shift-twice")]),
        (f'{HEADING}2026-12-24;2026-12-25;"Ida;;\n{GOOD}\n{GOOD}', [(2, "line-unreadable")]),
        (f'{HEADING}2026-12-24;2026-12-25;"Ida;;\n2026-12-24;2026-12-25;"Luc";;',
         [(2, "line-unreadable")]),
        (f"{HEADING}{GOOD};more", [(2, "line-too-wide")]),
        (HEADING, [(1, "file-without-rows")]),
        ("", [(1, "column-missing")]),
        ("from;name\n", [(1, "column-missing")]),
        ("from;until;name;name\n", [(1, "column-twice")]),
        ("from;fin;until;name\n", [(1, "column-twice")]),
        ("from;until;name;mobile\n", [(1, "column-unknown")]),
    ],
)  # fmt: skip
def test_on_a_doubt_the_lines_are_named_and_nothing_changes(
    world: World, text: str, faults: list[tuple[int, str]]
) -> None:
    take(world, FILE)
    with pytest.raises(BadFile) as caught:
        take(world, text)
    assert [(one.line, one.refusal.code) for one in caught.value.lines] == faults
    session.flush()
    assert names(world, "2026-12-24T17:30+00:00") == ["Nadia Perrot"]

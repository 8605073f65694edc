"""Finding tickets: words, filters, pages, and the wall between clients."""

from datetime import timedelta

import pytest

from core import db
from core.tenants import Client
from tests.conftest import World
from tests.tickets.conftest import RANG, Opener, answer, outcome
from tickets import cases, search
from tickets.search import Filters
from tickets.states import Event


def search_numbers(user: object, **filters: object) -> list[int]:
    page = search.find(user, Filters(**filters))  # type: ignore[arg-type]
    return [ticket.number for ticket in page.tickets]


@pytest.fixture
def lift(opened: Opener) -> int:
    """A ticket with something to find."""
    ticket = opened(caller_number="+33199000077")
    answers = [answer("site", "Résidence Élysée"), answer("code", "A_1%")]
    cases.record_answers(
        ticket.id,
        answers,
        outcome("Ascenseur arrêté", summary="Cabine bloquée", priority=1, team="Nuit"),
    )
    cases.advance(ticket.id, Event.COMPLETED)
    db.commit()
    return ticket.number


def test_a_ticket_is_found_by_the_names_of_its_team(opened: Opener, world: World) -> None:
    db.session.get_one(Client, world.acme.id).teams = {"on_call": {"fr": "Équipe de garde"}}
    ticket = opened()
    cases.record_answers(ticket.id, [], outcome("Panne", team="on_call"))
    db.commit()
    assert search_numbers(world.sofia, words="equipe garde") == [ticket.number]


@pytest.mark.parametrize(
    "words",
    [
        "ascenseur", "ASCENSEUR ARRETE", "arrêté", "residence elysee", "bloqu", "nuit",
        "+33199000077", "0199000077", "01 99 00 00 77", "+33 1 99 00 00 77", "01.99.00.00.77",
    ],
)  # fmt: skip
def test_words_are_found_whatever_their_case_accents_and_spaces(
    words: str, lift: int, opened: Opener, world: World
) -> None:
    opened(title="Something else", caller_number="+33199000042")
    assert search_numbers(world.rita, words=words) == [lift]


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Nœud réseau HS", "noeud"),
        ("Noeud réseau HS", "nœud"),
        ("Clinique du Sacré-Cœur", "sacre-coeur"),
        ("Clinique du Sacré-Cœur", "sacre cœur"),
    ],
)
def test_a_title_is_found_by_ligatures_and_letters(
    title: str, words: str, opened: Opener, world: World
) -> None:
    number = opened(title=title).number
    assert search_numbers(world.rita, words=words) == [number]


@pytest.mark.parametrize(
    "words",
    [
        "01 99 00 09 00", "0199000900", "01.99.00.09.00", "01/99/00/09/00", "+33199000900",
        "33 1 99 00 09 00", "01‑99‑00‑09‑00", "019900", "rappel 0199000900",
    ],
)  # fmt: skip
def test_an_answered_number_is_found_however_it_is_written(
    words: str, opened: Opener, world: World
) -> None:
    ticket = opened()
    cases.record_answers(ticket.id, [answer("rappel", "01 99 00 09 00")], None)
    other = opened()
    cases.record_answers(other.id, [answer("rappel", "01 99 00 09 01")], None)
    assert ticket.number in search_numbers(world.rita, words=words)
    if "0900" in words.replace(" ", ""):
        assert search_numbers(world.rita, words=words) == [ticket.number]


def test_part_of_a_long_serial_that_looks_like_a_number_is_found(
    opened: Opener, world: World
) -> None:
    ticket = opened()
    cases.record_answers(ticket.id, [answer("serial", "01990009001234")], None)
    assert search_numbers(world.rita, words="0199000900") == [ticket.number]


@pytest.mark.parametrize("words", ["ascenseur tilleuls", "%%", "a_2", "01 99 00 00 78", "\\"])
def test_words_that_no_ticket_has_find_nothing(words: str, lift: int, world: World) -> None:
    assert search_numbers(world.rita, words=words) == []


def test_signs_of_the_database_are_plain_signs(lift: int, world: World) -> None:
    assert search_numbers(world.rita, words="a_1%") == [lift]
    assert search_numbers(world.rita, words="lift\0") == []


def test_search_follows_the_answers(lift: int, world: World) -> None:
    ticket = search.by_number(world.rita, lift)
    assert ticket is not None
    cases.record_answers(ticket.id, [answer("site", "Tour Nord")], None)
    assert search_numbers(world.rita, words="elysee") == []
    assert search_numbers(world.rita, words="tour nord") == [lift]


def test_each_filter_narrows(lift: int, opened: Opener, world: World) -> None:
    other = opened().number
    for narrow in (
        {"state": "open"},
        {"priority": 1},
        {"team": "Nuit"},
        {"caller": "+33199000077"},
    ):
        assert search_numbers(world.rita, **narrow) == [lift]
    assert search_numbers(world.rita, since=RANG + timedelta(minutes=1)) == [other]
    assert search_numbers(world.rita, until=RANG + timedelta(minutes=1)) == [lift]
    assert search_numbers(world.rita, state="no such state") == []
    assert search_numbers(world.rita) == [other, lift]


def test_nobody_finds_another_clients_tickets(lift: int, opened: Opener, world: World) -> None:
    theirs = opened(client_id=world.globex.id, title="Ascenseur de Globex")
    assert search_numbers(world.gus, words="ascenseur") == [theirs.number]
    assert search_numbers(world.rita, words="ascenseur") == [lift]
    assert search_numbers(world.rita, client_id=world.globex.id) == []
    assert search.by_number(world.rita, theirs.number) is None
    assert search.get(world.rita, theirs.id) is None
    assert search.teams(world.gus) == []
    assert search_numbers(world.bruno, words="ascenseur") == [theirs.number, lift]
    assert search_numbers(world.sofia, client_id=world.globex.id) == [theirs.number]


def test_calls_of_no_client_are_for_staff_only(opened: Opener, world: World) -> None:
    stray = opened(client_id=None)
    assert search_numbers(world.ana) == search_numbers(world.sofia) == [stray.number]
    assert search_numbers(world.rita) == []
    assert search.get(world.rita, stray.id) is None


def test_a_person_of_no_client_finds_nothing(lift: int, opened: Opener, world: World) -> None:
    from core.tenants import User

    nobody = User(email="nobody@filrouge.example", name="Nobody")
    db.session.add(nobody)
    db.session.flush()
    opened(client_id=None)
    assert search_numbers(nobody) == []


def test_pages_hold_every_ticket_once_newest_first(opened: Opener, world: World) -> None:
    made = [opened().number for _ in range(search.PAGE + 2)]
    first, last = (search.find(world.rita, Filters(page=number)) for number in (1, 2))
    seen = [ticket.number for page in (first, last) for ticket in page.tickets]
    assert seen == made[::-1]
    assert (first.total, first.pages, len(last.tickets)) == (len(made), 2, 2)


@pytest.mark.parametrize("number", [-1, 0, 99, 10**30])
def test_a_page_that_is_not_there_is_the_nearest(number: int, opened: Opener, world: World) -> None:
    opened()
    assert search.find(world.rita, Filters(page=number)).page == 1

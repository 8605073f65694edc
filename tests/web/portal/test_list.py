"""The list of tickets, as its readers see it."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from core import db
from core.clock import now
from core.tenants import Client, User
from tests.conftest import World
from tests.web.conftest import Person
from tests.web.portal.finished_calls import FinishedCall, answered_call, whole_case
from tickets import cases
from tickets.models import Ticket

SignIn = Callable[[User], Person]


@pytest.fixture
def done(world: World) -> FinishedCall:
    return whole_case(world.acme.id, world.ana)


def ring(client_id: str | None, **fields: object) -> Ticket:
    facts = {"language": "fr", "caller_number": "", "opened_at": now()} | fields
    ticket = cases.open_for_call(client_id=client_id, **facts)  # type: ignore[arg-type]
    db.commit()
    return ticket


def page(person: Person, query: str = "") -> str:
    reply = person.get(f"/tickets{query}")
    assert reply.status_code == 200
    return reply.get_data(as_text=True)


def numbers(person: Person, query: str = "") -> list[int]:
    return [each["number"] for each in person.get(f"/api/tickets{query}").json["tickets"]]


def test_a_reader_sees_the_main_facts_of_each_ticket(
    signed_in: SignIn, world: World, done: FinishedCall
) -> None:
    html = page(signed_in(world.rita))
    for words in ("Pump leaks", "1 – critique", "On call", "Ouvert", "2 mars 2026", "1 ticket"):
        assert words in html
    assert f"/tickets/{done.ticket.id}" in html
    assert "Globex" not in html


def test_in_english_too(signed_in: SignIn, world: World, done: FinishedCall) -> None:
    world.rita.language = "en"
    db.session.merge(world.rita)
    db.commit()
    html = page(signed_in(world.rita))
    assert "1 – critical" in html
    assert "Ouvert" not in html


def test_times_are_the_clients(signed_in: SignIn, world: World, done: FinishedCall) -> None:
    world.acme.timezone = "America/Montreal"
    db.session.merge(world.acme)
    db.commit()
    assert "03:30:00" in page(signed_in(world.rita))
    assert "09:30:00" in page(signed_in(world.bruno))  # two clients, two clocks: the operator's


def test_how_long_ago_stands_beside_it(signed_in: SignIn, world: World) -> None:
    ring(world.acme.id, opened_at=now() - timedelta(hours=3))
    assert "il y a 3 heures" in page(signed_in(world.rita))


def test_a_ticket_without_answers_is_named_by_its_caller(signed_in: SignIn, world: World) -> None:
    ring(world.acme.id, caller_number="+33199000042")
    ring(world.acme.id)
    html = page(signed_in(world.rita))
    assert "Appel de +33 1 99 00 00 42" in html
    assert "Appel de un numéro masqué" in html or "numéro masqué" in html


def test_no_ticket_yet_and_no_ticket_that_fits_are_told_apart(
    signed_in: SignIn, world: World
) -> None:
    rita = signed_in(world.rita)
    assert "Aucun ticket pour l’instant" in page(rita) or "premier appel" in page(rita)
    none_fits = page(rita, "?q=unicorn")
    assert 'value="unicorn"' in none_fits
    assert 'href="/tickets"' in none_fits


def test_a_number_jumps_right_there(signed_in: SignIn, world: World, done: FinishedCall) -> None:
    rita = signed_in(world.rita)
    for typed in (str(done.ticket.number), f"%23{done.ticket.number}", f"+{done.ticket.number}+"):
        reply = rita.get(f"/tickets?q={typed}")
        assert (reply.status_code, reply.location) == (302, f"/tickets/{done.ticket.id}")
    theirs = ring(world.globex.id)
    assert rita.get(f"/tickets?q={theirs.number}").status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "?q=%00", "?q=%C2%B2", "?q=%D9%A1%D9%A2", "?q=99999999999999999999", "?q=%23", "?q=%FF%FE",
        "?page=-1", "?page=x", "?page=%C2%B2", "?page=99999999999999999999", "?priority=9",
        "?priority=%00", "?state=%00", "?team=%00&client=%00&caller=%00", "?period=century",
        "?q=" + "x%20" * 900,
    ],
)  # fmt: skip
def test_odd_questions_get_a_page(
    query: str, signed_in: SignIn, world: World, done: FinishedCall
) -> None:
    page(signed_in(world.rita), query)


def test_what_people_type_is_shown_not_run(signed_in: SignIn, world: World) -> None:
    ring(world.acme.id, title="<script>alert(1)</script>", caller_number='"><img src=x>')
    html = page(signed_in(world.rita), "?q=%22%3E%3Cscript%3E")
    assert "<script>alert" not in html
    assert 'value="&#34;&gt;&lt;script&gt;"' in html
    assert "&lt;script&gt;alert(1)" in page(signed_in(world.rita))


def test_filters_narrow_and_stay_in_the_form(
    signed_in: SignIn, world: World, done: FinishedCall
) -> None:
    waiting = ring(world.acme.id)
    rita = signed_in(world.rita)
    assert numbers(rita) == [waiting.number, done.ticket.number]
    assert numbers(rita, "?state=open") == [done.ticket.number]
    assert numbers(rita, "?priority=1") == [done.ticket.number]
    assert numbers(rita, "?team=On+call") == [done.ticket.number]
    assert numbers(rita, "?period=day") == [waiting.number]
    assert numbers(rita, "?caller=%2B33199000042&state=open") == [done.ticket.number]
    html = page(rita, "?state=open&priority=1&team=On+call")
    assert '<option value="open" selected>' in html
    assert '<option value="1" selected>' in html


def test_a_press_on_a_column_sorts_and_keeps_the_filters(
    signed_in: SignIn, world: World, done: FinishedCall
) -> None:
    waiting = ring(world.acme.id)
    rita = signed_in(world.rita)
    both = [done.ticket.number, waiting.number]
    assert numbers(rita, "?sort=number") == both
    assert numbers(rita, "?sort=-number") == both[::-1]
    assert numbers(rita, "?sort=-opened") == numbers(rita, "?sort=password_hash") == both[::-1]
    html = page(rita, "?sort=number&period=day&page=3")
    assert 'aria-sort="ascending"' in html and html.count("aria-sort") == 1
    assert 'href="/tickets?sort=-number&amp;period=day"' in html
    assert 'href="/tickets?sort=priority&amp;period=day"' in html


def test_the_unassigned_queue_is_for_staff(signed_in: SignIn, world: World) -> None:
    stray = ring(None)
    ring(world.acme.id)
    for person in (world.sofia, world.bruno):
        assert numbers(signed_in(person), "?client=none") == [stray.number]
    assert numbers(signed_in(world.rita), "?client=none") == []


def test_pages_lead_on_and_keep_the_filters(signed_in: SignIn, world: World) -> None:
    for _ in range(26):
        cases.open_for_call(
            client_id=world.acme.id, language="fr", caller_number="", opened_at=now()
        )
    db.commit()
    html = page(signed_in(world.rita), "?state=ringing")
    assert "state=ringing&amp;page=2" in html
    assert 'rel="prev"' not in html
    assert 'rel="next"' not in page(signed_in(world.rita), "?state=ringing&page=2")


def test_the_list_for_machines(signed_in: SignIn, world: World, done: FinishedCall) -> None:
    content = signed_in(world.rita).get("/api/tickets?caller=%2B33199000042").json
    assert (content["total"], content["page"], content["pages"]) == (1, 1, 1)
    assert content["tickets"] == [
        {
            "id": done.ticket.id, "number": done.ticket.number, "state": "open", "priority": 1,
            "title": "Pump leaks", "opened_at": "2026-03-02T08:30:00+00:00",
        }
    ]  # fmt: skip


def test_unanswered_callers_are_marked(signed_in: SignIn, world: World) -> None:
    done = answered_call(world.acme.id, world.ana)
    other = ring(world.acme.id)
    cases.mark_abandoned(other.id, 42)
    db.commit()
    html = page(signed_in(world.rita))
    states = re.findall(r'class="badge state [^>]*>.*</svg>([^<]+)', html)
    assert states == ["Appel abandonné", "Ouvert"]
    assert numbers(signed_in(world.rita), "?state=abandoned") == [other.number]
    assert done.ticket.number not in numbers(signed_in(world.rita), "?state=abandoned")


def test_teams_are_chosen_by_their_names(signed_in: SignIn, world: World) -> None:
    db.session.get_one(Client, world.acme.id).teams = {"night_shift": {"en": "Night", "fr": "Nuit"}}
    ring(world.acme.id).team = "night_shift"
    ring(world.acme.id).team = "day_shift"
    world.rita.language = "en"
    db.session.merge(world.rita)
    db.commit()
    content = page(signed_in(world.rita))
    assert ">Night</option>" in content and ">Day shift</option>" in content
    assert "<td>Night</td>" in content and "<td>Day shift</td>" in content

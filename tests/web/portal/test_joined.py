"""Tickets that several calls are about, and those whose call is about another one, as pages."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from sqlalchemy import select

from core import db
from core.clock import now
from core.tenants import User
from tests.conftest import World
from tests.voice.calls.test_calls import answer, talking
from tests.voice.provider import Provider
from tests.web.conftest import Person
from tickets.models import Ticket
from voice import calls
from voice.models import Call
from voice.ticketing import joining
from workflows import runs

SignIn = Callable[[User], Person]


@pytest.fixture
def rita(signed_in: SignIn, world: World) -> Person:
    """Acme's reader, in English."""
    world.rita.language = "en"
    db.session.merge(world.rita)
    db.commit()
    return signed_in(world.rita)


def over(provider: Provider, world: World, notes: str, **answers: str) -> Call:
    talking(provider, world.ana)
    call = provider.call
    answer(call, world.ana, **answers)
    runs.save_notes(str(call.run_id), notes, 0, world.ana.id)
    db.commit()
    provider.caller_leaves()
    return provider.call


@pytest.fixture
def joined(provider: Provider, on_duty: World, script: None) -> dict[str, Any]:
    """Two calls about one ticket: ids of both tickets."""
    first = over(provider, on_duty, "Rappeler lundi", machine="Presse 4", stopped="no")
    calls.close(first.id, on_duty.ana.id)
    db.commit()
    second = over(Provider(provider.client), on_duty, "Deuxième appel", machine="Presse 9")
    joining.join_ticket(second.id, str(first.ticket_id), on_duty.ana.id)
    calls.close(second.id, on_duty.ana.id, "The caller had to leave at once")
    db.commit()
    numbers = [db.session.get_one(Ticket, each).number for each in
               (first.own_ticket_id, second.own_ticket_id)]  # fmt: skip
    return {
        "ticket": first.ticket_id, "own": second.own_ticket_id,
        "number": numbers[0], "own_number": numbers[1],
    }  # fmt: skip


def test_answers_are_listed_under_their_call(rita: Person, joined: dict[str, Any]) -> None:
    content = rita.get(f"/api/tickets/{joined['ticket']}").get_json()
    by_call = [
        ([one["display"] for one in call["answers"]], call["missing"], call["notes"], call["own"])
        for call in content["calls"]
    ]
    assert by_call == [
        (["Presse 4", "No"], [], "Rappeler lundi", True),
        (["Presse 9"], ["Stopped"], "Deuxième appel", False),
    ]
    assert [one["display"] for one in content["answers"]] == ["Presse 4", "No", "Presse 9"]
    page = rita.get(f"/tickets/{joined['ticket']}").get_data(as_text=True)
    assert page.count('class="of-call"') == 6  # facts, answers and notes of two calls
    assert "<dd>Breakdown, version 1</dd>" in page
    assert "The caller had to leave at once" in page
    assert f"A call is about this ticket ({joined['own_number']})" in page


def test_the_page_of_a_merged_ticket_leads_to_the_other(
    rita: Person, joined: dict[str, Any]
) -> None:
    page = rita.get(f"/tickets/{joined['own']}").get_data(as_text=True)
    assert "This call is about another ticket" in page and "In another ticket" in page
    assert f'href="/tickets/{joined["ticket"]}"' in page
    assert 'value="solved"' not in page and 'value="reopened"' not in page
    own = rita.get(f"/api/tickets/{joined['own']}").get_json()["ticket"]
    assert own["merged_into"]["number"] == joined["number"]
    assert f"What was said is on ticket {joined['number']}" in page
    assert "not recorded" not in page
    call = rita.get(f"/api/tickets/{joined['own']}").get_json()["call"]
    assert call["agent"] == "Ana"
    reply = rita.post(f"/tickets/{joined['own']}/state", data={"event": "reopened"})
    assert reply.status_code == 302
    assert rita.get(f"/api/tickets/{joined['own']}").get_json()["ticket"]["state"] == "merged"


def test_lists_leave_merged_tickets_out_but_their_number_finds_them(
    rita: Person, joined: dict[str, Any]
) -> None:
    def listed(query: str) -> list[int]:
        content = rita.get(f"/api/tickets?{query}").get_json()
        return [row["number"] for row in content["tickets"]]

    assert listed("") == [joined["number"]]
    assert listed("state=merged") == [joined["own_number"]]
    reply = rita.get(f"/tickets?q={joined['own_number']}")
    assert reply.location.endswith(f"/tickets/{joined['own']}")
    assert 'value="merged"' in rita.get("/tickets").get_data(as_text=True)


def test_an_objection_to_one_call_leaves_the_other_to_be_heard(
    rita: Person, joined: dict[str, Any]
) -> None:
    call = db.session.query(Call).filter_by(own_ticket_id=joined["own"]).one()
    call.recording_objected = True
    call.closed_at = now()
    db.commit()
    page = rita.get(f"/tickets/{joined['ticket']}").get_data(as_text=True)
    assert "objected to being recorded" in page


def cards(page: str) -> list[dict[str, str]]:
    """The facts of each call, as they stand on the page."""
    lists = re.findall(r'<dl class="facts">(.*?)</dl>', page, re.DOTALL)
    pair = re.compile(r"<dt[^>]*>(.*?)</dt><dd>(.*?)</dd>", re.DOTALL)
    return [{words(name): words(value) for name, value in pair.findall(facts)} for facts in lists]


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def test_the_facts_of_two_calls_are_never_mixed(
    rita: Person, joined: dict[str, Any], world: World
) -> None:
    first, second = db.session.scalars(select(Call).order_by(Call.started_at, Call.id))
    rang = datetime(2026, 3, 2, 8, tzinfo=UTC)
    for call, agent, ring, wait, talk in (
        (first, world.ana, 0, 5, 60),
        (second, world.bruno, 90, 50, 600),
    ):
        call.started_at, call.agent_id = rang + timedelta(minutes=ring), agent.id
        call.waiting_at = call.started_at
        call.connected_at = call.started_at + timedelta(seconds=wait)
        call.ended_at = call.connected_at + timedelta(seconds=talk)
    second.to_number = "+33199000901"
    db.commit()
    page = rita.get(f"/tickets/{joined['ticket']}").get_data(as_text=True)
    told = [[card[name] for name in ("Line", "Agent", "Waited", "Talk")] for card in cards(page)]
    assert told == [
        ["+33 1 99 00 09 00", "Ana", "5 s", "1 min 00 s"],
        ["+33 1 99 00 09 01", "Bruno", "50 s", "10 min 00 s"],
    ]
    assert ["09:00:00" in cards(page)[0]["Rang"], "10:30:00" in cards(page)[1]["Rang"]] == [
        True
    ] * 2


@pytest.mark.parametrize(
    ("language", "line"),
    [
        (
            "en",
            "urgent call ({own}). Before: Panne de Presse 4 (in French) (3 – normal, Workshop)",
        ),
        ("fr", "appel plus urgent ({own}). Avant\xa0: Panne de Presse 4 (3 – normale, Workshop)"),
    ],
)
def test_the_history_says_what_the_ticket_said_before(
    signed_in: SignIn, provider: Provider, on_duty: World, script: None, language: str, line: str
) -> None:
    first = over(provider, on_duty, "", machine="Presse 4", stopped="no")
    calls.close(first.id, on_duty.ana.id)
    db.commit()
    second = over(Provider(provider.client), on_duty, "", machine="Presse 9", stopped="yes")
    joining.join_ticket(second.id, str(first.own_ticket_id), on_duty.ana.id)
    on_duty.rita.language = language
    db.session.merge(on_duty.rita)
    db.commit()
    page = signed_in(on_duty.rita).get(f"/tickets/{first.own_ticket_id}").get_data(as_text=True)
    assert '<span lang="fr">Panne de Presse 9</span>' in page
    assert {"fr": "Équipe : Astreinte", "en": "Team: On call"}[language] in words(page)
    assert ("(in French)" in page) == (language == "en")
    own = db.session.get_one(Ticket, second.own_ticket_id).number
    assert line.format(own=own).replace("\xa0", " ") in words(page)

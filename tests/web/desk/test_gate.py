"""Every way to end a call goes through one gate: missing answers are asked for or accounted for."""

import re
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update
from werkzeug.test import TestResponse

from core import db
from core.clock import now
from core.db import session
from core.tenants import User
from tests.conftest import World
from tests.voice.calls.test_calls import leg_of, talking
from tests.voice.provider import Provider
from tests.web.conftest import Person, offer_of
from tickets import cases
from tickets.models import Ticket
from voice import calls, gateway
from voice.calls import transfers
from voice.models import Call
from voice.states import Unfinished
from voice.upkeep import jobs
from workflows import library, runs
from workflows.formats.yaml_io import load_script
from workflows.models import Run

SignIn = Callable[[User], Person]
ROOT = Path(__file__).parents[3]
REASON = "The line broke before the caller could say it."


@pytest.fixture
def ana(signed_in: SignIn, on_duty: World, script: None) -> Person:
    return signed_in(on_duty.ana)


@pytest.fixture
def bruno(signed_in: SignIn, on_duty: World) -> Person:
    return signed_in(on_duty.bruno)


@pytest.fixture(autouse=True)
def network(monkeypatch: pytest.MonkeyPatch) -> None:
    """The provider does what it is asked, and says nothing."""
    monkeypatch.setattr(gateway, "set_hold", lambda *_args, **_named: None)
    monkeypatch.setattr(gateway, "end_call", lambda _sid: None)


def close(person: Person, provider: Provider, **content: str) -> TestResponse:
    return person.post(f"/desk/calls/{provider.call.id}/close", json=content)


def save(person: Person, provider: Provider, step: str, raw: str, base: int = 0) -> TestResponse:
    content = {"raw": raw, "base_revision": base}
    return person.put(f"/desk/calls/{provider.call.id}/answers/{step}", json=content)


def missing(reply: TestResponse) -> list[str]:
    assert reply.status_code == 409, reply.get_data(as_text=True)
    content: Any = reply.get_json()
    assert content["error"] == "gate_closed"
    return [one["key"] for one in content["missing"]]


def ticket_of(provider: Provider) -> Ticket:
    session.rollback()
    return session.get_one(Ticket, provider.call.ticket_id, populate_existing=True)


def is_open(provider: Provider) -> bool:
    """Neither the call nor its script has been closed, and the client has not got the ticket."""
    session.rollback()
    run = session.get_one(Run, provider.call.run_id, populate_existing=True)
    return (provider.call.state, run.state, ticket_of(provider).state) == (
        "wrapping", "open", "ringing",
    )  # fmt: skip


@pytest.fixture
def wrapping(provider: Provider, ana: Person, on_duty: World) -> Provider:
    """Ana has talked; the caller hung up; one of two answers is there."""
    talking(provider, on_duty.ana)
    assert save(ana, provider, "machine", "Presse 4").status_code == 200
    provider.caller_leaves()
    return provider


def test_one_place_closes_calls() -> None:
    """In the whole source: one line ends a run, one records the end of a wrap-up."""

    def places(pattern: str) -> list[str]:
        files: list[str] = []
        for package in ("core", "tickets", "voice", "web", "workflows"):
            for path in sorted((ROOT / package).rglob("*.py")):
                hits = len(re.findall(pattern, path.read_text()))
                files += [str(path.relative_to(ROOT))] * hits
        return files

    assert places(r"state\b[^=\n]*= FINISHED") == ["workflows/runs/closing.py"]
    assert places(r"Happening\.CLOSED, payload") == ["voice/calls/close.py"]
    assert set(places(r"runs\.finish\(")) == {"voice/calls/close.py"}
    assert places(r"ticket_of_call\.complete\(") == ["voice/calls/close.py"]


# The button, and whoever sends what the button sends


def test_the_button(wrapping: Provider, ana: Person) -> None:
    assert missing(close(ana, wrapping)) == ["stopped"]
    assert is_open(wrapping)
    save(ana, wrapping, "stopped", "yes")
    assert close(ana, wrapping).status_code == 200
    assert (ticket_of(wrapping).state, ticket_of(wrapping).missing) == ("open", [])


@pytest.mark.parametrize("reason", ["", "   ", "ok", "." * 80, "\u200b" * 40])
def test_the_interface_without_the_page(wrapping: Provider, ana: Person, reason: str) -> None:
    reply = close(ana, wrapping, override_reason=reason)
    assert reply.get_json()["error"] in ("gate_closed", "reason")
    assert is_open(wrapping)


def test_a_reason_closes_the_call_and_is_on_the_ticket(wrapping: Provider, ana: Person) -> None:
    assert close(ana, wrapping, override_reason=REASON).status_code == 200
    ticket = ticket_of(wrapping)
    assert [gap["en"] for gap in ticket.missing] == ["Stopped"]
    assert (ticket.state, ticket.override_reason) == ("open", REASON)


def test_a_call_cannot_be_closed_while_the_caller_is_there(
    provider: Provider, ana: Person, on_duty: World
) -> None:
    talking(provider, on_duty.ana)
    reply = close(ana, provider, override_reason=REASON)
    assert (reply.status_code, reply.get_json()["error"]) == (409, "not_now")


def test_a_supervisor_has_no_back_door(
    wrapping: Provider, ana: Person, signed_in: SignIn, on_duty: World
) -> None:
    sofia = signed_in(on_duty.sofia)
    assert close(sofia, wrapping, override_reason=REASON).status_code == 404
    assert is_open(wrapping)


def test_the_clients_people_cannot_close_an_unfinished_ticket(
    wrapping: Provider, signed_in: SignIn, on_duty: World
) -> None:
    rita = signed_in(on_duty.rita)
    rita.post(f"/tickets/{wrapping.call.ticket_id}/state", data={"event": "solved"})
    assert is_open(wrapping)


# Pages: loaded anew, twice, too late


def test_a_page_that_is_loaded_anew(wrapping: Provider, ana: Person) -> None:
    (view,) = ana.get("/desk/state").get_json()["calls"]
    assert (view["state"], [one["key"] for one in view["run"]["missing"]]) == (
        "wrapping", ["stopped"],
    )  # fmt: skip
    assert missing(close(ana, wrapping)) == ["stopped"]


def test_a_second_page_closes_no_other_way(wrapping: Provider, ana: Person, app: Flask) -> None:
    second = Person(app.test_client())
    with ana.browser.session_transaction() as mine, second.browser.session_transaction() as theirs:
        theirs["_user_id"] = mine["_user_id"]
    assert missing(close(second, wrapping)) == ["stopped"]
    save(second, wrapping, "stopped", "no")
    assert close(ana, wrapping).status_code == 200
    assert close(second, wrapping).status_code == 200  # closed is closed
    late = save(second, wrapping, "stopped", "yes", base=1)
    assert (late.status_code, late.get_json()["error"]) == (409, "finished")
    assert ticket_of(wrapping).answers[1].value is False


def test_two_pages_at_the_same_moment(
    wrapping: Provider, ana: Person, signed_in: SignIn, on_duty: World
) -> None:
    """One takes an answer out while the other closes: either is first, and nothing is between."""
    save(ana, wrapping, "stopped", "yes")
    pages = [signed_in(on_duty.ana) for _ in range(6)]
    for page in pages:
        page.get("/desk/state")
    path, start, seen = f"/desk/calls/{wrapping.call.id}", threading.Barrier(6), []
    session.rollback()

    def press(number: int) -> None:
        start.wait()
        if number == 0:
            content = {"raw": "", "base_revision": 1}
            seen.append(pages[0].put(f"{path}/answers/stopped", json=content).status_code)
        else:
            seen.append(pages[number].post(f"{path}/close", json={}).status_code)
        session.remove()

    threads = [threading.Thread(target=press, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(seen) <= {200, 409}
    closed = wrapping.call.state == "closed"
    answer = runs.stored(str(wrapping.call.run_id))["stopped"]
    assert (answer.value is True) if closed else is_open(wrapping)
    done = [event.kind for event in ticket_of(wrapping).events]
    assert done.count("completed") == (1 if closed else 0)


def test_the_page_of_the_agent_who_handed_the_call_over_closes_nothing(
    provider: Provider, ana: Person, bruno: Person, on_duty: World
) -> None:
    talking(provider, on_duty.ana)
    transfers.offer(provider.call.id, on_duty.bruno.id, "", on_duty.ana.id)
    db.commit()
    offer_id = offer_of(provider, on_duty.bruno)
    assert bruno.post(f"/desk/offers/{offer_id}/claim").status_code == 200
    provider.agent_joins(leg_of(provider, on_duty.bruno))
    provider.caller_leaves()
    for late in (close(ana, provider, override_reason=REASON), save(ana, provider, "machine", "x")):
        assert (late.status_code, late.get_json()["error"]) == (409, "transferred")
    assert is_open(provider)
    assert missing(close(bruno, provider)) == ["machine", "stopped"]


# Ends that nobody presses


def test_a_caller_who_hangs_up_closes_nothing(wrapping: Provider) -> None:
    assert is_open(wrapping)


def test_an_agent_who_hangs_up_closes_nothing(
    provider: Provider, ana: Person, on_duty: World
) -> None:
    talking(provider, on_duty.ana)
    assert ana.post(f"/desk/calls/{provider.call.id}/hangup", json={}).status_code == 200
    provider.caller_leaves()
    assert is_open(provider)
    assert missing(close(ana, provider)) == ["machine", "stopped"]


def test_a_caller_who_goes_while_on_hold_closes_nothing(
    provider: Provider, ana: Person, on_duty: World
) -> None:
    talking(provider, on_duty.ana)
    provider.room_event("participant-hold", "caller")
    provider.caller_leaves()
    assert is_open(provider)


def test_an_agent_who_goes_offline_closes_nothing(wrapping: Provider, ana: Person) -> None:
    ana.post("/desk/status", json={"status": "offline"})
    assert is_open(wrapping)


def test_an_overdue_wrap_up_closes_with_the_known_answers_and_says_so(wrapping: Provider) -> None:
    session.execute(update(Call).values(ended_at=now() - timedelta(hours=1)))
    db.commit()
    jobs.close_long_wrap_ups()
    ticket = ticket_of(wrapping)
    run = session.get_one(Run, wrapping.call.run_id)
    assert (wrapping.call.state, run.state, run.finished_by) == ("closed", "finished", None)
    assert [gap["en"] for gap in ticket.missing] == ["Stopped"]
    assert run.override_reason == ticket.override_reason == Unfinished.WRAP_UP_OVERDUE
    assert [event.kind for event in ticket.events][-1] == "wrap_up_overdue"
    assert [answer.value for answer in ticket.answers] == ["Presse 4"]


def test_the_time_that_runs_out_where_nothing_is_missing(wrapping: Provider, ana: Person) -> None:
    save(ana, wrapping, "stopped", "yes")
    calls.close_overdue(wrapping.call.id)
    db.commit()
    assert (ticket_of(wrapping).missing, ticket_of(wrapping).override_reason) == ([], "")


# Other moves


def test_going_on_with_another_script(wrapping: Provider, ana: Person, on_duty: World) -> None:
    document = load_script((ROOT / "tests" / "voice" / "ticketing" / "order.yaml").read_bytes())
    library.publish(on_duty.acme.id, "order", document, on_duty.sofia.id)
    db.commit()
    left = str(wrapping.call.run_id)
    path = f"/desk/calls/{wrapping.call.id}/script"
    assert ana.post(path, json={"key": "order"}).status_code == 200
    assert missing(close(ana, wrapping)) == ["pieces"]
    assert is_open(wrapping)
    assert ana.post(path, json={"key": "acme"}).status_code == 200
    assert missing(close(ana, wrapping)) == ["stopped"]
    assert str(wrapping.call.run_id) == left


def test_joining_another_ticket(wrapping: Provider, ana: Person, on_duty: World) -> None:
    other = cases.open_for_call(
        client_id=on_duty.acme.id, language="fr", caller_number="", opened_at=now()
    )
    db.commit()
    path = f"/desk/calls/{wrapping.call.id}/ticket"
    assert ana.post(path, json={"ticket_id": other.id}).status_code == 200
    assert missing(close(ana, wrapping)) == ["stopped"]
    assert close(ana, wrapping, override_reason=REASON).status_code == 200
    own = session.get_one(Ticket, wrapping.call.own_ticket_id, populate_existing=True)
    assert [gap["en"] for gap in own.missing] == ["Stopped"] and own.override_reason == REASON


def test_a_caller_who_gave_up_before_the_agent_was_there(
    provider: Provider, ana: Person, on_duty: World
) -> None:
    """What the agent had typed by then is on the ticket; the script ends later, and says why."""
    provider.ring()
    provider.enter()
    assert ana.post(f"/desk/offers/{offer_of(provider, on_duty.ana)}/claim").status_code == 200
    save(ana, provider, "machine", "Presse 4")
    ana.post(f"/desk/calls/{provider.call.id}/hangup", json={})
    provider.caller_leaves()
    ticket = ticket_of(provider)
    assert (provider.call.state, ticket.state) == ("abandoned", "abandoned")
    assert [answer.value for answer in ticket.answers] == ["Presse 4"]
    assert ticket.title == "Panne de Presse 4"
    assert close(ana, provider, override_reason=REASON).status_code == 404  # nobody’s wrap-up
    session.execute(update(Call).values(ended_at=now() - timedelta(hours=2)))
    db.commit()
    jobs.end_abandoned_runs()
    ticket = ticket_of(provider)
    run = session.get_one(Run, provider.call.run_id)
    assert run.state == "finished" and ticket.override_reason == run.override_reason
    assert [gap["en"] for gap in ticket.missing] == ["Stopped"]
    assert ticket.state == "abandoned"

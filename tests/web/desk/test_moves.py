"""Moves of a call over the desk's interface, and what is refused."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from core import db
from core.clock import now
from core.db import session
from core.tenants import User
from tests.conftest import World
from tests.voice.calls.test_calls import leg_of, offer_for, talking
from tests.voice.provider import Provider
from tests.web.conftest import Person
from tickets import cases
from tickets.models import Ticket
from voice import gateway, rows
from voice.agents import presence
from voice.gateway import GatewayError
from workflows import library
from workflows.formats.yaml_io import load_script

Json = dict[str, Any]
ORDER = Path(__file__).parents[2] / "voice" / "ticketing" / "order.yaml"


@pytest.fixture
def ana(signed_in: Callable[[User], Person], on_duty: World, script: None) -> Person:
    return signed_in(on_duty.ana)


@pytest.fixture
def bruno(signed_in: Callable[[User], Person], on_duty: World) -> Person:
    return signed_in(on_duty.bruno)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool]]:
    """What the provider is asked to hold or to take back, by caller."""
    requests: list[tuple[str, bool]] = []

    def set_hold(_room: str, sid: str, *, on: bool, music_url: str) -> None:
        requests.append((sid, on))

    monkeypatch.setattr(gateway, "set_hold", set_hold)
    return requests


@pytest.fixture
def call(provider: Provider, ana: Person, on_duty: World) -> Provider:
    talking(provider, on_duty.ana)
    return provider


def path(provider: Provider, what: str) -> str:
    return f"/desk/calls/{provider.call.id}/{what}"


def accepted(reply: TestResponse, status: int = 200) -> Any:
    assert reply.status_code == status, reply.get_data(as_text=True)
    return reply.get_json()


def refused(reply: TestResponse, status: int, error: str) -> Json:
    content: Json = accepted(reply, status)
    assert content["error"] == error and content["message"].strip()
    return content


def test_a_ticket_is_joined_and_left(call: Provider, ana: Person, on_duty: World) -> None:
    other = cases.open_for_call(
        client_id=on_duty.acme.id, language="fr", caller_number="", opened_at=now()
    )
    db.commit()
    own = session.get_one(Ticket, call.call.ticket_id).number
    view = accepted(ana.post(path(call, "ticket"), json={"ticket_id": other.id}))
    assert view["ticket"] == {
        "id": other.id, "number": other.number, "joined": True, "own_number": own,
    }  # fmt: skip
    view = accepted(ana.ask("DELETE", path(call, "ticket")))
    assert (view["ticket"]["number"], view["ticket"]["joined"]) == (own, False)
    refused(ana.post(path(call, "ticket"), json={"ticket_id": "0" * 32}), 404, "not_found")
    refused(ana.post(path(call, "ticket"), json={"ticket_id": {"a": 1}}), 404, "not_found")
    own_id = call.call.own_ticket_id
    refused(ana.post(path(call, "ticket"), json={"ticket_id": own_id}), 409, "cannot_join")


def test_the_script_is_changed(call: Provider, ana: Person, on_duty: World) -> None:
    library.publish(on_duty.acme.id, "order", load_script(ORDER.read_bytes()), None)
    db.commit()
    ana.put(path(call, "answers/stopped"), json={"raw": "yes", "base_revision": 0})
    view = accepted(ana.post(path(call, "script"), json={"key": "order"}))
    assert view["run"]["script"]["key"] == "order"
    assert [(one["key"], one["current"]) for one in view["scripts"]] == [
        ("acme", False), ("order", True),
    ]  # fmt: skip
    assert [one["answers"][0]["title"] for one in view["answers_of_other_scripts"]]
    refused(ana.post(path(call, "script"), json={"key": "none"}), 422, "unknown_script")
    refused(ana.post(path(call, "script"), json={"key": None}), 422, "unknown_script")


def test_two_calls_at_one_desk(
    call: Provider, ana: Person, on_duty: World, held: list[tuple[str, bool]]
) -> None:
    presence.set_status(on_duty.bruno.id, "offline")
    call.room_event("participant-hold", "caller")
    second = Provider(call.client)
    second.ring()
    second.enter()
    offer_id = offer_for(on_duty.ana, second.call).id
    accepted(ana.post(f"/desk/offers/{offer_id}/claim"))
    second.agent_joins(leg_of(second, on_duty.ana))
    views = accepted(ana.get("/desk/state"))["calls"]
    assert [(one["state"], one["parked"]) for one in views] == [
        ("held", True), ("connected", False),
    ]  # fmt: skip
    view = accepted(ana.post(path(call, "switch")))
    assert (view["state"], view["leg"]["number"]) == ("claimed", 2)
    assert held == [(second.sid, True)]
    refused(ana.post(path(second, "switch")), 409, "busy")  # the phone connects to the other one
    accepted(ana.post(path(call, "arrived")))
    assert held[-1] == (call.sid, False)
    assert accepted(ana.post(path(call, "arrived")))["state"] == "claimed"


def test_a_provider_that_does_not_answer(
    call: Provider, ana: Person, on_duty: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_named: object) -> None:
        raise GatewayError("no answer", permanent=False)

    monkeypatch.setattr(gateway, "set_hold", fail)
    content = {"user_id": on_duty.bruno.id}
    refused(ana.post(path(call, "transfer"), json=content), 502, "telephony")
    assert accepted(ana.get(path(call, "colleagues"))) == [
        {"id": on_duty.bruno.id, "name": "Bruno", "status": "available"}
    ]


def test_a_call_is_handed_over(
    call: Provider, ana: Person, bruno: Person, on_duty: World, held: list[tuple[str, bool]]
) -> None:
    content = {"user_id": on_duty.bruno.id, "note": "Elle cherche sa facture"}
    view = accepted(ana.post(path(call, "transfer"), json=content))
    assert (view["transfer"]["to"], view["transfer"]["note"]) == ("Bruno", content["note"])
    assert accepted(ana.ask("DELETE", path(call, "transfer")))["transfer"] is None
    accepted(ana.post(path(call, "transfer"), json=content))
    call.room_event("participant-hold", "caller")
    (offer,) = accepted(bruno.get("/desk/state"))["offers"]
    assert offer["transferred_from"] == {"name": "Ana", "note": content["note"]}
    assert accepted(bruno.post(f"/desk/offers/{offer['id']}/claim"))["state"] == "claimed"
    late = ana.put(path(call, "answers/machine"), json={"raw": "Presse 4", "base_revision": 0})
    refused(late, 409, "transferred")
    for what in ("notes", "transfer", "hangup", "close", "switch"):
        method = "PUT" if what == "notes" else "POST"
        refused(ana.ask(method, path(call, what), json={"raw": "x"}), 409, "transferred")
    refused(ana.get(f"/desk/calls/{call.call.id}"), 409, "transferred")


def test_an_unavailable_colleague_is_refused(call: Provider, ana: Person, on_duty: World) -> None:
    presence.set_status(on_duty.bruno.id, "break")
    db.commit()
    for user_id in (on_duty.bruno.id, on_duty.gus.id, "", 7):
        reply = ana.post(path(call, "transfer"), json={"user_id": user_id})
        refused(reply, 409, "colleague_unavailable")


def test_a_note_is_stored_without_forbidden_characters(
    call: Provider, ana: Person, on_duty: World, held: list[tuple[str, bool]]
) -> None:
    content = {"user_id": on_duty.bruno.id, "note": "<b>\u0000" + "x" * 5000}
    view = accepted(ana.post(path(call, "transfer"), json=content))
    assert view["transfer"]["note"] == "<b>" + "x" * 1997


def test_a_save_after_a_script_switch_is_refused(
    call: Provider, ana: Person, on_duty: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The run was the call's when the request came in, and was left before it was saved."""
    library.publish(on_duty.acme.id, "order", load_script(ORDER.read_bytes()), None)
    db.commit()
    before = call.call.run_id
    accepted(ana.post(path(call, "script"), json={"key": "order"}))
    monkeypatch.setattr("web.desk.calls._run_of", lambda _call: before)
    late = ana.put(path(call, "answers/machine"), json={"raw": "Presse 4", "base_revision": 0})
    refused(late, 409, "script_left")
    assert rows.get(call.call.id).run_id != before

"""Every route, for people who must not get through: a new route has to be thought about here."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.tenants import User
from tests.conftest import World
from tickets.models import Ticket

SignIn = Callable[[User | None], FlaskClient]

# What anybody may ask for, and what guards itself (webhooks are signed: tests/voice).
OPEN = {
    "static", "home", "health", "switch_language", "auth.login", "auth.sign_in", "auth.logout",
}  # fmt: skip
# Pages of one's own; they name no object.
OWN = {
    "portal.ticket_list", "portal.api_list", "desk.page", "desk.state", "desk.status",
    "desk.phone_token", "tasks.page",
}  # fmt: skip
OBJECT = {
    "portal.ticket", "portal.change_state", "portal.api_ticket", "media.audio", "desk.claim",
    "desk.show", "desk.answer", "desk.notes", "desk.hold", "desk.resume", "desk.hang_up",
    "desk.start_recording", "desk.objection", "desk.close", "tasks.retry",
}  # fmt: skip


def rules(app: Flask) -> dict[str, tuple[str, str]]:
    """Every route as endpoint → (method, path with {names})."""
    found = {}
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("twilio."):
            continue
        method = next(iter(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})))
        path = rule.rule.replace("<int:", "{").replace("<path:", "{")
        found[rule.endpoint] = (method, path.replace("<", "{").replace(">", "}"))
    return found


def test_every_route_is_known_here(app: Flask) -> None:
    assert set(rules(app)) == OPEN | OWN | OBJECT


@pytest.mark.parametrize("endpoint", sorted(OBJECT))
def test_nobody_else_reaches_an_object(
    endpoint: str, app: Flask, sign_in: SignIn, case: dict[str, str], world: World
) -> None:
    method, path = rules(app)[endpoint]
    address = path.format(**case, step="lift", task_id=1)
    for person in (world.gus, world.bruno if endpoint.startswith("desk.") else world.gus):
        reply = sign_in(person).open(address, method=method, json={"raw": "x"})
        assert reply.status_code == 404, (person.name, address)
    assert sign_in(None).open(address, method=method).status_code in {302, 401}


@pytest.mark.parametrize("endpoint", sorted(OWN))
def test_who_is_not_signed_in_sees_nothing(endpoint: str, app: Flask, sign_in: SignIn) -> None:
    method, path = rules(app)[endpoint]
    reply = sign_in(None).open(path, method=method)
    assert reply.status_code in {302, 401}
    assert reply.status_code == 401 or reply.location.startswith("/login")


def test_readers_have_no_desk_and_no_tasks(sign_in: SignIn, world: World) -> None:
    reader = sign_in(world.rita)
    for path in ("/desk", "/desk/state", "/tasks"):
        assert reader.get(path).status_code == 404


def test_agents_have_no_tasks_page(sign_in: SignIn, world: World) -> None:
    assert sign_in(world.ana).get("/tasks").status_code == 404
    assert sign_in(world.sofia).get("/tasks").status_code == 200


def test_lists_hold_nothing_of_another_client(
    sign_in: SignIn, case: dict[str, str], other_ticket: Ticket, world: World
) -> None:
    reader = sign_in(world.rita)
    listed = reader.get("/api/tickets").json["tickets"]
    assert [row["id"] for row in listed] == [case["ticket_id"]]
    page = reader.get("/tickets").text
    assert "Globex" not in page
    searched = f"/api/tickets?q={other_ticket.number}"
    assert reader.get(searched).json["tickets"] == []
    assert reader.get(f"/tickets?client={world.globex.id}").text.count("Printer of Globex") == 0
    assert {row["id"] for row in sign_in(world.sofia).get("/api/tickets").json["tickets"]} == {
        case["ticket_id"], other_ticket.id,
    }  # fmt: skip


def test_the_owner_gets_through(sign_in: SignIn, case: dict[str, str], world: World) -> None:
    reader = sign_in(world.rita)
    assert reader.get(f"/tickets/{case['ticket_id']}").status_code == 200
    assert reader.get(f"/recordings/{case['recording_id']}/audio").status_code == 200
    assert sign_in(world.ana).get(f"/desk/calls/{case['call_id']}").status_code == 200


def test_what_people_typed_is_never_markup(
    sign_in: SignIn, case: dict[str, str], world: World
) -> None:
    page = sign_in(world.rita).get(f"/tickets/{case['ticket_id']}").text
    assert "<b>Ascenseur" not in page
    assert "&lt;b&gt;Ascenseur" in page

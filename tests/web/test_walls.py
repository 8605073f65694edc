"""Every route, for people who must not get through.

The routes are the application's own: one that names an object is tried with the objects below, and
one whose names are not known here, or which names nothing and is not listed, fails.
"""

from collections.abc import Callable
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule

from core import db
from core.audit import AuditEntry
from core.outbox import Task
from core.tenants import Line, Membership, User
from tests.conftest import World
from tests.voice.provider import Provider
from tests.web.conftest import Person, offer_of
from tests.web.walk import naming, requests
from tickets.models import Ticket
from voice import rows
from voice.models import Call, CallEvent, Offer
from web.app import create_provider_app
from workflows.drafting.models import DraftChange, ScriptComment, ScriptDraft, ScriptReplay
from workflows.models import Answer, Publication, Script, ScriptVersion

SignIn = Callable[[User | None], FlaskClient]
Case = dict[str, str]

# What anybody may ask for.
OPEN = {"home", "health", "switch_language", "auth.login", "auth.sign_in", "auth.logout"}
# Pages of one's own; they name no object.
OWN = {
    "portal.ticket_list", "portal.api_list", "desk.page", "desk.state", "desk.status",
    "desk.phone_token", "desk.shortcuts", "desk.keep_shortcuts", "desk.keep_volume",
    "desk.have_a_caller_ring", "desk.end_tour",
    "desk.search_knowledge", "tasks.page", "parts.page", "scripts.script_list",
    "scripts.new_script",
}  # fmt: skip
OF_SCRIPTS = (Script, ScriptVersion, Publication, ScriptDraft, DraftChange, ScriptComment,
              ScriptReplay)  # fmt: skip
# What is asked with POST for its size, and changes nothing.
HARMLESS = {"scripts.play_rehearsal", "editor.condition", "editor.attempt", "editor.preview",
            "editor.in_force"}  # fmt: skip

READING = ("portal.", "media.", "scripts.", "editor.")  # an agent of the client reads these
NUMBERED = {"task_id", "number", "publication_id"}


def stranger(world: World) -> User:
    """An agent who answers for Globex alone."""
    user = User(email="carl@filrouge.example", name="Carl", staff_role="agent")
    db.session.add(user)
    db.session.flush()
    db.session.add(Membership(user_id=user.id, client_id=world.globex.id, role="agent"))
    db.commit()
    return user


def state_of_things() -> list[Any]:
    """What a request that went through would change."""
    rows: list[Any] = []
    for table in (Line, Call, CallEvent, Offer, Answer, Ticket, Task, AuditEntry, *OF_SCRIPTS):
        chosen = db.session.execute(select(table.__table__)).all()
        rows.append(sorted(map(repr, chosen)))
    db.session.rollback()
    return rows


def assert_refused(browser: FlaskClient, rules: list[Rule], names: dict[str, Any]) -> None:
    before = state_of_things()
    answers = {
        (endpoint, method): browser.open(path, method=method, json={"raw": "x"}).status_code
        for endpoint, method, path in requests(rules, names)
    }
    assert answers == dict.fromkeys(answers, 404) and answers
    assert state_of_things() == before


def test_every_route_that_names_nothing_is_known_here(app: Flask) -> None:
    plain = {rule.endpoint for rule in app.url_map.iter_rules() if not rule.arguments}
    assert plain == OPEN | OWN


def test_a_reader_of_another_client_reaches_no_object(
    app: Flask, sign_in: SignIn, names: dict[str, Any], world: World
) -> None:
    assert_refused(sign_in(world.gus), naming(app), names)


def test_an_agent_of_another_client_reaches_no_object(
    app: Flask, sign_in: SignIn, names: dict[str, Any], world: World
) -> None:
    assert_refused(sign_in(stranger(world)), naming(app), names)


def test_an_agent_has_no_hand_in_a_colleagues_call(
    app: Flask, sign_in: SignIn, names: dict[str, Any], world: World
) -> None:
    """Both answer for Acme, so the ticket is for both to read, but the call is Ana's."""
    assert_refused(sign_in(world.bruno), naming(app, *READING), names)


def test_a_reader_of_the_client_has_no_hand_in_its_calls(
    app: Flask, sign_in: SignIn, names: dict[str, Any], world: World
) -> None:
    assert_refused(sign_in(world.rita), naming(app, "portal.", "media."), names)


def test_an_agent_does_not_run_the_service(
    app: Flask, sign_in: SignIn, names: dict[str, Any], world: World
) -> None:
    assert_refused(sign_in(world.ana), naming(app, *READING, "desk."), names)


def test_an_agent_reads_scripts_and_changes_none(
    app: Flask, sign_in: SignIn, names: dict[str, Any], world: World
) -> None:
    """Comments are theirs to make, and rehearsals leave nothing."""
    before = state_of_things()
    browser, rules = sign_in(world.ana), naming(app)
    chosen = [one for one in requests(rules, names) if one[0].startswith(("scripts.", "editor."))]
    codes = {
        (endpoint, method): browser.open(path, method=method, json={}).status_code
        for endpoint, method, path in chosen
        if endpoint != "scripts.add_comment"
    }
    reading = {code for (_, method), code in codes.items() if method == "GET"}
    changing = {name for (name, method), code in codes.items() if method != "GET" and code != 404}
    assert reading == {200} and changing <= HARMLESS
    assert state_of_things() == before
    assert browser.post("/scripts", data={"client": world.acme.id}).status_code == 404


def test_who_is_no_longer_with_a_client_sees_nothing_of_it(
    app: Flask, sign_in: SignIn, names: dict[str, Any], world: World
) -> None:
    for membership in db.session.scalars(select(Membership).filter_by(user_id=world.rita.id)):
        db.session.delete(membership)
    db.commit()
    assert_refused(sign_in(world.rita), naming(app), names)


def test_nobody_gets_through(app: Flask, sign_in: SignIn, names: dict[str, Any]) -> None:
    before = state_of_things()
    own = [rule for rule in app.url_map.iter_rules() if rule.endpoint in OWN]
    for endpoint, method, path in requests(own + naming(app), names):
        reply = sign_in(None).open(path, method=method, json={"raw": "x"})
        if method == "GET" and endpoint.startswith(("portal.", "tasks.")) and "/api/" not in path:
            assert reply.location.startswith("/login?next="), endpoint
        elif reply.status_code != 401:
            assert reply.location.startswith("/login"), endpoint
    assert state_of_things() == before


def test_those_whose_it_is_get_through(
    app: Flask, sign_in: SignIn, names: dict[str, Any], world: World
) -> None:
    """Otherwise the refusals above could be for paths that lead nowhere."""
    owners = {"portal": world.rita, "media": world.rita, "tasks": world.sofia, "desk": world.ana,
              "scripts": world.sofia, "editor": world.sofia}  # fmt: skip
    rules = sorted(naming(app), key=lambda rule: rule.endpoint.startswith("desk."))
    for endpoint, method, path in requests(rules, names):
        kind = endpoint.partition(".")[0]
        sent: dict[str, Any] = (
            {"json": {"raw": "x"}} if kind in ("desk", "editor") else {"data": {"event": "solved"}}
        )
        reply = sign_in(owners[kind]).open(path, method=method, **sent)
        assert reply.status_code not in {400, 401, 403, 404, 405, 500}, endpoint


def test_a_refusal_does_not_tell_what_exists(
    app: Flask, sign_in: SignIn, names: dict[str, Any], world: World
) -> None:
    browser = sign_in(world.gus)
    absent = {name: 999_999 if name in NUMBERED else "0" * 32 for name in names} | {"step": "s"}
    theirs, none = requests(naming(app), names), requests(naming(app), absent)
    for (endpoint, method, path), (_, _, elsewhere) in zip(theirs, none, strict=True):
        replies = [browser.open(where, method=method, json={}) for where in (path, elsewhere)]
        bodies = {reply.get_data(as_text=True).replace(where, "") for reply, where in
                  zip(replies, (path, elsewhere), strict=True)}  # fmt: skip
        assert len(bodies) == 1, endpoint
        assert len({reply.status for reply in replies}) == 1, endpoint


def test_without_the_providers_signature_no_webhook_listens(sign_in: SignIn, case: Case) -> None:
    before = state_of_things()
    rules = list(create_provider_app().url_map.iter_rules())
    assert len(rules) > 10
    for endpoint, method, path in requests(rules, {"token": "x", "rest": "y", "digest": "z"}):
        reply = sign_in(None).open(path, method=method, data={"CallSid": "CA" + "0" * 32})
        assert reply.status_code in {403, 404, 405}, endpoint
    assert state_of_things() == before


def test_readers_and_agents_have_their_own_pages_only(sign_in: SignIn, world: World) -> None:
    pages = ("/desk", "/desk/state", "/scripts", "/tasks", "/tickets")
    seen = {
        person.name: [path for path in pages if sign_in(person).get(path).status_code == 200]
        for person in (world.rita, world.ana, world.sofia)
    }
    assert seen == {
        "Rita": ["/tickets"],
        "Ana": ["/desk", "/desk/state", "/scripts", "/tickets"],
        "Sofia": list(pages),
    }


def test_lists_hold_nothing_of_another_client(
    sign_in: SignIn, case: Case, other_ticket: Ticket, world: World
) -> None:
    reader = sign_in(world.rita)
    assert ids(reader, "") == {case["ticket_id"]}
    for query in (f"q={other_ticket.number}", "q=Printer", f"client={world.globex.id}",
                  "caller=%2B33199000042", "state=ringing&q=globex"):  # fmt: skip
        assert ids(reader, query) == set(), query
        page = reader.get(f"/tickets?{query}")
        assert page.status_code == 200, query
        assert "Printer of Globex" not in page.text and ">Globex" not in page.text, query
    assert ids(sign_in(world.gus), "") == {other_ticket.id}
    assert ids(sign_in(world.bruno), "") == {case["ticket_id"], other_ticket.id}
    assert ids(sign_in(world.sofia), "") == {case["ticket_id"], other_ticket.id}


def ids(browser: FlaskClient, query: str) -> set[str]:
    return {row["id"] for row in browser.get(f"/api/tickets?{query}").get_json()["tickets"]}


def test_calls_of_one_client_are_not_offered_to_agents_of_another(
    app: Flask, signed_in: Callable[[User], Person], provider: Provider, on_duty: World
) -> None:
    carl = stranger(on_duty)
    browser = signed_in(carl)
    assert browser.post("/desk/status", json={"status": "available"}).status_code == 200
    provider.ring()
    assert browser.get("/desk/state").get_json()["offers"] == []
    mine = offer_of(provider, on_duty.ana)
    assert browser.post(f"/desk/offers/{mine}/claim").status_code == 404
    assert rows.get(provider.call.id).agent_id is None

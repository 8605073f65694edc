"""What the desk shows beside the step: suggestions, articles, tickets, clarity, proposals."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from core import db
from core.clock import now
from core.tenants import Client, User
from tests.conftest import World
from tests.web.conftest import Person
from tickets import cases
from tickets.models import Ticket
from voice import rows
from voice.schedule.on_call import OnCallShift
from workflows import directory, library, runs
from workflows.directory import EntryFields
from workflows.drafting.models import ScriptComment
from workflows.formats.yaml_io import load_script
from workflows.models import Script

SignedIn = Callable[[User], Person]
Json = dict[str, Any]
CALLER = "+33639980001"
SCRIPT = (Path(__file__).parent / "desk_script.yaml").read_text()


def publish(client: Client, key: str, text: str = SCRIPT) -> None:
    document = load_script(text.replace("key: acme", f"key: {key}", 1).encode())
    library.publish(client.id, key, document, None)


@pytest.fixture
def script(world: World) -> None:
    """Acme's script, a second one of Acme, and one of Globex."""
    publish(world.acme, "acme")
    other = SCRIPT.replace("Redémarrer la machine", "Retour de commande")
    publish(world.acme, "orders", other.replace("dix secondes", "le bon de retour"))
    publish(world.globex, "globex", SCRIPT.replace("Redémarrer la machine", "Secret de Globex"))
    for client, name in ((world.acme, "Usine Nord"), (world.globex, "Usine de Globex")):
        entry = EntryFields(name, aliases=("La grande",), detail="3 rue du Port", reference="N-12")
        directory.upsert(client.id, "site", entry)
        directory.upsert(client.id, "asset", EntryFields("Presse hydraulique", reference="PR-0042"))
    db.commit()


@pytest.fixture
def ana(signed_in: SignedIn, case: dict[str, str], world: World) -> Person:
    return signed_in(world.ana)


@pytest.fixture
def path(case: dict[str, str]) -> str:
    return f"/desk/calls/{case['call_id']}"


def json_at(person: Person, path: str, **parameters: str) -> Json:
    reply = person.get(path, query_string=parameters)
    assert reply.status_code == 200, reply.get_data(as_text=True)
    content: Json = reply.get_json()
    return content


def suggested(person: Person, path: str, step: str, q: str) -> list[tuple[str, str, str]]:
    items = json_at(person, f"{path}/suggest", step=step, q=q)["items"]
    return [(one["label"], one["value"], one["detail"]) for one in items]


# Suggestions


def test_options_and_the_clients_own_sites_are_suggested(ana: Person, path: str) -> None:
    assert suggested(ana, path, "site", "usi") == [
        ("Usine Nord", "Usine Nord", "3 rue du Port · N-12")
    ]
    assert suggested(ana, path, "site", "depot") == [("Dépôt central", "depot", "Quai 1")]
    assert suggested(ana, path, "site", "la grande")[0][0] == "Usine Nord"
    everything = [label for label, _, _ in suggested(ana, path, "site", "")]
    assert everything == ["Dépôt central", "Usine Nord"]


@pytest.mark.parametrize("name", ["Dépôt Central", "Main depot"])
def test_what_the_options_name_is_not_suggested_twice(
    ana: Person, path: str, world: World, name: str
) -> None:
    directory.upsert(world.acme.id, "site", EntryFields(name, detail="9 rue du Quai"))
    db.commit()
    depot = ("Dépôt central", "depot", "Quai 1")
    assert suggested(ana, path, "site", "depot") == [depot]
    assert suggested(ana, path, "site", "rue du quai") == [(name, name, "9 rue du Quai")]


def test_an_asset_is_answered_with_its_number(ana: Person, path: str) -> None:
    assert suggested(ana, path, "unit", "presse") == [("Presse hydraulique", "PR-0042", "PR-0042")]


def test_other_types_have_no_directory(ana: Person, path: str) -> None:
    assert suggested(ana, path, "story", "usine") == []


@pytest.mark.parametrize("q", ["%", "_", "'; --", "\x00", "é" * 5000, "(((", "🧨"])
def test_any_text_may_be_asked_for(ana: Person, path: str, q: str) -> None:
    assert isinstance(suggested(ana, path, "site", q), list)
    assert isinstance(json_at(ana, "/desk/knowledge", call=path.split("/")[-1], q=q)["hits"], list)


def test_a_step_that_is_not_there_is_refused(ana: Person, path: str) -> None:
    reply = ana.get(f"{path}/suggest?step=nowhere&q=x")
    assert reply.status_code == 422 and reply.get_json()["error"] == "unknown_step"


# Articles


def search(person: Person, case: dict[str, str], q: str) -> list[Json]:
    hits: list[Json] = json_at(person, "/desk/knowledge", call=case["call_id"], q=q)["hits"]
    return hits


def test_articles_of_all_scripts_of_the_client_are_found(ana: Person, case: dict[str, str]) -> None:
    (hit,) = search(ana, case, "commande")
    assert (hit["title"], hit["script"]) == ("Retour de commande", "orders")
    (mine,) = search(ana, case, "redemarrer")
    assert mine["script"] == "acme"
    assert search(ana, case, "Secret") == []
    assert search(ana, case, " ") == []


def test_the_words_looked_for_are_marked(ana: Person, case: dict[str, str]) -> None:
    (hit,) = search(ana, case, "secondes")
    assert [hit["snippet"][start:end] for start, end in hit["marks"]] == ["secondes"]


def test_a_hostile_article_does_nothing(ana: Person, case: dict[str, str]) -> None:
    (hit,) = search(ana, case, "redemarrer")
    assert "<strong>dix secondes</strong>" in hit["html"]
    assert "<script" not in hit["html"] and 'href="javascript' not in hit["html"]


def test_articles_are_for_the_agent_of_the_call(
    case: dict[str, str], signed_in: SignedIn, world: World, ana: Person
) -> None:
    for stranger in (world.bruno, world.gus, world.rita):
        parameters = {"call": case["call_id"], "q": "machine"}
        reply = signed_in(stranger).get("/desk/knowledge", query_string=parameters)
        assert reply.status_code == 404
    for absent in ("", "0" * 32):
        assert ana.get("/desk/knowledge", query_string={"call": absent}).status_code == 404


# The caller


def ticket(client: Client, title: str, state: str, days: int = 0, caller: str = CALLER) -> Ticket:
    made = cases.open_for_call(
        client_id=client.id,
        language="fr",
        caller_number=caller,
        opened_at=now() - timedelta(days=days),
        title=title,
    )
    made.state = state
    db.commit()
    return made


def test_the_callers_tickets_open_first(
    ana: Person, path: str, case: dict[str, str], world: World
) -> None:
    ticket(world.acme, "Older", "open", days=2)
    ticket(world.acme, "Newer", "open", days=1)
    ticket(world.acme, "Done", "closed", days=3)
    ticket(world.acme, "Of somebody else", "open", caller="+33639980777")
    ticket(world.globex, "Of another client", "open")
    history = json_at(ana, path)["history"]
    assert [one["title"] for one in history["open"]] == ["Newer", "Older"]
    assert [one["title"] for one in history["recent"]] == ["Done"]
    assert history["recent"][0]["state_shown"] == "Résolu"
    assert case["ticket_id"] not in {one["id"] for one in history["open"]}


def test_a_withheld_number_has_no_history(
    ana: Person, path: str, case: dict[str, str], world: World
) -> None:
    ticket(world.acme, "Of another withheld number", "open", caller="")
    call = rows.get(case["call_id"])
    call.from_number, call.from_withheld = "anonymous", True
    db.commit()
    assert json_at(ana, path)["history"] == {"open": [], "recent": []}


def test_the_person_on_call_with_a_number_to_read_out(ana: Person, path: str, world: World) -> None:
    hour = timedelta(hours=1)
    shift = {"starts_at": now() - hour, "ends_at": now() + hour, "phone": "+33639980456"}
    db.session.add(OnCallShift(client_id=world.acme.id, name="Nour", **shift))
    db.session.add(OnCallShift(client_id=world.globex.id, name="Of another client", **shift))
    db.commit()
    (person,) = json_at(ana, path)["client"]["on_call"]
    assert (person["name"], person["phone_shown"]) == ("Nour", "+33 6 39 98 04 56")


# How clear it is


def save(person: Person, path: str, key: str, raw: str) -> Json:
    reply = person.put(f"{path}/answers/{key}", json={"raw": raw, "base_revision": 0})
    assert reply.status_code == 200
    view: Json = reply.get_json()
    return view


def test_the_meter_follows_each_answer(ana: Person, path: str) -> None:
    before = json_at(ana, path)["run"]["meter"]
    assert before["level"] == "vague" and len(before["suggestions"]) >= 1
    assert {one["key"] for one in before["missing"]} == {"site", "story"}
    assert all(one["why"].strip() for one in before["suggestions"])
    junk = save(ana, path, "story", "ça marche pas")["run"]["meter"]
    assert [one["source"] for one in junk["junk"]] == ["story"]
    assert {one["key"] for one in junk["missing"]} == {"site"}


def test_the_meter_never_stands_in_the_way(ana: Person, path: str) -> None:
    save(ana, path, "site", "depot")
    view = save(ana, path, "story", "RAS")
    assert view["run"]["missing"] == []


# Who answered


def test_authors_are_shown_once_there_are_several(
    ana: Person, path: str, case: dict[str, str], world: World
) -> None:
    save(ana, path, "site", "depot")
    assert not json_at(ana, path)["run"]["several_authors"]
    run_id = str(rows.get(case["call_id"]).run_id)
    runs.save_answer(run_id, "story", "Elle fume.", author_id=world.bruno.id, base_revision=0)
    db.commit()
    run = json_at(ana, path)["run"]
    assert run["several_authors"]
    authors = {one["key"]: (one["author"], bool(one["at_shown"])) for one in run["steps"]}
    assert authors["site"] == ("Ana", True) and authors["story"] == ("Bruno", True)
    assert authors["unit"] == ("", False)


def test_skipped_steps_are_not_ahead(ana: Person, path: str) -> None:
    steps = {one["key"]: one for one in save(ana, path, "unit", "")["run"]["steps"]}
    assert steps["unit"]["is_left_empty"] and not steps["unit"]["is_done"]
    mandatory = {one["key"]: one for one in save(ana, path, "story", "")["run"]["steps"]}
    assert not mandatory["story"]["is_left_empty"]


# Proposals


def propose(person: Person, path: str, **content: str) -> tuple[int, Json]:
    sent = {"step": "site", "text": "Demandez le quai.", "token": "t1", **content}
    reply = person.post(f"{path}/proposals", json=sent)
    return reply.status_code, reply.get_json()


def test_a_proposal_comes_to_the_script_once(
    ana: Person, path: str, case: dict[str, str], world: World
) -> None:
    status, first = propose(ana, path)
    assert status == 201
    assert propose(ana, path) == (201, first)
    (made,) = db.session.scalars(select(ScriptComment)).all()
    script = db.session.scalars(select(Script).filter_by(client_id=world.acme.id, key="acme")).one()
    assert (made.script_id, made.part, made.kind) == (script.id, "step:site", "proposal")
    assert (made.author_id, made.text) == (world.ana.id, "Demandez le quai.")
    assert made.run_id == rows.get(case["call_id"]).run_id


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ({"text": "  "}, "bad_proposal"),
        ({"text": "x" * 6000}, "bad_proposal"),
        ({"token": ""}, "bad_proposal"),
        ({"step": "nowhere"}, "unknown_step"),
        ({"step": ""}, "unknown_step"),
    ],
)
def test_a_proposal_that_says_nothing_is_refused(
    ana: Person, path: str, content: dict[str, str], error: str
) -> None:
    status, refusal = propose(ana, path, **content)
    assert (status, refusal["error"]) == (422, error) and refusal["message"].strip()
    assert db.session.scalars(select(ScriptComment)).all() == []

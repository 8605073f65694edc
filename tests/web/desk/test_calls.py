"""The interface behind an agent's page."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from core import db
from core.audit import AuditEntry
from core.clock import now
from core.config import settings
from core.sign_ins import SignIn
from core.tenants import User
from tests.conftest import World
from tests.statements import counted
from tests.voice.provider import Provider
from tests.web.conftest import Person, offer_of
from tickets.models import Ticket
from voice import gateway
from voice.agents import presence
from voice.calls import legs
from voice.models import Presence
from workflows import library
from workflows.formats.yaml_io import load_script

SignedIn = Callable[[User], Person]
Json = dict[str, Any]
REASON = "The line broke before the caller could say it."


@pytest.fixture
def ana(signed_in: SignedIn, on_duty: World) -> Person:
    return signed_in(on_duty.ana)


@pytest.fixture
def bruno(signed_in: SignedIn, on_duty: World) -> Person:
    return signed_in(on_duty.bruno)


class OpenCall:
    """Ana's page with the one call she has."""

    def __init__(self, person: Person, provider: Provider) -> None:
        self.person, self.provider = person, provider
        self.path = f"/desk/calls/{provider.call.id}"

    def view(self) -> Json:
        return accepted(self.person.get(self.path))

    def step(self, key: str) -> Json:
        return step_of(self.view(), key)

    def save(self, key: str, raw: object, base: object = 0) -> TestResponse:
        content = {"raw": raw, "base_revision": base}
        return self.person.put(f"{self.path}/answers/{key}", json=content)

    def note(self, raw: str, base: int = 0) -> TestResponse:
        return self.person.put(f"{self.path}/notes", json={"raw": raw, "base_revision": base})

    def press(self, what: str, **content: str) -> TestResponse:
        return self.person.post(f"{self.path}/{what}", json=content)


def accepted(reply: TestResponse, status: int = 200) -> Json:
    assert reply.status_code == status, reply.get_data(as_text=True)
    content: Json = reply.get_json()
    return content


def refused(reply: TestResponse, status: int, error: str) -> Json:
    """The refusal, which always says something to a person."""
    content = accepted(reply, status)
    assert content["error"] == error and content["message"].strip()
    return content


def step_of(view: Json, key: str) -> Json:
    (step,) = [step for step in view["run"]["steps"] if step["key"] == key]
    return dict(step)


@pytest.fixture
def waiting(provider: Provider, on_duty: World, script: None) -> Provider:
    """A caller waits, and is offered to Ana and Bruno."""
    provider.ring()
    provider.enter()
    return provider


@pytest.fixture
def claimed(waiting: Provider, ana: Person, on_duty: World) -> OpenCall:
    accepted(ana.post(f"/desk/offers/{offer_of(waiting, on_duty.ana)}/claim"))
    return OpenCall(ana, waiting)


@pytest.fixture
def talking(claimed: OpenCall, on_duty: World) -> OpenCall:
    leg = legs.current(claimed.provider.call, on_duty.ana.id)
    assert leg is not None
    claimed.provider.agent_joins(leg)
    assert claimed.view()["state"] == "connected"
    return claimed


@pytest.fixture
def wrapping(talking: OpenCall) -> OpenCall:
    talking.provider.caller_leaves()
    assert talking.view()["state"] == "wrapping"
    return talking


# Who is there


def test_the_state_is_all_a_page_needs(ana: Person, waiting: Provider, on_duty: World) -> None:
    state = accepted(ana.get("/desk/state"))
    assert (state["user"]["id"], state["status"]) == (on_duty.ana.id, "available")
    (offer,) = state["offers"]
    assert offer["client"]["name"] == "Acme" and offer["caller"] == "+33639980001"
    assert offer["language"] == "fr" and offer["waiting_since"] and offer["open_tickets"] == []
    assert state["calls"] == [] and state["number"] > 0
    fresh = {"X-CSRFToken": state["csrf"]}
    reply = ana.browser.post("/desk/status", json={"status": "offline"}, headers=fresh)
    assert accepted(reply)["status"] == "offline"


def test_an_agent_on_a_break_gives_a_reason_and_is_offered_nothing(
    ana: Person, provider: Provider, script: None
) -> None:
    status = accepted(ana.post("/desk/status", json={"status": "break", "reason": "lunch"}))
    assert (status["status"], status["reason"]) == ("break", "lunch")
    provider.ring()
    assert accepted(ana.get("/desk/state"))["offers"] == []
    accepted(ana.post("/desk/status", json={"status": "available"}))
    assert len(accepted(ana.get("/desk/state"))["offers"]) == 1


@pytest.mark.parametrize("content", [{"status": "asleep"}, {"status": None}, {}, [], "available"])
def test_a_status_that_there_is_not_changes_nothing(ana: Person, content: object) -> None:
    refused(ana.post("/desk/status", json=content), 422, "bad_status")
    assert accepted(ana.get("/desk/state"))["status"] == "available"


def test_the_page_knows_where_its_news_come_from(ana: Person) -> None:
    page = ana.get("/desk").get_data(as_text=True)
    assert '"stream": "/stream/desk"' in page and '"elsewhere": false' in page
    assert "<script>" not in page and " onclick=" not in page


def test_a_phone_gets_a_token_of_its_own_agent(ana: Person, on_duty: World) -> None:
    token = accepted(ana.post("/desk/phone-token"))
    assert token["identity"].startswith(f"{on_duty.ana.id}_")
    assert token["token"].count(".") == 2 and token["phone_url"] and not token["edge"]
    claims = jwt.decode(token["token"], options={"verify_signature": False})
    assert claims["exp"] - claims["nbf"] == token["expires_in"] == gateway.TOKEN_SECONDS
    assert claims["grants"]["identity"] == token["identity"]


def test_a_phones_token_ends_with_the_sign_in(ana: Person, on_duty: World) -> None:
    sign_in = db.session.scalars(select(SignIn).filter_by(user_id=on_duty.ana.id)).one()
    sign_in.created_at = now() - timedelta(hours=settings().session_hours, seconds=-60)
    db.commit()
    assert 0 < accepted(ana.post("/desk/phone-token"))["expires_in"] <= 60


# Taking a call


def test_who_else_is_at_a_desk_to_take_an_offered_call(
    waiting: Provider, ana: Person, bruno: Person, on_duty: World
):
    own = f"/desk/offers/{offer_of(waiting, on_duty.ana)}/others"
    assert accepted(ana.get(own)) == {"names": ["Bruno"]}
    refused(bruno.get(own), 404, "not_found")  # it is offered to Ana
    presence.of(on_duty.bruno.id).seen_at -= presence.UNHEARD_AFTER * 2  # his page is closed
    db.commit()
    assert accepted(ana.get(own)) == {"names": []}
    accepted(bruno.post("/desk/status", json={"status": "available"}))
    assert accepted(ana.get(own)) == {"names": ["Bruno"]}
    accepted(bruno.post("/desk/status", json={"status": "break", "reason": "lunch"}))
    assert accepted(ana.get(own)) == {"names": []}


def test_the_first_takes_the_call_and_the_other_hears_who(
    ana: Person, bruno: Person, waiting: Provider, on_duty: World
) -> None:
    bruno_s = f"/desk/offers/{offer_of(waiting, on_duty.bruno)}/claim"
    view = accepted(ana.post(f"/desk/offers/{offer_of(waiting, on_duty.ana)}/claim"))
    assert view["state"] == "claimed" and view["leg"]["id"] and view["ticket"]["number"]
    assert view["run"]["current"] == "machine"
    late = refused(bruno.post(bruno_s), 409, "already_taken")
    assert late["by"] == "Ana" and "Ana" in late["message"]
    assert accepted(bruno.get("/desk/state"))["offers"] == []


def test_taking_twice_is_taking_once(
    ana: Person, claimed: OpenCall, on_duty: World, waiting: Provider
) -> None:
    again = accepted(ana.post(f"/desk/offers/{offer_of(waiting, on_duty.ana)}/claim"))
    assert again["leg"] == claimed.view()["leg"]


def test_a_claim_after_the_caller_is_gone_names_nobody(
    ana: Person, waiting: Provider, on_duty: World
) -> None:
    offer_id = offer_of(waiting, on_duty.ana)
    waiting.caller_leaves()
    late = refused(ana.post(f"/desk/offers/{offer_id}/claim"), 409, "already_taken")
    assert late["by"] == "" and late["message"] != ""


def test_an_agent_in_a_call_takes_no_second_one(
    ana: Person, waiting: Provider, on_duty: World
) -> None:
    second = Provider(waiting.client)
    second.ring(From="+33639980002")
    second.enter()
    one, other = (offer_of(each, on_duty.ana) for each in (waiting, second))
    accepted(ana.post(f"/desk/offers/{one}/claim"))
    refused(ana.post(f"/desk/offers/{other}/claim"), 409, "busy")
    assert second.call.state == "waiting"


def test_an_offer_that_there_is_not(ana: Person) -> None:
    refused(ana.post("/desk/offers/nothing/claim"), 404, "not_found")


# Answers


def test_an_answer_is_saved_as_it_was_typed(claimed: OpenCall, on_duty: World) -> None:
    view = accepted(claimed.save("machine", " L’ascenseur n° 4 "))
    step = step_of(view, "machine")
    assert step["raw"].strip() == "L’ascenseur n° 4" and step["revision"] == 1
    assert not step["problem"] and view["run"]["current"] == "stopped"


def test_an_answer_that_is_not_understood_is_kept_with_its_problem(claimed: OpenCall) -> None:
    accepted(claimed.save("machine", "4"))
    view = accepted(claimed.save("stopped", "perhaps"))
    step = step_of(view, "stopped")
    assert step["raw"] == "perhaps" and step["revision"] == 1
    assert step["problem"] == "Répondez par oui ou par non."
    assert claimed.step("stopped")["problem"] == step["problem"]
    assert claimed.step("stopped")["raw"] == "perhaps"
    assert "stopped" in [one["key"] for one in view["run"]["missing"]]


def test_two_pages_do_not_overwrite_each_other(claimed: OpenCall) -> None:
    accepted(claimed.save("machine", "lift 4"))
    accepted(claimed.save("machine", "lift 5", 1))
    late = refused(claimed.save("machine", "lift 6", 1), 409, "conflict")
    assert late["current"] == {"raw": "lift 5", "revision": 2, "by": "self"}
    assert claimed.step("machine")["raw"] == "lift 5"
    assert step_of(accepted(claimed.save("machine", "lift 6", 2)), "machine")["revision"] == 3


def test_the_same_text_sent_again_is_no_conflict(claimed: OpenCall) -> None:
    """The reply to the first was lost, and the page sends it again."""
    accepted(claimed.save("machine", "lift 4"))
    assert accepted(claimed.save("machine", "lift 4"))["revision"] == 1


def test_a_step_that_there_is_not(claimed: OpenCall) -> None:
    refused(claimed.save("elsewhere", "x"), 422, "unknown_step")


def test_a_text_too_long_is_refused_and_nothing_lost(claimed: OpenCall) -> None:
    accepted(claimed.save("machine", "lift 4"))
    refused(claimed.save("machine", "x" * 100_000, 1), 422, "too_long")
    assert claimed.step("machine")["raw"] == "lift 4"


def test_notes_are_kept_apart_from_answers(claimed: OpenCall) -> None:
    view = accepted(claimed.note("Calls from the lobby."))
    assert (view["run"]["notes"], view["run"]["notes_revision"]) == ("Calls from the lobby.", 1)
    late = refused(claimed.note("Another page", 0), 409, "conflict")
    assert late["current"] == {"raw": "Calls from the lobby.", "revision": 1, "by": ""}


# During the talk


def test_the_agent_learns_that_the_provider_does_not_answer(talking: OpenCall) -> None:
    for what in ("hold", "hangup"):
        refused(talking.press(what), 502, "telephony")
    assert talking.view()["state"] == "connected"


def test_hold_is_asked_of_the_provider_and_follows_its_report(
    talking: OpenCall, monkeypatch: pytest.MonkeyPatch
) -> None:
    requests: list[bool] = []
    monkeypatch.setattr(gateway, "set_hold", lambda *_, on, music_url: requests.append(on))
    assert accepted(talking.press("hold"))["state"] == "holding"
    talking.provider.room_event("participant-hold", "caller")
    assert talking.view()["state"] == "held"
    accepted(talking.press("resume"))
    talking.provider.room_event("participant-unhold", "caller")
    assert talking.view()["state"] == "connected" and requests == [True, False]


def test_actions_that_the_state_forbids_are_refused(claimed: OpenCall) -> None:
    refused(claimed.press("hold"), 409, "not_now")
    refused(claimed.press("close"), 409, "not_now")
    assert claimed.view()["state"] == "claimed"


def test_an_objection_is_shown_at_once_and_recorded_once(talking: OpenCall) -> None:
    for _ in range(2):
        assert accepted(talking.press("objection"))["recording"]["objected"] is True
    chosen = db.session.query(AuditEntry).filter_by(action="recording_objected")
    assert chosen.count() == 1
    refused(talking.press("recording"), 409, "not_now")


# The gate


def test_the_gate_lists_missing_answers_in_the_agents_language(
    wrapping: OpenCall, signed_in: SignedIn, on_duty: World
) -> None:
    accepted(wrapping.save("machine", "lift 4"))
    closed = refused(wrapping.press("close"), 409, "gate_closed")
    assert closed["missing"] == [{"key": "stopped", "title": "À l’arrêt"}]
    assert wrapping.view()["state"] == "wrapping"


def test_a_reason_has_to_say_something(wrapping: OpenCall) -> None:
    refused(wrapping.press("close", override_reason="   "), 409, "gate_closed")
    for reason in ("ok", "." * 40):
        refused(wrapping.press("close", override_reason=reason), 422, "reason")
    assert wrapping.view()["state"] == "wrapping"


def test_a_reason_opens_the_gate_and_stands_on_the_ticket(wrapping: OpenCall) -> None:
    view = accepted(wrapping.press("close", override_reason=REASON))
    assert view["state"] == "closed"
    ticket = db.session.get_one(Ticket, view["ticket"]["id"])
    assert ticket.override_reason == REASON
    assert [title["en"] for title in ticket.missing] == ["Machine", "Stopped"]


def test_a_complete_call_closes_and_its_answers_stay(wrapping: OpenCall) -> None:
    accepted(wrapping.save("machine", "lift 4"))
    accepted(wrapping.save("stopped", "oui"))
    assert accepted(wrapping.press("close"))["state"] == "closed"
    assert accepted(wrapping.press("close"))["state"] == "closed"
    refused(wrapping.save("machine", "lift 5", 1), 409, "finished")
    refused(wrapping.note("late"), 409, "finished")
    assert accepted(wrapping.person.get("/desk/state"))["calls"] == []
    ticket = db.session.get_one(Ticket, wrapping.view()["ticket"]["id"])
    assert (ticket.title, ticket.priority) == ("Panne de lift 4", 1)


# Words and strangers


def test_refusals_are_in_the_language_of_the_agent(ana: Person) -> None:
    french = refused(ana.post("/desk/offers/none/claim"), 404, "not_found")["message"]
    ana.post("/language", data={"language": "en"})
    english = refused(ana.post("/desk/offers/none/claim"), 404, "not_found")["message"]
    assert english == "This call is not offered to you." and french != english


def test_articles_come_cleaned(ana: Person, provider: Provider, on_duty: World) -> None:
    document = load_script(Path(__file__).with_name("hostile.yaml").read_bytes())
    library.publish(on_duty.acme.id, "acme", document, None)
    db.commit()
    provider.ring()
    accepted(ana.post(f"/desk/offers/{offer_of(provider, on_duty.ana)}/claim"))
    (article,) = OpenCall(ana, provider).view()["run"]["articles"]
    html = article["html"]
    assert "<strong>deux fois</strong>" in html and "<td>rouge</td>" in html
    assert 'href="https://acme.example/notice"' in html
    assert not re.search(r"<(script|img)|href=.javascript|<[^>]+ on\w+=", html)


def test_a_call_to_an_unknown_number_has_no_script(
    ana: Person, app_browser: FlaskClient, on_duty: World
) -> None:
    unknown = Provider(app_browser, to="+33199000999")
    unknown.ring()
    accepted(ana.post(f"/desk/offers/{offer_of(unknown, on_duty.ana)}/claim"))
    desk = OpenCall(ana, unknown)
    assert desk.view()["run"] is None
    assert desk.save("machine", "x").status_code == 404
    assert desk.note("Wants Globex").status_code == 200
    assert desk.view()["notes"] == {"text": "Wants Globex", "revision": 1}


@pytest.fixture
def app_browser(provider: Provider) -> FlaskClient:
    return provider.client


def test_two_requests_that_clash_in_the_database_are_both_served(
    ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL lets one of two transactions that wait for each other fail: it is done again."""
    met: list[str] = []
    real = presence.set_status

    def meeting_once(user_id: str, status: str, reason: str) -> Presence:
        row = real(user_id, status, reason)
        if not met:
            met.append(user_id)
            raise OperationalError("deadlock detected", None, Exception())
        return row

    monkeypatch.setattr(presence, "set_status", meeting_once)
    status_now = accepted(ana.post("/desk/status", json={"status": "break", "reason": "lunch"}))
    assert (status_now["status"], status_now["reason"]) == ("break", "lunch")
    assert len(met) == 1


def test_the_reply_to_a_saved_answer_has_only_the_changes(claimed: OpenCall) -> None:
    claimed.save("machine", "Presse 3")
    before = claimed.view()
    db.session.remove()
    with counted() as sent:
        saved = accepted(claimed.save("machine", "Presse 4", base=1))
    assert len(sent) <= 12
    assert (saved["id"], saved["revision"]) == (before["id"], 2)
    assert [step["key"] for step in saved["run"]["steps"]] == ["machine"]
    assert len(str(saved)) < len(str(before)) / 2
    steps = {step["key"]: step for step in [*before["run"]["steps"], *saved["run"]["steps"]]}
    merged = {**before["run"], **saved["run"], "steps": list(steps.values())}
    assert merged == claimed.view()["run"]


def test_the_same_answer_again_changes_nothing(claimed: OpenCall) -> None:
    claimed.save("machine", "Presse 4")
    again = accepted(claimed.save("machine", "Presse 4"))
    assert again["run"] == {"id": claimed.view()["run"]["id"]}
    assert again["revision"] == 1
